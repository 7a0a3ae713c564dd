"""Markdown with front matter, as the law collections on Git write it.

Emphasis, links and anchors are taken off; a heading keeps its level. Superscripts that belong to a
number become Unicode superscripts (133<sup>1</sup> is article 133¹, not 1331).
"""

import re

import yaml

from ingest.law.readers.document import MAX_TEXT, Block, Document, TooLarge
from scrapers.content import decode

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
HEADING = re.compile(r"(#{1,6})(?!#)\s*(.*?)\s*#*\s*")
BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)[^*]+(?<=\S)\1")
LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|<!--.*?-->", re.S)
SUPERSCRIPT = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>")
EMPHASIS = re.compile(r"\\?(\*{1,4}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(data: bytes, name: str) -> Document:
    """Blocks of text and headings; front matter becomes metadata (values as text)."""
    text, encoding, warnings = decode(data)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"{len(text)} characters")
    text = text.replace("\r\n", "\n")
    metadata = {"encoding": encoding}
    if match := FRONT.match(text):
        metadata |= front_matter(match[1], warnings)
        text = text[match.end() :]
    if re.search(r'class="akn-', text):
        from ingest.law.readers import html

        document = html.from_text(text)
        return Document(metadata | document.metadata, document.blocks, warnings + document.warnings)
    text = TAG.sub(_tag, SUPERSCRIPT.sub(lambda found: found[1].translate(RAISED), text))
    blocks = [block for line in text.split("\n") if (block := _block(line)) is not None]
    return Document(metadata, blocks, warnings)


def front_matter(text: str, warnings: list[str]) -> dict[str, str]:
    """The simple values of a YAML head; a head that is no YAML is a warning."""
    try:
        values = yaml.load(text, yaml.BaseLoader)  # BaseLoader: `5.10` and `NO` stay text
    except (yaml.YAMLError, RecursionError) as error:
        warnings.append(f"front matter is not YAML: {str(error).splitlines()[0]}")
        return {}
    if not isinstance(values, dict):
        return {}
    return {
        str(key).lower(): str(value).strip()
        for key, value in values.items()
        if isinstance(value, str) and value.strip()
    }


def _tag(match: re.Match[str]) -> str:
    return (
        "\n" if match[0].lower().startswith(("<br", "<p", "</p", "<div", "</div", "<!--")) else ""
    )


def _block(line: str) -> Block | None:
    if RULE.fullmatch(line):
        return Block(line.strip(), "noise") if line.startswith("---") else None
    heading = HEADING.fullmatch(line)
    bold = BOLD_LINE.fullmatch(line.strip())
    level = len(heading[1]) if heading else 7 if bold else 0
    text = plain(heading[2] if heading else line)
    if not text:
        return None
    return Block(text, "heading" if level else "text", level)


def plain(text: str) -> str:
    """A line of Markdown without its signs."""
    for _ in range(3):  # links around emphasis around links
        text = LINK.sub(r"\1", text)
    text = EMPHASIS.sub("", text)
    text = ESCAPE.sub(r"\1", text)
    return re.sub(r"^\s*(?:[-+] |>\s?)", "", text).replace("|", " ").strip()

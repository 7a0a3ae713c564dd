"""Markdown with front matter, as the law collections on Git write it: rendered by the `markdown`
package, then read as a web page.

A law is not an essay, so four habits of Markdown are switched off: a line break stays one, `1.` at
the start of a line is the number of an article and not an item of a list (in a list inside another
it is that of a subsection), an indented line is no program code, and `[1]: note` is no address. A
line that is bold as a whole is a heading.
"""

import re
from collections.abc import Iterable
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from markdown import Markdown

from ingest.law.readers import html, tree
from ingest.law.readers.document import MAX_TEXT, Block, Document, TooLarge
from scrapers.content import decode

BULLET = re.compile(r"^[-+>] (?=\S)")  # of a list or quotation right under a paragraph
SUPERSCRIPT = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>")
LEFT_OVER = re.compile(r"(?<!\()\*{1,4}(?=\S)|(?<=\S)\*{1,4}(?!\))")  # but not the note mark (*)
NUMBERED = re.compile(r"([ \t]*)(\d{1,3})\.(?:[ \t]|$)")
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)

# In a paragraph, because the package takes time by the square of their number:
MOST_LINKS = 1_000
MOST_LINES = 500
MOST_MARKS = 20_000
MARK = re.compile(r"[\\*_\[\]<>&!\n]")
UNUSED_PATTERNS = (
    "backtick",
    "reference",
    "short_reference",
    "image_reference",
    "short_image_ref",
)
HEADING_TAGS = [f"h{level}" for level in range(1, 7)]


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
        document = html.from_text(text)
        return Document(metadata | document.metadata, document.blocks, warnings + document.warnings)
    return Document(metadata, blocks_of(text), warnings)


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


def law_markdown(links: bool) -> Any:
    """A Markdown renderer without numbered lists, code, addresses by reference and blocks of raw
    HTML; also without links where looking for their ends would take minutes.
    """
    renderer = Markdown(extensions=["nl2br", "tables"])
    for block in ("code", "olist", "setextheader", "reference"):
        renderer.parser.blockprocessors.deregister(block)
    link_patterns = () if links else ("link", "image_link")
    for pattern in (*UNUSED_PATTERNS, *link_patterns):
        renderer.inlinePatterns.deregister(pattern)
    renderer.preprocessors.deregister("html_block")  # so that Markdown inside HTML is read as well
    return renderer


def blocks_of(text: str) -> list[Block]:
    """Blocks of Markdown text."""
    text = SUPERSCRIPT.sub(lambda match: match[1].translate(tree.RAISED), text)
    text = cut_long_paragraphs(bracket_nested(text))
    links = max(part.count("[") for part in text.split("\n\n")) <= MOST_LINKS
    rendered = law_markdown(links).convert(text)
    if not rendered:
        return []
    page = tree.parse_html(f"<html><body>{rendered}</body></html>")
    name_bold_lines(page)
    flow = MarkdownFlow()
    flow.element(page)
    flow.finish()
    flow.flush()
    return flow.blocks


def bracket_nested(text: str) -> str:
    """Numbers of a list inside the items of another, which are of subsections: `1.` becomes `(1)`
    where such lists begin anew under two items or more. Without it a subsection would be taken for
    the section whose number it has.
    """
    lines, nested = text.split("\n"), []
    outer: list[int] = []  # indents of the items that are open
    for place, line in enumerate(lines):
        item = NUMBERED.match(line)
        if item is None or item[2] == "0":  # a list that opens with 0 only wraps the others
            continue
        indent = len(item[1].expandtabs(4))
        while outer and outer[-1] >= indent:
            outer.pop()
        if outer:
            nested.append((place, item))
        outer.append(indent)
    if sum(item[2] == "1" for _place, item in nested) > 1:
        for place, item in nested:
            lines[place] = f"{item[1]}({item[2]}){lines[place][item.end(2) + 1 :]}"
    return "\n".join(lines)


def cut_long_paragraphs(text: str) -> str:
    """A blank line after each 500 lines that have none, except in a table. Raises TooLarge for a
    paragraph with too many marks to be read in a reasonable time.
    """
    lines, since = [], 0
    for line in text.split("\n"):
        since = since + 1 if line.strip() else 0
        if since > MOST_LINES and "|" not in line:
            lines.append("")
            since = 1
        lines.append(line)
    cut = "\n".join(lines)
    most = max(len(MARK.findall(part)) for part in cut.split("\n\n"))
    if most > MOST_MARKS:
        raise TooLarge(f"a paragraph with {most:,} marks of Markdown: save it as plain text (.txt)")
    return cut


def name_bold_lines(page: BeautifulSoup) -> None:
    """Rename each <strong> that is a line of its own to h7, the lowest heading."""
    for strong in page.find_all("strong"):
        if (
            strong.find_parent(HEADING_TAGS) is None
            and ends_line(strong.previous_siblings)
            and ends_line(strong.next_siblings)
        ):
            strong.name = "h7"


def ends_line(siblings: Iterable[PageElement]) -> bool:
    """True when nothing but blanks stands between an element and the end of its line."""
    for node in siblings:
        if isinstance(node, Tag):
            return node.name == "br"
        if str(node).strip():
            return False
    return True


class MarkdownFlow(html.HeadingFlow):
    """Blocks of rendered Markdown; a rule across the page is a page break."""

    def add(self, text: str) -> None:
        """As in Flow, without marks of emphasis that nothing closes."""
        super().add(LEFT_OVER.sub("", text))

    def flush(self, level: int = 0) -> None:
        """As in HeadingFlow, without the marks of a list."""
        self.end_line()
        self.lines = [BULLET.sub("", line) for line in self.lines]
        super().flush(level)

    def element(self, element: Tag, skip: frozenset[int] = frozenset()) -> None:
        """As in HeadingFlow."""
        if element.name == "hr":
            self.flush()
            self.blocks.append(Block("-----", "noise"))
        elif element.name == "img":
            self.add(str(element.get("alt") or ""))
        else:
            super().element(element, skip)

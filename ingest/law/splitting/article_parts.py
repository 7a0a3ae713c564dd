"""Inside an article: what is its heading, what is its text, and what at its end belongs to the next
chapter.
"""

import re
from dataclasses import dataclass

from ingest.law.splitting import patterns
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.line import Line

SHORT, LONG = 120, 170
SEPARATOR = re.compile(r"\s*[.:،]{0,2}\s?(?:[-–—]{1,2}|[.:])?\s*[.:]?\s*")
SENTENCE_HEADING = re.compile(r"([A-ZÀ-Ý][^.;]{2,95}?)\s?\.\s?[-–—]?\s*(?=[\"“«(]?[A-ZÀ-Ý0-9])")
DASH_HEADING = re.compile(r"([A-Z][^—–;]{2,160}?)\.?\s?(?:[—–]{1,2}|\.-)\s*(?=[(\"“A-Z0-9])")
BRACKET_HEADING = re.compile(r"(\([A-ZÀ-Ý][^()\d]{2,110}\))\s*")


@dataclass
class Style:
    """How this law writes its headings: before the number, as a first sentence, beside the number,
    on the line below.
    """

    before: bool = False
    sentence: bool = False
    beside: bool = True
    below: bool = True


def title_like(line: Line) -> bool:
    """A line that could be a title: short, without a full stop, not an enumeration."""
    text = line.text
    if line.kind not in ("text", "heading") or len(text) > LONG or patterns.ENUMERATOR.match(text):
        return False
    if text.endswith((";", ",", ":")) or (
        text.endswith(".") and not (line.level or text.isupper() or is_container(text))
    ):
        return False
    return not text[:1].islower() and any(sign.isalpha() for sign in text)


def shouts(text: str) -> bool:
    """All capitals, and more than an abbreviation."""
    return text.isupper() and sum(sign.isalpha() for sign in text) >= 8


def cut_tail(body: list[Line], keep: int = 0) -> tuple[list[Line], list[Line]]:
    """The body without the chapter heads and titles at its end, and those. The first `keep` lines
    are never cut.
    """
    start = len(body)
    while start > keep and len(body) - start < 12 and _may_be_title(body[start - 1]):
        start -= 1
    while start < len(body) and not _begins_tail(body, start):
        start += 1
    tail = body[start:]
    if not any(line.kind != "note" for line in tail):
        return body, []
    return body[:start], tail


def _may_be_title(line: Line) -> bool:
    """A title, or the piece of one that was broken over lines."""
    if line.kind == "note" or is_container(line.text) or title_like(line):
        return True
    text = line.text
    return (
        line.kind in ("text", "heading")
        and len(text) < 90
        and not text.endswith((".", ";", ":"))
        and not patterns.ENUMERATOR.match(text)
    )


def _begins_tail(body: list[Line], place: int) -> bool:
    """A chapter's head, or a heading or line in capitals that is followed by nothing but titles."""
    line = body[place]
    if is_container(line.text):
        return True
    if not title_like(line) and not (line.level and line.text[:1].isupper()):
        return False
    if line.level and all(
        other.level or other.kind == "note" or is_container(other.text) for other in body[place:]
    ):
        return True
    return (line.level > 0 or shouts(line.text)) and all(
        title_like(other) or other.kind == "note" for other in body[place:]
    )


def cut_inline_chapter(text: str) -> tuple[str, str]:
    """The same for a text without line breaks: `... in force. Part V - Fund` gives both halves."""
    for pattern in patterns.INLINE_CHAPTER:
        if match := pattern.search(text, max(0, len(text) - 240)):
            return text[: match.start()], text[match.end() :]
    return text, ""


def cut_signature(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """The body up to where the signatures begin, and the rest."""
    for place, line in enumerate(body):
        if line.kind == "signature" or (
            line.kind in ("text", "heading") and patterns.SIGNATURE.match(line.text)
        ):
            return body[:place], body[place:]
        if line.kind == "text" and (match := patterns.SIGNATURE_INLINE.search(line.text)):
            head, rest = (
                Line(line.text[: match.start()], inside=line.inside),
                Line(line.text[match.end() :], inside=line.inside),
            )
            return [*body[:place], head], [rest, *body[place + 1 :]]
    return body, []


def take_heading(
    rest: str, body: list[Line], in_heading: bool, style: Style
) -> tuple[str, list[str]]:
    """(heading, lines of text) of an article: `rest` is what follows the number on its line, `body`
    the lines after it.
    """
    texts = [line.text for line in body]
    if match := BRACKET_HEADING.match(rest or (texts[0] if texts else "")):
        after = (rest or texts[0])[match.end() :]
        return match[1], [after] * bool(after) + (texts if rest else texts[1:])
    if not rest:
        return _heading_below(body, style)
    match = DASH_HEADING.match(rest) or (SENTENCE_HEADING.match(rest) if style.sentence else None)
    if match and len(match[1].split()) <= 22:
        after = rest[match.end() :]
        return rest[: match.end()].strip(), [after, *texts]
    heading, used = (
        heading_beside(rest, body, in_heading) if style.beside or in_heading else ("", 0)
    )
    if heading:
        return heading, texts[used:]
    return "", [rest, *texts]


def heading_beside(rest: str, body: list[Line], in_heading: bool) -> tuple[str, int]:
    """`13. Offence of trafficking` with the text below; a heading may run on in small letters on
    the next lines.
    """
    heading, used = rest, 0
    if (
        len(rest) > LONG
        or not body
        or re.match(r"[\"“«(\[]?\(?\d", rest)
        or rest.startswith(("(", "“", "«"))
    ):
        return "", 0
    while (
        used < min(6, len(body) - 1) and len(heading) < SHORT and _runs_on(heading, body[used].text)
    ):
        heading += " " + body[used].text
        used += 1
    below = body[used].text
    if below[:1].islower() and not (
        patterns.ENUMERATOR.match(below) or (in_heading and below[1:2] == ")")
    ):
        return "", 0
    if _ends(heading) and not (in_heading and heading.endswith(".") and len(heading) < SHORT):
        return "", 0
    return (heading, used) if in_heading or len(heading) <= SHORT else ("", 0)


def _runs_on(heading: str, below: str) -> bool:
    """Whether a heading goes on in the next line: `Funds of` / `Task Force`, `Aggravated forms of
    trafficking` / `in persons`.
    """
    if _ends(heading) or len(below) >= 60 or patterns.ENUMERATOR.match(below):
        return False
    return below[:1].islower() or heading.rsplit(" ", 1)[-1].lower() in patterns.LINKING


def _ends(text: str) -> bool:
    return text.endswith((".", ";", ":", ",", "—", "-", "–"))


def _heading_below(body: list[Line], style: Style) -> tuple[str, list[str]]:
    """`Article 5`, then a title line, then the text."""
    texts = [line.text for line in body]
    used = 0
    while (
        used < min(3, len(body) - 1)
        and (body[used].level or shouts(body[used].text))
        and title_like(body[used])
    ):
        used += 1
    if not used and style.below and title_below(body):
        used = 1
    return " ".join(texts[:used]), texts[used:]


def title_below(body: list[Line]) -> bool:
    """Whether the first line after the number is a title and the next begins the text."""
    if (
        len(body) < 2
        or not title_like(body[0])
        or not 4 <= len(body[0].text) <= SHORT
        or body[0].text.endswith(("’", "'"))
    ):
        return False
    below = body[1].text
    if patterns.ENUMERATOR.match(below):
        return True
    return not below[:1].islower() and (
        len(below) > len(body[0].text) * 0.8 or below.endswith((":", "—", ";"))
    )


def join(texts: list[str]) -> str:
    """Lines as paragraphs: pieces of a sentence that mark-up or a page had torn apart are put
    together again.
    """
    result: list[str] = []
    for text in texts:
        text = text.strip()
        if not text:
            continue
        if result and _torn(result[-1], text):
            glue = (
                ""
                if text[0] in ",;.:)”»]"
                or result[-1][-1] in "“«([‘"
                or (result[-1][-1] in "-‐" and result[-1][-2:-1].isalpha())
                else " "
            )
            result[-1] += glue + text
        else:
            result.append(text)
    return "\n".join(result)


def _torn(before: str, after: str) -> bool:
    if before[-1] in "“«([‘" or (after[0] in ",;.:)”»]" and not patterns.ENUMERATOR.match(after)):
        return True
    if (
        patterns.ENUMERATOR.fullmatch(before)
        or re.fullmatch(r"\(?[\w]{1,4}[.)]", before)
        or before in "\"“'"
    ):
        return True
    if patterns.ENUMERATOR.match(after):
        return False
    if after[0].islower():
        return True
    return (
        before[-1].isalnum()
        and len(before) > 45
        and len(after) > 1
        and before.rsplit(" ", 1)[-1][:1].islower()
        and not before.isupper()
    )

"""What is the heading of an article and what its text, and how a law writes its headings."""

import re
from dataclasses import dataclass

from ingest.law.splitting import patterns
from ingest.law.splitting.article_parts import LONGEST_TITLE, is_in_capitals, is_title_like
from ingest.law.splitting.line import Line

SHORT = 120  # characters of a heading that is surely one
LONGEST_NEXT = 60  # characters of a line in which a heading goes on
MOST_WORDS = 22  # of a heading before a dash or a full stop
SENTENCE_HEADING = re.compile(r"([A-ZÀ-Ý][^.;]{2,95}?)\s?\.\s?[-–—]?\s*(?=[\"“«(]?[A-ZÀ-Ý0-9])")
DASH_HEADING = re.compile(r"([A-Z][^—–;]{2,160}?)\.?\s?(?:[—–]{1,2}|\.-)\s*(?=[(\"“A-Z0-9])")
BRACKET_HEADING = re.compile(r"(\([A-ZÀ-Ý][^()\d]{2,110}\))\s*")
NO_HEADING = re.compile(r"[\"“«(\[]?\(?\d|[(“«]")


@dataclass(frozen=True)
class HeadingStyle:
    """How a law writes its headings: above the number, as a first sentence, beside the number, on
    the line below.
    """

    above: bool = False
    sentence: bool = False
    beside: bool = True
    below: bool = True


def detect_style(rests: list[str], bodies: list[list[Line]], titles_above: int) -> HeadingStyle:
    """The style that most articles of a law show.

    rests: what follows each number on its line; bodies: the lines below it; titles_above: articles
    with a title above and text beside the number.
    """
    beside = [(rest, body) for rest, body in zip(rests, bodies, strict=True) if rest]
    alone = [body for rest, body in zip(rests, bodies, strict=True) if not rest]
    sentences = sum(len(rest) > 20 and bool(SENTENCE_HEADING.match(rest)) for rest, _ in beside)
    headed = sum(bool(heading_beside(rest, body, False)[0]) for rest, body in beside)
    below = sum(is_title_below(body) for body in alone)
    return HeadingStyle(
        above=titles_above >= 2 and titles_above >= 0.5 * len(rests),
        sentence=len(beside) >= 2 and sentences >= 0.6 * len(beside),
        beside=headed >= 0.4 * len(beside),
        below=below >= 0.4 * len(alone),
    )


def take_heading(
    rest: str, body: list[Line], in_heading: bool, style: HeadingStyle
) -> tuple[str, list[str]]:
    """(heading, lines of text) of an article: `rest` is what follows the number on its line, `body`
    the lines after it.
    """
    texts = [line.text for line in body]
    lines = [rest, *texts] if rest else texts
    if lines and (match := BRACKET_HEADING.match(lines[0])):
        after = lines[0][match.end() :]
        return match[1], [after] * bool(after) + lines[1:]
    if not rest:
        return _heading_below(body, style)
    match = DASH_HEADING.match(rest) or (SENTENCE_HEADING.match(rest) if style.sentence else None)
    if match and len(match[1].split()) <= MOST_WORDS:
        return rest[: match.end()].strip(), [rest[match.end() :], *texts]
    if style.beside or in_heading:
        heading, used = heading_beside(rest, body, in_heading)
        if heading:
            return heading, texts[used:]
    return "", lines


def heading_beside(rest: str, body: list[Line], in_heading: bool) -> tuple[str, int]:
    """(heading, lines of the body it took) of `13. Offence of trafficking` with the text below;
    empty where what follows the number is text.
    """
    if not body or len(rest) > LONGEST_TITLE or NO_HEADING.match(rest):
        return "", 0
    heading, used = _with_next_lines(rest, body)
    if _goes_on(body[used].text, in_heading) or _is_sentence(heading, in_heading):
        return "", 0
    return (heading, used) if in_heading or len(heading) <= SHORT else ("", 0)


def _with_next_lines(heading: str, body: list[Line]) -> tuple[str, int]:
    """A heading with the lines in which it goes on in small letters, and how many they are."""
    used = 0
    most = min(6, len(body) - 1)
    while used < most and len(heading) < SHORT and _runs_on(heading, body[used].text):
        heading += " " + body[used].text
        used += 1
    return heading, used


def _goes_on(below: str, in_heading: bool) -> bool:
    """Whether the line below is the middle of a sentence, so that there is no heading above it."""
    enumerates = patterns.ENUMERATOR.match(below) or (in_heading and below[1:2] == ")")
    return below[:1].islower() and not enumerates


def _is_sentence(heading: str, in_heading: bool) -> bool:
    """Whether it ends as text does; what the format calls a heading may end with a full stop."""
    may_stop = in_heading and heading.endswith(".") and len(heading) < SHORT
    return _ends(heading) and not may_stop


def _runs_on(heading: str, below: str) -> bool:
    """Whether a heading goes on in the next line: `Funds of` / `Task Force`, `Aggravated forms of
    trafficking` / `in persons`.
    """
    if _ends(heading) or len(below) >= LONGEST_NEXT or patterns.ENUMERATOR.match(below):
        return False
    return below[:1].islower() or heading.rsplit(" ", 1)[-1].lower() in patterns.LINKING


def _ends(text: str) -> bool:
    return text.endswith((".", ";", ":", ",", "—", "-", "–"))


def _heading_below(body: list[Line], style: HeadingStyle) -> tuple[str, list[str]]:
    """`Article 5`, then a title line, then the text."""
    texts = [line.text for line in body]
    used = 0
    while used < min(3, len(body) - 1) and _is_marked_title(body[used]):
        used += 1
    if not used and style.below and is_title_below(body):
        used = 1
    return " ".join(texts[:used]), texts[used:]


def _is_marked_title(line: Line) -> bool:
    """A title by its mark-up or its capitals."""
    return (line.level > 0 or is_in_capitals(line.text)) and is_title_like(line)


def is_title_below(body: list[Line]) -> bool:
    """Whether the first line after the number is a title and the next begins the text."""
    if len(body) < 2 or not is_title_like(body[0]):
        return False
    title, below = body[0].text, body[1].text
    if not 4 <= len(title) <= SHORT or title.endswith(("’", "'")):
        return False
    if patterns.ENUMERATOR.match(below):
        return True
    longer = len(below) > len(title) * 0.8 or below.endswith((":", "—", ";"))
    return longer and not below[:1].islower()

"""What is the heading of an article and what its text, and how a law writes its headings."""

import re
from dataclasses import dataclass
from statistics import median

from ingest.languages import entries_in_all
from ingest.law.splitting import patterns
from ingest.law.splitting.article_parts import (
    FULL_STOPS,
    LONGEST_TITLE,
    are_one_title,
    has_capitals,
    is_in_capitals,
    is_title_like,
)
from ingest.law.splitting.line import Line

SHORT = 120  # characters of a heading that is surely one
SHORTEST = 4  # characters
LONGEST_NEXT = 60  # characters of a line in which a heading goes on
LEAST_HEADED, MOST_HEADED = 3, 0.7  # articles, and share of them, that show where headings stand
MOST_WORDS = 22  # of a heading before a dash or a full stop
SENTENCE_HEADING = re.compile(  # not at the point in 26.364
    r"([A-ZÀ-Ý][^.;]{2,95}?)\s?(?:(?<=\D)\.|\.(?!\d))\s?[-–—]?\s*(?=[\"“«(]?[A-ZÀ-Ý0-9])"
)
DASH_HEADING = re.compile(r"([A-Z][^—–;]{2,160}?)\.?\s?(?:[—–]{1,2}|\.-)\s*(?=[(\"“A-Z0-9])")
BRACKET_HEADING = re.compile(r"(\([A-ZÀ-Ý][^()\d]{2,110}\))\s*")
ABBREVIATIONS = {word.lower() for word in entries_in_all("articles", "words")}
NO_HEADING = re.compile(r"[\"“«(\[]?\(?\d|[(“«]")


@dataclass(frozen=True)
class HeadingStyle:
    """How a law writes its headings: above the number, as a first sentence, beside the number, on
    the line below; column: where a script has no capitals, the width of a line, of which headings
    take less (0: nothing shows that there are headings).
    """

    above: bool = False
    sentence: bool = False
    beside: bool = True
    below: bool = True
    column: int = 0


def detect_style(rests: list[str], bodies: list[list[Line]], titles_above: int) -> HeadingStyle:
    """The style that most articles of a law show.

    rests: what follows each number on its line; bodies: the lines below it; titles_above: articles
    with a title above and text beside the number.
    """
    beside = [(rest, body) for rest, body in zip(rests, bodies, strict=True) if rest]
    alone = [body for rest, body in zip(rests, bodies, strict=True) if not rest]
    sentences = sum(len(rest) > 20 and bool(_first_sentence(rest)) for rest, _ in beside)
    headed = sum(bool(heading_beside(rest, body, False)[0]) for rest, body in beside)
    below = sum(title_lines_below(body) > 0 for body in alone)
    return HeadingStyle(
        above=titles_above >= 2 and titles_above >= 0.5 * len(rests),
        sentence=len(beside) >= 2 and sentences >= 0.6 * len(beside),
        beside=headed >= 0.4 * len(beside),
        below=below >= 0.4 * len(alone),
        column=column_of_headings(rests, bodies),
    )


def column_of_headings(rests: list[str], bodies: list[list[Line]]) -> int:
    """The width of a line in characters, if most articles begin with a line that takes less than
    half of it and does not end as text does; 0 if they do not, or if the script has capitals.
    """
    articles = [
        [rest] * bool(rest) + [line.text for line in body]
        for rest, body in zip(rests, bodies, strict=True)
    ]
    longer = [lines for lines in articles if len(lines) >= 2 and not has_capitals(lines[0])]
    if len(longer) < LEAST_HEADED:
        return 0
    width = int(median(max(map(len, lines)) for lines in longer))
    short = [lines[0] for lines in longer if 2 * len(lines[0]) < width]
    headed = sum(not _is_unfinished(line) for line in short)
    return width if headed >= MOST_HEADED * len(longer) and 2 * headed >= len(articles) else 0


def _is_unfinished(text: str) -> bool:
    """Whether a line ends with a stop or with a word that another must follow, or is a torn off
    letter or number.
    """
    if len(text) < SHORTEST or not any(map(str.isalpha, text)):
        return True
    return _ends(text) or text.rsplit(" ", 1)[-1].lower() in patterns.LINKING


def _stops_short(title: str, below: str, style: HeadingStyle) -> bool:
    """Whether a line breaks off where the next word would have had room."""
    room = style.column - len(title) - len(below.split(" ", 1)[0])
    return not _is_unfinished(title) and room > 0


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
    match = DASH_HEADING.match(rest) or (_first_sentence(rest) if style.sentence else None)
    if match and len(match[1].split()) <= MOST_WORDS:
        return rest[: match.end()].strip(), [rest[match.end() :], *texts]
    heading, used = _styled_beside(rest, body, in_heading, style)
    return (heading, texts[used:]) if heading else ("", lines)


def _first_sentence(rest: str) -> re.Match[str] | None:
    """The short sentence with which a text begins; the stop of `O art. 5` ends none."""
    match = SENTENCE_HEADING.match(rest)
    last_word = match[1].rsplit(" ", 1)[-1].lower() if match else ""
    return None if len(last_word) < SHORTEST and last_word in ABBREVIATIONS else match


def _styled_beside(
    rest: str, body: list[Line], in_heading: bool, style: HeadingStyle
) -> tuple[str, int]:
    """The same as heading_beside, if the style of the law has such headings."""
    if not in_heading and not has_capitals(rest):
        may_be = body and not NO_HEADING.match(rest)
        return (rest, 0) if may_be and _stops_short(rest, body[0].text, style) else ("", 0)
    if style.beside or in_heading:
        return heading_beside(rest, body, in_heading)
    return "", 0


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
    trafficking` / `in persons`, `Duty of All Carriers` / `That Serve a Port`.
    """
    if _ends(heading) or len(below) >= LONGEST_NEXT or patterns.ENUMERATOR.match(below):
        return False
    if not _ends(below) and are_one_title(heading, below):
        return True
    return below[:1].islower() or heading.rsplit(" ", 1)[-1].lower() in patterns.LINKING


def _ends(text: str) -> bool:
    return text.endswith((*FULL_STOPS, ";", ":", ",", "—", "-", "–", "،", "؛"))


def _heading_below(body: list[Line], style: HeadingStyle) -> tuple[str, list[str]]:
    """`Article 5`, then a title line, then the text."""
    texts = [line.text for line in body]
    used = 0
    while used < min(3, len(body) - 1) and _is_marked_title(body[used]):
        used += 1
    if not used and style.below:
        used = title_lines_below(body)
    if not used and len(body) > 1 and not has_capitals(texts[0]):
        used = int(_stops_short(texts[0], texts[1], style))
    return " ".join(texts[:used]), texts[used:]


def _is_marked_title(line: Line) -> bool:
    """A title by its mark-up or its capitals."""
    return (line.level > 0 or is_in_capitals(line.text)) and is_title_like(line)


def title_lines_below(body: list[Line]) -> int:
    """How many of the first lines after the number are a title, if text follows it; else 0."""
    if len(body) < 2 or not is_title_like(body[0]):
        return 0
    title, used = _with_next_lines(body[0].text, body[1:])
    last, below = body[used].text, body[used + 1].text
    if not SHORTEST <= len(title) <= SHORT or _ends(title) or title.endswith(("’", "'")):
        return 0
    if patterns.ENUMERATOR.match(below):
        return used + 1
    longer = len(below) > len(last) * 0.8 or below.endswith((":", "—", ";"))
    return used + 1 if longer and not below[:1].islower() else 0

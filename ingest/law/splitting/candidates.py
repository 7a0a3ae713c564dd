"""Lines that look like the start of an article, each with the weight of its evidence."""

import re
from dataclasses import replace

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import REPEATED, ArticleNumber, read_number
from ingest.law.splitting.best_chain import Candidate, follows
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.line import Line

# Weights: a plain mark has 1. Set by hand on the texts of tests/true_sections.csv, as the costs of
# best_chain.
GIVEN = 1.2  # the format itself says that an article begins
INSIDE_QUOTES, ANNOUNCED = 0.3, 0.0
IN_HEADING, ALONE, STOPPED = 0.4, 0.15, 0.1  # added: a heading, nothing behind it, a stop behind it
WITHOUT_TEXT, FULL_TEXT = 0.6, 400  # a table of contents has no text below; from so many signs: 1
LONGEST_NUMBER = 160  # characters
LONGEST_QUOTE = 6000  # a quotation that goes on longer was not closed in print
LEAST_CAPITALS = 12  # a line in capitals that is longer is a heading
WHOLE_NUMBER = re.compile(r"(?<![\d.A-Za-z-])\d")
AMENDED = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3}\[\s?")
ANNOUNCES = (":", "—", ":-", ":–")
LEADING = " \t-–—" + patterns.BULLETS + patterns.QUOTES
STOP = re.compile(r"\s?[.:]?\s?[–—-]|\s*[.:]")
LOW, HIGH = "„", "“"  # German, Bulgarian, Czech: the sign that opens in English closes
QUOTE_SIGNS = re.compile(rf"[{patterns.OPENING}{patterns.CLOSING}]")


def number_of_label(text: str) -> ArticleNumber | None:
    """The number in a label such as `Article 5 bis`, `13.` or `المادة الخامسة`."""
    return read_number(text[_start_of_number(text) :].rstrip())


def end_of_label(text: str) -> int:
    """Where a label such as `Article 5 bis` ends in a text that begins with it; 0 without one."""
    start = _start_of_number(text)
    number = read_number(text[start:])
    return start + number.end if number else 0


def _start_of_number(text: str) -> int:
    """Where the number of a label begins: behind its word."""
    words = (patterns.ARTICLE.match(text), patterns.SECTION["en"].match(text))
    start = next((match.end() for match in words if match), 0)
    return start + len(text[start:]) - len(text[start:].lstrip())


def is_mark_word(text: str) -> bool:
    """Whether a line is nothing but the word before a number: `Article`, `Section`."""
    words = (patterns.ARTICLE, *patterns.SECTION.values())
    return any(pattern.fullmatch(text) for pattern in words)


def is_torn_mark(text: str, below: str) -> bool:
    """Whether a mark goes on in the line below: `Article` and `5`, `Article 5` and `bis. The`."""
    text = text.lstrip(LEADING)
    if is_mark_word(text):
        return begins_mark(below)
    word = patterns.ARTICLE.match(text)
    number = read_number(text[word.end() :].strip()) if word else None
    is_whole = word and number and number.end == len(text[word.end() :].strip())
    return bool(is_whole and REPEATED.match(below))


def begins_mark(text: str) -> bool:
    """Whether a line begins with a number that may be an article's: nothing behind it says that it
    is a reference.
    """
    number = read_number(text[:LONGEST_NUMBER])
    if number is None:
        return False
    rest = text[number.end :]
    return bool(patterns.AFTER.match(rest)) and not patterns.NOT_AFTER.match(rest)


def is_ordinal(text: str) -> bool:
    """Whether a line begins `PRIMERA.-` or `Disposición única.-`."""
    bare = text.lstrip(LEADING)
    match = patterns.ORDINAL.match(bare)
    return match is not None and read_number(bare[match.end() :]) is not None


def open_quotations(lines: list[Line]) -> list[bool]:
    """For each line, whether a quotation is open where it begins."""
    result, is_open, opener, size = [], False, "", 0
    for line in lines:
        size = size + len(line.text) if is_open else 0
        if size >= LONGEST_QUOTE or (line.kind == "heading" and 0 < line.level < 7):
            is_open = False
        result.append(is_open)
        if line.is_print or line.kind == "provision":
            for sign in QUOTE_SIGNS.findall(line.heading + line.text):
                closes = sign in patterns.CLOSING or (opener == LOW and sign == HIGH)
                opener = "" if closes else sign
                is_open = not closes
    return result


def given_candidates(lines: list[Line], opened: list[bool]) -> list[Candidate]:
    """The articles that the format itself has marked."""
    candidates = []
    for index, line in enumerate(lines):
        number = number_of_label(line.number) if line.kind == "provision" else None
        if number is not None:
            following = lines[index + 1] if index + 1 < len(lines) else None
            number = _with_torn_suffix(number, following)
            candidates.append(Candidate(index, "", number, 0, GIVEN, opened[index]))
    return candidates


def _with_torn_suffix(number: ArticleNumber, following: Line | None) -> ArticleNumber:
    """The number with the `bis)` that the splitter of the file cut off to the next line."""
    if following is None or following.kind == "provision":
        return number
    suffix = REPEATED.match(following.text)
    whole = read_number(f"{number.stored} {suffix[0]}") if suffix else None
    return whole or number


def find_candidates(
    lines: list[Line], pattern: re.Pattern[str], opened: list[bool]
) -> list[Candidate]:
    """Lines that begin with the pattern and a number that is no reference, weighed."""
    found = [_candidate(index, line, pattern, opened[index]) for index, line in enumerate(lines)]
    return _weigh(_mark_announced([candidate for candidate in found if candidate], lines), lines)


def _mark_announced(candidates: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The candidates with those marked as quoted that the article before announces: `Articles 2 and
    3 of the Act are replaced by:` stands right before them and names their numbers.
    """
    result: list[Candidate] = []
    announced, host = "", None
    for candidate in candidates:
        before = result[-1] if result else None
        if before and not candidate.quoted:
            words = _words_between(before, candidate, lines)
            if words.endswith(ANNOUNCES) and _is_named(candidate, words):
                announced, host = words, before
            elif (
                not host or not _is_named(candidate, announced) or follows(host.key, candidate.key)
            ):
                announced, host = "", None
        if host and not candidate.quoted:
            candidate = replace(candidate, weight=ANNOUNCED, quoted=True)
        result.append(candidate)
    return result


def _words_between(before: Candidate, candidate: Candidate, lines: list[Line]) -> str:
    """The last words of an article, up to the next mark."""
    first, *more = [line.text for line in lines[before.line : candidate.line] if line.is_print]
    return " ".join([first[before.end :], *more]).rstrip(" " + patterns.OPENING)[-LONGEST_NUMBER:]


def _is_named(candidate: Candidate, words: str) -> bool:
    """Whether the end of a text names the number of an article; a count that begins anew is not
    announced.
    """
    if candidate.key == (0, 1) or not patterns.NAMES_ARTICLE.search(words):
        return False
    named = (read_number(words[match.start() :]) for match in WHOLE_NUMBER.finditer(words))
    return any(number and number.key[1:] == candidate.key[1:] for number in named)


def _candidate(index: int, line: Line, pattern: re.Pattern[str], is_open: bool) -> Candidate | None:
    if not line.is_print or line.inside:
        return None
    text = line.text
    start = _start_of_mark(text)
    match = pattern.match(text, start)
    if match is None and line.kind == "heading" and pattern is patterns.BARE:
        match = patterns.BARE_HEADING.match(text, start)
    if match is None:
        return None
    after = text[match.end() :]
    number = read_number(after[:LONGEST_NUMBER].lstrip())
    if number is None:
        return None
    end = len(text) - len(after.lstrip()) + number.end
    if not begins_mark(after.lstrip()):
        return None
    quoted = is_open or any(sign in patterns.QUOTES for sign in text[:start])
    weight = _weight(line, text[end:], quoted)
    return Candidate(index, match["word"].strip(" ."), number, end, weight, quoted)


def _start_of_mark(text: str) -> int:
    """Where a mark may begin: behind list marks, quotation marks, and the bracket and note of an
    amendment (`2[5A. Duty ...`).
    """
    start = len(text) - len(text.lstrip(LEADING))
    bracket = AMENDED.match(text, start)
    return bracket.end() if bracket else start


def _weight(line: Line, rest: str, quoted: bool) -> float:
    """The evidence in a line itself; rest: what stands behind the number."""
    weight = INSIDE_QUOTES if quoted else 1.0
    return weight + (
        IN_HEADING * (line.kind == "heading")
        + ALONE * (not rest.strip(" .:–—-"))
        + STOPPED * bool(STOP.match(rest))
    )


def _weigh(candidates: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """More weight for marks with text after them (a table of contents has none); one mark where
    heading and text repeat it.
    """
    weighed: list[Candidate] = []
    ends = [*(candidate.line for candidate in candidates[1:]), len(lines)]
    for candidate, end in zip(candidates, ends, strict=False):
        before = weighed[-1] if weighed else None
        if before and _repeats_heading(before, candidate, lines):
            continue
        between = lines[before.line + 1 if before else 0 : candidate.line]
        below = [line for line in lines[candidate.line : end] if line.is_print]
        size = sum(len(line.text) for line in below) - candidate.end
        share = WITHOUT_TEXT + min(1 - WITHOUT_TEXT, size / FULL_TEXT)
        weighed.append(
            replace(candidate, weight=candidate.weight * share, fresh=any(map(_is_head, between)))
        )
    return weighed


def _repeats_heading(before: Candidate, candidate: Candidate, lines: list[Line]) -> bool:
    near = candidate.line - before.line <= 2 and lines[before.line].kind == "heading"
    return near and before.key == candidate.key


def _is_head(line: Line) -> bool:
    """A heading, the head of a chapter, or a line in capitals."""
    if line.kind == "noise":
        return False
    shouted = line.text.isupper() and len(line.text) > LEAST_CAPITALS
    return line.kind == "heading" or is_container(line.text) or shouted

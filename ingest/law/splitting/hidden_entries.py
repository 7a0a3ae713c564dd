"""Articles and schedules that stand inside the entry of the article before.

A file that lists a law article by article may have cut it badly: the entry of 149 goes on with
`Điều 150. ...`, that of 12 with a line `१२क. ...` (12A). An article is taken out of an entry only
if it fits between the numbers of this entry and of the next, not where it may be a paragraph. From
a line that is nothing but the title of a schedule (`Annex II`) on, an entry is that schedule.
"""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import ArticleNumber, Key, read_number
from ingest.law.splitting.best_chain import follows
from ingest.law.splitting.candidates import number_of_label
from ingest.law.splitting.line import Line

OWN_MARK = re.compile(r"(?P<word>[^\W\d_]{3,15})\s?(?=\d)")  # with which an entry may begin
STOP = re.compile(r"\s?[.:](?!\d)")
LINE_START = re.compile("[\uf000-\uf0ff]?[\\[(]?(?=\\d)")  # behind the sign of a symbol font
LONGEST_NUMBER = 60  # characters
NUMBER = re.compile(r"\d{1,4}")
LONGEST_TITLE = 24  # characters of `SECOND SCHEDULE`, with nothing beside it
SENTENCE_ENDS = (".", "।", ":", "؛", ";", ")", "]", "”", "»")  # above a title


def free_hidden_entries(lines: list[Line]) -> list[Line]:
    """The lines with an entry of its own for each article that an entry holds besides its own."""
    heads = [at for at, line in enumerate(lines) if line.kind == "provision"]
    numbers = {at: number_of_label(lines[at].number) for at in heads}
    word = _word_of(lines, heads)
    result = lines[: heads[0]] if heads else lines
    for at, end in pairwise([*heads, len(lines)]):
        own, after = numbers[at], numbers.get(end)
        entry = lines[at:end]
        result = result + (_cut_entry(entry, own, after, word) if own else entry)
    return result


def _word_of(lines: list[Line], heads: list[int]) -> str:
    """The word with which most entries begin their own text, before their number; or none."""
    begins = [lines[at + 1] for at in heads if at + 1 < len(lines) and lines[at + 1].inside]
    found = [OWN_MARK.match(line.text) for line in begins]
    words = Counter(match["word"] for match in found if match)
    word, count = max(words.items(), key=lambda pair: pair[1], default=("", 0))
    return word if 2 * count > len(heads) else ""


def _cut_entry(
    entry: list[Line], own: ArticleNumber, after: ArticleNumber | None, word: str
) -> list[Line]:
    """The lines of an entry, cut where an article begins that fits behind the last."""
    result, last = [entry[0]], own.key
    schedule = _start_of_schedule(entry)
    for line in entry[1:schedule]:
        rest = line
        while cut := _find_mark(rest, entry, last, after, word):
            mark, number = cut
            before = rest.text[: mark.start].strip()
            result += [replace(rest, text=before)] if before else []
            result.append(Line("", "provision", 0, rest.text[mark].strip()))
            rest, last = replace(rest, text=rest.text[mark.stop :].strip()), number.key
        result += [rest] if rest.text or not rest.inside else []
    return result + [replace(line, inside=False) for line in entry[schedule:]]


def _start_of_schedule(entry: list[Line]) -> int:
    """Where the title of a schedule stands alone on its line, behind a sentence; else the end."""
    behind = (
        at
        for at, (above, line) in enumerate(pairwise(entry), 1)
        if above.text.endswith(SENTENCE_ENDS) and _is_title_alone(line)
    )
    return next(behind, len(entry))


def _is_title_alone(line: Line) -> bool:
    is_short = line.kind == "text" and len(line.text) <= LONGEST_TITLE
    is_title = is_short and patterns.SCHEDULE.fullmatch(line.text)
    return bool(is_title) and not patterns.FINAL_PROVISIONS.match(line.text)


def _find_mark(
    line: Line, entry: list[Line], last: Key, after: ArticleNumber | None, word: str
) -> tuple[slice, ArticleNumber] | None:
    """Where the mark of an article stands in a line of an entry, and its number."""
    if not line.inside or line.kind != "text":
        return None
    starts = [(match.end(), match.end()) for match in [LINE_START.match(line.text)] if match]
    if word:
        inside = re.finditer(rf"(?<!\w){word}\s?(?=\d)", line.text)
        starts += [(match.start(), match.end()) for match in inside]
    for start, at in starts:
        number = read_number(line.text[at : at + LONGEST_NUMBER])
        stop = STOP.match(line.text, at + number.end) if number else None
        if not number or not stop or not _fits(number.key, last, after):
            continue
        if at > start or len(number.key) > 2 or not _counts_paragraphs(entry, number.key[1]):
            return slice(start, stop.end()), number
    return None


def _fits(key: Key, last: Key, after: ArticleNumber | None) -> bool:
    """Whether a number follows the last one, and the next entry does not begin before it."""
    return follows(last, key) and (after is None or key < after.key)


def _counts_paragraphs(entry: list[Line], number: int) -> bool:
    """Whether a line of the entry begins with the number before: then both are paragraphs."""
    begins = {match[0] for line in entry if (match := NUMBER.match(line.text))}
    return str(number - 1) in begins or number == 1

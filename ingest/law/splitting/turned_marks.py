"""`1er Article`, `Premier article`, `Second Article`: the number before its word. The line is
turned round, so that it reads like every other head; every character stays.
"""

import re
from dataclasses import replace

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import Key, read_number
from ingest.law.splitting.line import Line
from ingest.law.splitting.patterns import expressions_in_all, words_in_all

TURNED = re.compile(
    rf"(?P<number>\d{{1,3}}(?:\.?[º°ª]|er|ère|[èe]me|st|nd|rd|th|o)?"
    rf"|(?:{expressions_in_all('articles', 'first')})|[^\W\d_]{{4,14}}(?:[ -][^\W\d_]{{4,14}})?)"
    rf"\s+(?P<word>{words_in_all('articles', 'words')})\b(?P<rest>\s*[.:–—-].*|\s*$)",
    re.I,
)
FIRST: Key = (0, 1)


def turn_marks(lines: list[Line]) -> list[Line]:
    """The lines with heads of articles turned round where they fit the count: right behind the
    number before, or the first with another behind it.
    """
    marks = {index: mark for index, line in enumerate(lines) if (mark := _mark_of(line))}
    result, before = list(lines), (0, 0)
    order = sorted(marks)
    for place, index in enumerate(order):
        key, turned = marks[index]
        after = marks[order[place + 1]][0] if place + 1 < len(order) else None
        goes_on = after == (key[0], key[1] + 1)
        fits = key == (0, before[1] + 1) and (key != FIRST or goes_on)
        if turned and fits:
            result[index] = replace(lines[index], text=turned)
        if fits or not turned:
            before = key
    return result


def _mark_of(line: Line) -> tuple[tuple[int, int], str] | None:
    """The number of an article's head, and the line turned round where its number stands first."""
    if not line.is_print or line.inside:
        return None
    word = patterns.ARTICLE.match(line.text)
    number = read_number(line.text[word.end() :].lstrip()) if word else None
    if number:
        return (number.key[0], number.key[1]), ""
    match = TURNED.fullmatch(line.text)
    number = read_number(match["number"].capitalize()) if match else None
    if not match or not number or number.end != len(match["number"]):
        return None
    name = match["word"].capitalize()
    return (number.key[0], number.key[1]), f"{name} {match['number']}{match['rest']}"

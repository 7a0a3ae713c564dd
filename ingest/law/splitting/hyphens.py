"""Words cut at the end of a line: `traffick-` and `ing` on the next become one again."""

import re
from collections import Counter
from dataclasses import replace

from ingest.law.splitting.line import Line

CUT = re.compile(r"[^\W\d_]{2}[-‐‑]$")
FIRST_HALF = re.compile(r"[^\W\d_]+[-‐‑]$")
SECOND_HALF = re.compile(r"([^\W\d_]+)[^\w\s]*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
REACH = 6  # page furniture may stand between the two halves


def mend_hyphens(lines: list[Line]) -> tuple[list[Line], str, int]:
    """(lines, hyphens that were dropped, words left as printed because of a doubt).

    A word is mended where the whole of it stands elsewhere in the text; where `self-defence` does,
    the hyphen stays.
    """
    lines, dropped, doubts = list(lines), "", 0
    words: Counter[str] = Counter()
    for index, line in enumerate(lines):
        after = _next_line(lines, index)
        if after is None or not _is_cut(line, lines[after]):
            continue
        words = words or _count_words(lines)
        keep = _hyphen_belongs(line, lines[after], words)
        if keep is None:
            doubts += 1
            continue
        dropped += "" if keep else line.text[-1]
        lines[index], lines[after] = _join(line, lines[after], keep)
    return [line for line in lines if line.text or line.kind == "provision"], dropped, doubts


def _next_line(lines: list[Line], index: int) -> int | None:
    """The place of the next line that is no page furniture."""
    nearby = range(index + 1, min(index + REACH, len(lines)))
    return next((at for at in nearby if lines[at].kind != "noise"), None)


def _is_cut(line: Line, following: Line) -> bool:
    """Whether the line ends inside a word and the next goes on in small letters."""
    return bool(
        line.is_print
        and CUT.search(line.text)
        and following.text[:1].islower()
        and SECOND_HALF.match(following.text)
    )


def _count_words(lines: list[Line]) -> Counter[str]:
    """How often each word stands whole in the text."""
    return Counter(WORD.findall(" ".join(line.text for line in lines).lower()))


def _hyphen_belongs(line: Line, following: Line, words: Counter[str]) -> bool | None:
    """Whether the hyphen is part of the word; None where the text has the word in neither form."""
    first, second = FIRST_HALF.search(line.text), SECOND_HALF.match(following.text)
    if not first or not second:
        return None
    half = first[0][:-1]
    whole, hyphened = f"{half}{second[1]}".lower(), f"{half}-{second[1]}".lower()
    if not words[whole] and not words[hyphened]:
        return None
    return words[hyphened] >= words[whole]


def _join(line: Line, following: Line, keep_hyphen: bool) -> tuple[Line, Line]:
    """Both lines with the second half of the word, and the stop behind it, moved to the first."""
    second = SECOND_HALF.match(following.text)
    end = second.end() if second else 0
    start = line.text if keep_hyphen else line.text[:-1]
    return (
        replace(line, text=start + following.text[:end]),
        replace(following, text=following.text[end:].strip()),
    )

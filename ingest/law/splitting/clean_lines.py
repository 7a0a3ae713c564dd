"""From a Document to the lines the splitter works on: damage repaired, notes and page furniture
told apart.

Only certain repairs are made, and what they drop is kept in `Prepared.dropped`, so that every
character can be accounted for.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.law.readers.document import Document
from ingest.law.splitting import patterns

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0]")
WORD = re.compile(r"[^\W\d_]+")
LONG_LINE, FLAT_LINE = 700, 120
LONG_WORD = 9.5  # mean length; no language we read comes near it


@dataclass(frozen=True)
class Line:
    """kind as in readers.Block; `inside`: belongs to an article the format itself has marked."""

    text: str
    kind: str = "text"
    level: int = 0
    number: str = ""
    heading: str = ""
    inside: bool = False


@dataclass
class Prepared:
    """lines in reading order, the characters that repairs dropped, and what was done."""

    lines: list[Line]
    dropped: str = ""
    warnings: list[str] = field(default_factory=list)


def prepare(document: Document) -> Prepared:
    """Lines with notes and noise marked, and words mended that were cut at a line's end."""
    result = Prepared(
        [
            line
            for block in document.blocks
            for line in _lines(block.text, block.kind, block.level, block.number, block.heading)
        ]
    )
    paged = any(block.kind == "noise" and not block.text for block in document.blocks)
    _drop_invisible(result)
    _mark_noise(result, paged)
    _mend_hyphens(result)
    _mark_notes(result)
    _warn_damage(result)
    texts = [len(line.text) for line in result.lines if line.kind == "text"]
    flat = len(texts) > 0 and sum(texts) / len(texts) > LONG_LINE / 2
    result.lines = [
        part for line in result.lines for part in _unflatten(line, FLAT_LINE if flat else LONG_LINE)
    ]
    return result


def _warn_damage(result: Prepared) -> None:
    """Doubts that cannot be repaired but must be said."""
    words = [len(word) for line in result.lines for word in line.text.split()]
    if len(words) > 200 and sum(words) / len(words) > LONG_WORD:
        result.warnings.append("many spaces between words are lost")
    margins = sum(
        patterns.MARGIN_NOTE.search(line.text) is not None
        for line in result.lines
        if line.kind == "text"
    )
    if margins >= 3:
        result.warnings.append(f"margin notes are mixed into the text ({margins} places)")


def _lines(text: str, kind: str, level: int, number: str, heading: str) -> list[Line]:
    if kind == "row":
        kind = "text"
    texts = [
        " ".join(part.split()) for part in text.split("\n") if part.strip()
    ]  # long blanks would make patterns slow
    if kind != "provision":
        return [Line(part, kind, level) for part in texts]
    head = Line("", "provision", 0, " ".join(number.split()), " ".join(heading.split()))
    return [head] + [Line(part, "text", 0, inside=True) for part in texts]


def _drop_invisible(result: Prepared) -> None:
    for place, line in enumerate(result.lines):
        both = line.text + line.heading + line.number
        if found := INVISIBLE.findall(both):
            result.dropped += "".join(found)
            text, heading, number = (
                INVISIBLE.sub("", part) for part in (line.text, line.heading, line.number)
            )
            result.lines[place] = replace(line, text=text, heading=heading, number=number)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", text)).lower()


def _counts_up(shape: str, texts: list[str]) -> bool:
    """Page numbers stand at one end of the line and grow through the document."""
    end = r"^\d+" if shape.startswith("0") else r"\d+$" if shape.endswith("0") else r"(?<=page )\d+"
    numbers = [int(match[0]) for text in texts if (match := re.search(end, text.lower()))]
    return len(numbers) >= 3 and all(one < two for one, two in pairwise(numbers))


def _could_be_law(text: str) -> bool:
    """Lines that repeat with other digits but are no running heads: marks, chapters, enumerations,
    citations in notes.
    """
    if text[:1] in '[(§*#"“«;,' or text[-1:] in ';:,.”"—]' or text[:1].islower():
        return True
    if patterns.SCHEDULE.fullmatch(text) or any(
        pattern.match(text) for _, pattern in patterns.CONTAINERS
    ):
        return True
    return any(
        pattern.match(text) for pattern in (patterns.ARTICLE, patterns.BARE, patterns.ENUMERATOR)
    )


def _mark_noise(result: Prepared, paged: bool) -> None:
    """Running heads: the same short line with other page numbers, three times or more, and the
    lines that always go with it.
    """
    lines = result.lines
    seen: dict[str, set[str]] = {}
    order: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        if line.kind == "text" and len(line.text) < 110 and not line.inside:
            counts[_shape(line.text)] += 1
            seen.setdefault(_shape(line.text), set()).add(line.text)
            order.setdefault(_shape(line.text), []).append(line.text)
    running = {
        shape
        for shape, texts in seen.items()
        if len(texts) >= 3
        and re.search(r"[^\W\d]{3}", shape)
        and not any(map(_could_be_law, texts))
        and _counts_up(shape, order[shape])
    }
    if paged or any(line.kind == "noise" for line in lines):
        running |= _after_breaks(lines, counts)
    if running:
        beside: Counter[str] = Counter()
        for place, line in enumerate(lines):
            around = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
            if any(_shape(other.text) in running for other in around):
                beside[_shape(line.text)] += 1
        running |= {
            shape
            for shape, count in beside.items()
            if count >= 3
            and count >= 0.8 * counts[shape]
            and not any(map(_could_be_law, seen.get(shape, ())))
        }
    noisy = [
        line.kind == "noise"
        or (
            bool(line.text)
            and ((_shape(line.text) in running and line.kind == "text") or _is_noise(line))
        )
        for line in lines
    ]
    for place, line in enumerate(lines):
        beside_noise = (place > 0 and noisy[place - 1]) or (
            place + 1 < len(lines) and noisy[place + 1]
        )
        if (
            line.kind == "text"
            and not line.inside
            and re.fullmatch(r"\d{1,4}", line.text)
            and (paged or beside_noise)
        ):
            noisy[place] = True
    for place, line in enumerate(lines):
        if noisy[place] and line.kind in ("text", "noise", "heading"):
            lines[place] = replace(line, kind="noise")


def _after_breaks(lines: list[Line], counts: Counter[str]) -> set[str]:
    """Running heads without a number: a short line that stands after a page break three times and
    hardly anywhere else.
    """
    after: Counter[str] = Counter()
    for line, following in pairwise(lines):
        if (
            line.kind == "noise"
            and following.kind == "text"
            and len(following.text) < 80
            and not _could_be_law(following.text)
        ):
            after[_shape(following.text)] += 1
    return {shape for shape, count in after.items() if count >= 3 and count >= 0.8 * counts[shape]}


def _is_noise(line: Line) -> bool:
    return line.kind in ("text", "heading") and patterns.NOISE.fullmatch(line.text) is not None


def _mend_hyphens(result: Prepared) -> None:
    """`traffick-` + `ing`: mended where the whole word stands elsewhere in the text; where `self-`
    + `defence` does, only joined.
    """
    lines = result.lines
    words: Counter[str] | None = None
    doubts = 0
    for place in range(len(lines) - 1):
        line = lines[place]
        after = next(
            (
                at
                for at in range(place + 1, min(place + 6, len(lines)))
                if lines[at].kind != "noise"
            ),
            None,
        )
        if (
            line.kind not in ("text", "heading")
            or not re.search(r"[^\W\d_]{2}[-‐‑]$", line.text)
            or after is None
            or not lines[after].text[:1].islower()
        ):
            continue
        words = (
            words
            if words is not None
            else Counter(
                re.findall(
                    r"[^\W\d_]+(?:-[^\W\d_]+)?", " ".join(line.text for line in lines).lower()
                )
            )
        )
        first = re.search(r"[^\W\d_]+[-‐‑]$", line.text)
        second = WORD.match(lines[after].text)
        if first is None or second is None:
            continue
        whole, hyphened = (
            (first[0][:-1] + second[0]).lower(),
            f"{first[0][:-1]}-{second[0]}".lower(),
        )
        if not words[whole] and not words[hyphened]:
            doubts += 1
            continue
        keep = words[hyphened] >= words[whole]
        result.dropped += "" if keep else line.text[-1]
        end = len(second[0]) + len(re.match(r"[^\w\s]*", lines[after].text[len(second[0]) :])[0])  # type: ignore[index]
        lines[place] = replace(
            line, text=(line.text if keep else line.text[:-1]) + lines[after].text[:end]
        )
        lines[after] = replace(lines[after], text=lines[after].text[end:].strip())
    if doubts:
        result.warnings.append(f"{doubts} words cut at a line's end were left as printed")
    result.lines = [line for line in lines if line.text or line.kind == "provision"]


def _mark_notes(result: Prepared) -> None:
    lines = result.lines
    place = 0
    while place < len(lines):
        length = _note(lines, place)
        for at in range(place, place + length):
            if lines[at].kind in ("text", "heading"):
                lines[at] = replace(lines[at], kind="note")
        place += max(1, length)


def _note(lines: list[Line], place: int) -> int:
    """How many lines from here on are one editor's note; 0 if none."""
    line = lines[place]
    if line.kind not in ("text", "heading"):
        return 0
    if patterns.NOTE_LINE.match(line.text) and not patterns.ENUMERATOR.match(line.text):
        return 1
    if not patterns.NOTE_OPEN.match(line.text) or patterns.ENUMERATOR.match(line.text):
        return 0
    opening, closing = ("[", "]") if "[" in line.text[:2] else ("(", ")")
    depth, size = 0, 0
    for at in range(place, min(place + 10, len(lines))):
        text = lines[at].text
        if lines[at].kind not in ("text", "heading") or (
            at > place and (patterns.ARTICLE.match(text) and at > place + 3)
        ):
            return 0
        for sign_at, sign in enumerate(text):
            depth += (sign == opening) - (sign == closing)
            if depth == 0 and sign == closing:
                whole = " ".join(line.text for line in lines[place : at + 1])
                return (
                    at - place + 1
                    if len(text) - sign_at <= 3 and patterns.NOTE_WORDS.search(whole)
                    else 0
                )
        size += len(text)
        if size > 1200:
            return 0
    return 0


def _unflatten(line: Line, long: int) -> list[Line]:
    """A whole law in one line (a PDF or a page that lost its breaks) is cut before each article."""
    if line.kind != "text" or line.inside:
        return [line]
    parts = [part for part in patterns.INLINE_DASH.split(line.text) if part]
    if len(line.text) >= long:
        parts = [piece for part in parts for piece in patterns.INLINE.split(part) if piece]
    return [replace(line, text=part) for part in parts]

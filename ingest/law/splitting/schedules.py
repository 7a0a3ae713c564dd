"""Where the law ends and its schedules, annexes and final provisions begin."""

import re

from ingest.law.splitting import patterns
from ingest.law.splitting.candidates import is_ordinal, number_of_label
from ingest.law.splitting.line import Line


def segments(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The law and its schedules, each with its title line first; contents lists name schedules too,
    so one needs text below it.
    """
    cuts, final = [0], False
    for place, line in enumerate(lines):
        if place and _starts_schedule(lines, place):
            cuts.append(place)
            final = bool(patterns.FINAL_PROVISIONS.match(line.text))
        elif (
            final
            and patterns.ARTICLE.match(line.text)
            and (number := number_of_label(line.text))
            and number.key == (0, 1)
        ):
            cuts.append(
                place
            )  # the regulation that a decree approves stands after the decree's last provisions
            final = False
    ends = [*cuts[1:], len(lines)]
    parts = [lines[start:end] for start, end in zip(cuts, ends, strict=True) if end > start]
    return [
        ("" if place == 0 or patterns.ARTICLE.match(part[0].text) else part[0].text, part)
        for place, part in enumerate(parts)
    ]


def _starts_schedule(lines: list[Line], place: int) -> bool:
    line = lines[place]
    if line.kind not in ("text", "heading") or line.inside or len(line.text) > 160:
        return False
    if not patterns.SCHEDULE.fullmatch(line.text) and not patterns.NOT_LAW.fullmatch(line.text):
        return False
    below = [
        other
        for other in lines[place + 1 : place + 12]
        if other.kind in ("text", "heading", "provision")
    ]
    if patterns.FINAL_PROVISIONS.match(line.text) and not any(
        is_ordinal(other.text) for other in below[:4]
    ):
        return False  # a chapter of that name
    return len(below) >= 2 and (
        line.level > 0
        or ((line.text.isupper() or len(line.text) < 60) and not _in_sentence(lines, place))
    )


def _in_sentence(lines: list[Line], place: int) -> bool:
    """`in the` / `Schedule` / `to this Act`: a word that mark-up put on a line of its own."""
    before, after = lines[place - 1], lines[place + 1] if place + 1 < len(lines) else None
    broken = before.kind == "text" and (
        (before.text[-1:].isalnum() and before.text.split()[-1][:1].islower())
        or before.text.endswith(",")
    )
    return broken or (after is not None and bool(re.match(r"[a-z,;.)]", after.text)))

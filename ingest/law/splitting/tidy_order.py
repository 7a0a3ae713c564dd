"""After the articles are found: the order of the law, articles printed twice, and texts whose
numbers are lost.
"""

from dataclasses import replace

from ingest.law.splitting import article_parts, patterns
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line
from ingest.law.splitting.result import Provision, Split


def order(
    found: list[Provision], marks_: list[Candidate], result: Split, given: bool
) -> list[Provision]:
    """Misplaced articles in the order of the law, and articles printed twice as one."""
    runs: list[list[tuple[Candidate, Provision]]] = []
    strays = []
    highest: tuple[int, ...] = ()
    for mark, one in zip(marks_, found, strict=True):
        key = mark.number.key
        if not runs or (key < highest and (given or key == (0, 1))):
            runs.append([])
            highest = ()
        elif key < highest:
            strays.append(one.number)
        highest = max(highest, key)
        runs[-1].append((mark, one))
    if strays:
        result.warnings.append(f"out of order in the file: {', '.join(strays)}")
    ordered = []
    for run in runs:
        pairs = run if given else sorted(run, key=lambda pair: pair[0].number.key)
        for place, (mark, one) in enumerate(pairs):
            if one.number in strays and place:
                pairs[place] = (mark, replace(one, parent=pairs[place - 1][1].parent))
        ordered += _merge([one for _, one in pairs], result)
    return ordered


def _merge(found: list[Provision], result: Split) -> list[Provision]:
    merged: list[Provision] = []
    twice: dict[str, str] = {}
    for one in found:
        if not merged or merged[-1].number != one.number:
            merged.append(one)
            continue
        first = merged[-1]
        old, new = (
            (first, one)
            if any(patterns.SUPERSEDED.search(note) for note in first.notes)
            else (one, first)
        )
        replaced = any(patterns.SUPERSEDED.search(note) for note in old.notes)
        twice[one.number] = "superseded wording kept as a note" if replaced else "both kept"
        if replaced:
            extra = (old.mark, old.heading, old.text, *old.notes)
            merged[-1] = replace(new, notes=(*new.notes, *filter(None, extra)))
            continue
        same = (
            one.heading == first.heading
        )  # a page that repeats `§ 1594. General provisions` at each of its pieces
        text = "\n".join(
            filter(
                None, (first.text, "" if same else one.mark, "" if same else one.heading, one.text)
            )
        )
        mark = "\n".join(filter(None, (first.mark, one.mark, one.heading))) if same else first.mark
        merged[-1] = replace(first, text=text, mark=mark, notes=first.notes + one.notes)
    for what in sorted(set(twice.values())):
        numbers = [number for number, said in twice.items() if said == what]
        result.warnings.append(f"printed twice, {what}: {', '.join(numbers[:30])}")
    return merged


def by_headings(lines: list[Line], result: Split) -> None:
    """A text whose numbers are lost: each heading with text below it is a provision without a
    number, and that is said.
    """
    heads = [
        place
        for place, line in enumerate(lines)
        if line.kind == "heading" and _has_text(lines, place)
    ]
    result.provisions.clear()
    result.pieces[:] = [piece for piece in result.pieces if piece[0] == "repaired"]
    if len(heads) < 3:
        result.warnings.append("no article found")
        result.put("front", lines)
        return
    result.warnings.append(f"no article numbers found: {len(heads)} headings taken as they stand")
    result.put("front", lines[: heads[0]])
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        body = lines[head + 1 : end]
        result.put("front", [line for line in body if line.kind in ("noise", "signature")])
        texts = [
            part
            for line in body
            if line.kind not in ("noise", "note", "signature")
            for part in (line.number, line.heading, line.text)
        ]
        notes = tuple(line.text for line in body if line.kind == "note")
        result.provisions.append(
            Provision(
                0, "", lines[head].text, lines[head].text, article_parts.join(texts), "", "", notes
            )
        )


def _has_text(lines: list[Line], place: int) -> bool:
    after = lines[place + 1] if place + 1 < len(lines) else None
    return after is not None and after.kind == "text" and len(after.text) > 30

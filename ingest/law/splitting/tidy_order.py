"""After the articles are found: the order of the law, articles printed twice, and texts whose
numbers are lost.
"""

import re
from dataclasses import replace
from itertools import pairwise

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import Key
from ingest.law.splitting.article_parts import join_lines
from ingest.law.splitting.best_chain import Candidate, changes_letter
from ingest.law.splitting.line import Line
from ingest.law.splitting.result import Provision, Split

MOST_NAMED = 30  # numbers that a warning names
LEAST_HEADINGS, LEAST_TEXT = 3, 30  # headings that split a law; characters below one
SUPERSEDED, BOTH = "superseded wording kept as a note", "both kept"
LEAST_AGAIN = 3  # times that paragraphs begin with 1 again
PARAGRAPH = re.compile(r"(?m)^(\d{1,2})[.)-]\s")
QUOTE_SIGN = re.compile(f'[{patterns.OPENING}{patterns.CLOSING}"]')
Pair = tuple[Key, Provision]


def put_in_order(
    provisions: list[Provision], chain: list[Candidate], result: Split, is_given: bool
) -> list[Provision]:
    """Misplaced articles in the order of the law, and articles printed twice as one.

    is_given: the format marks the articles, and its order stays.
    """
    pairs = [(mark.key, provision) for mark, provision in zip(chain, provisions, strict=True)]
    runs, strays = _runs_and_strays(pairs, is_given)
    if strays:
        result.warnings.append(f"out of order in the file: {', '.join(strays)}")
    ordered = []
    for run in runs:
        in_order = run if is_given else sorted(run, key=lambda pair: pair[0])
        ordered += _merge_repeated(_with_parents(in_order, strays), result)
    return ordered


def name_lost_marks(provisions: list[Provision]) -> list[str]:
    """A warning for each article whose paragraphs are counted anew so often that marks of other
    articles must be lost in it.
    """
    warnings = []
    for provision in provisions:
        if provision.quoted or QUOTE_SIGN.search(provision.text):
            continue
        counts = [int(count) for count in PARAGRAPH.findall(provision.text)]
        again = sum(after == 1 and before > 1 for before, after in pairwise(counts))
        if again >= LEAST_AGAIN:
            warnings.append(
                f"article {provision.number} counts its paragraphs anew {again} times: "
                "the numbers of other articles may be lost in it"
            )
    return warnings


def _runs_and_strays(pairs: list[Pair], is_given: bool) -> tuple[list[list[Pair]], list[str]]:
    """The articles by run, a new one where numbers start again, and the numbers that stand behind
    a higher one.
    """
    runs: list[list[Pair]] = []
    strays = []
    highest: Key = ()
    for key, provision in pairs:
        again = key < highest and (is_given or key == (0, 1))
        below_another = key == highest == (0, 1) and provision.parent != runs[-1][-1][1].parent
        if not runs or again or below_another or changes_letter(highest, key):
            runs.append([])
            highest = ()
        elif key < highest:
            strays.append(provision.number)
        highest = max(highest, key)
        runs[-1].append((key, provision))
    return runs, strays


def _with_parents(run: list[Pair], strays: list[str]) -> list[Provision]:
    """The provisions of a run; a stray one stands in the chapter of the one before it."""
    provisions: list[Provision] = []
    for _, provision in run:
        if provision.number in strays and provisions:
            provision = replace(provision, parent=provisions[-1].parent)
        provisions.append(provision)
    return provisions


def _merge_repeated(provisions: list[Provision], result: Split) -> list[Provision]:
    """Neighbours of one number as one provision; which were, becomes a warning."""
    merged: list[Provision] = []
    twice: dict[str, str] = {}
    for provision in provisions:
        if merged and merged[-1].number == provision.number:
            merged[-1], twice[provision.number] = _merge(merged[-1], provision)
        else:
            merged.append(provision)
    for outcome in sorted(set(twice.values())):
        numbers = [number for number, other in twice.items() if other == outcome]
        result.warnings.append(f"printed twice, {outcome}: {', '.join(numbers[:MOST_NAMED])}")
    return merged


def _merge(first: Provision, second: Provision) -> tuple[Provision, str]:
    """(one provision, what was done): the superseded wording is a note of the other; else the text
    of the second follows that of the first.
    """
    if _is_superseded(first):
        return _with_old_wording(second, first), SUPERSEDED
    if _is_superseded(second):
        return _with_old_wording(first, second), SUPERSEDED
    notes = first.notes + second.notes
    if first.heading == second.heading:  # a page that repeats `§ 1594. General` at each piece
        text = _as_lines(first.text, second.text)
        mark = _as_lines(first.mark, second.mark, second.heading)
        return replace(first, text=text, mark=mark, notes=notes), BOTH
    text = _as_lines(first.text, second.mark, second.heading, second.text)
    return replace(first, text=text, notes=notes), BOTH


def _is_superseded(provision: Provision) -> bool:
    return any(patterns.SUPERSEDED.search(note) for note in provision.notes)


def _with_old_wording(new: Provision, old: Provision) -> Provision:
    wording = (old.mark, old.heading, old.text, *old.notes)
    return replace(new, notes=(*new.notes, *filter(None, wording)))


def _as_lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def split_at_headings(lines: list[Line], result: Split) -> None:
    """A text whose numbers are lost: each heading with text below it is a provision without a
    number, and that is said.
    """
    heads = [index for index in range(len(lines)) if _is_heading_with_text(lines, index)]
    result.provisions.clear()
    result.pieces[:] = [
        piece for piece in result.pieces if piece.place in ("repaired", "outside", "translation")
    ]
    if len(heads) < LEAST_HEADINGS:
        result.warnings.append("no article found")
        result.put("front", lines)
        return
    result.warnings.append(f"no article numbers found: {len(heads)} headings taken as they stand")
    result.put("front", lines[: heads[0]])
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        body = lines[head + 1 : end]
        result.put("front", [line for line in body if line.kind in ("noise", "signature")])
        result.provisions.append(_headed_provision(lines[head].text, body))


def _headed_provision(heading: str, body: list[Line]) -> Provision:
    """A provision that has only a heading."""
    apart = ("noise", "note", "signature")
    texts = [part for line in body if line.kind not in apart for part in line.parts]
    notes = tuple(line.text for line in body if line.kind == "note")
    return Provision(0, "", heading, heading, join_lines(texts), "", "", notes)


def _is_heading_with_text(lines: list[Line], index: int) -> bool:
    if lines[index].kind != "heading" or index + 1 == len(lines):
        return False
    following = lines[index + 1]
    return following.kind == "text" and len(following.text) > LEAST_TEXT

"""Which marks are the law's own, and which belong to another law that it quotes or amends."""

import re
from itertools import pairwise
from operator import attrgetter

from ingest.law.splitting.best_chain import (
    RESTART_HEADED,
    Candidate,
    cut_into_runs,
    find_best_chain,
    follows,
    missing_numbers,
)
from ingest.law.splitting.line import Line

FAR = 20  # a law that counts one by one does not leave out so many numbers
NEARLY_ALL, ENOUGH = 0.7, 4  # of the marks are headings; of at least so many
SOUND_WEIGHT = 0.6  # a mark that the best chain left out needs more than this
LEAST_RUN = 3  # articles that show how a law writes its marks


def without_quoted(given: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """(own, quoted): the format's own articles, and those that another article quotes.

    They are quoted if they stand inside quotation marks, or if they interrupt 1, 2, 3 with far
    higher numbers (in an amending law: article 1, then 448-1 to 448-14 of the code, then article
    2).
    """
    spine = {mark.line for mark in find_best_chain(given, RESTART_HEADED)}
    quoted = {mark.line for mark in given if mark.quoted and mark.line not in spine}
    at = 0
    while at < len(given):
        back = _back_in_order(given, at)
        quoted |= {mark.line for mark in given[at + 1 : back]}
        at = back
    own = [mark for mark in given if mark.line not in quoted]
    return own, [mark for mark in given if mark.line in quoted]


def _back_in_order(given: list[Candidate], start: int) -> int:
    """Where the count goes on after this article; everything before that place is far higher, and
    quoted.
    """
    key = given[start].key
    for at in range(start + 1, len(given)):
        other = given[at].key
        if follows(key, other):
            end = _end_of_count(given, at)
            moved = at > start + 1 and follows(given[end].key, given[start + 1].key)
            return start + 1 if moved else at  # columns in the wrong order are no quotation
        if other[0] == key[0] and other[1] <= key[1] + 1:
            break
    return start + 1


def _end_of_count(given: list[Candidate], at: int) -> int:
    """The last place from here to which each number follows the one before."""
    while at + 1 < len(given) and follows(given[at].key, given[at + 1].key):
        at += 1
    return at


def without_inserted(chain: list[Candidate]) -> list[Candidate]:
    """The chain without articles that another law receives, `“2A. ...”` between 2 and 3: they stand
    in quotation marks, and no number is missing without them.
    """
    own: list[Candidate] = []
    for mark, after in pairwise(chain):
        inserted = mark.quoted and own and follows(own[-1].key, after.key)
        if not inserted or after.quoted:
            own.append(mark)
    return own + chain[-1:]


def _mostly_headings(chain: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The marks that stand in headings, if nearly all do but not all; else none."""
    headed = [mark for mark in chain if lines[mark.line].kind == "heading"]
    if len(chain) >= ENOUGH and NEARLY_ALL * len(chain) <= len(headed) < len(chain):
        return headed
    return []


def headings_first(chain: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Where a law sets its numbers as headings, a number in running text (3A, for another act) is
    its own only to fill a gap.
    """
    headed = _mostly_headings(chain, lines)
    if not headed:
        return chain
    own = find_best_chain(headed)
    known = {mark.key for mark in own}
    filling = {
        mark.key: mark
        for mark in chain
        if mark.key not in known and len(mark.key) == 2 and _in_gap(mark, own)
    }
    return sorted([*own, *filling.values()], key=lambda mark: mark.line)


def _in_gap(mark: Candidate, chain: list[Candidate]) -> bool:
    return any(
        before.line < mark.line < after.line and before.key < mark.key < after.key
        for before, after in pairwise(chain)
    )


def headings_only(chain: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The same for articles by word, where only a mark between two that follow each other is surely
    another law's.
    """
    headed = _mostly_headings(chain, lines)
    if not headed:
        return chain
    around = zip([None, *chain], chain, [*chain[1:], None], strict=False)
    return [
        mark
        for before, mark, after in around
        if mark in headed or not (before and after and follows(before.key, after.key))
    ]


def same_letters(chain: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """Where a law's own are ARTICULO 1, 2, 3 without a gap, Artículo 6 among them is another law's
    (and the reverse).
    """
    worded = [mark for mark in candidates if len(mark.word) > 1]
    capitals = [mark for mark in worded if mark.word.isupper()]
    small = [mark for mark in worded if not mark.word.isupper()]
    for own, other in ((capitals, small), (small, capitals)):
        if other and len(own) >= max(LEAST_RUN, len(other)):
            run = find_best_chain(own)
            if len(run) >= LEAST_RUN and _counts_from_one(run):
                return run
    return chain


def _counts_from_one(chain: list[Candidate]) -> bool:
    """Whether the chain is one run that begins with 1 and leaves out no number."""
    return chain[0].key == (0, 1) and not missing_numbers(chain) and len(cut_into_runs(chain)) == 1


def before_announced(chain: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Without what follows 1 to 15 as article 220 bis, if article 15 says that it inserts an
    article 220 bis elsewhere.
    """
    for at, (before, after) in enumerate(pairwise(chain)):
        if before.key > after.key:
            return chain
        if after.key[1] > before.key[1] + FAR:
            announced = _names(lines[before.line : after.line], after)
            return chain[: at + 1] if announced and chain[0].key == (0, 1) else chain
    return chain


def _names(lines: list[Line], mark: Candidate) -> bool:
    """Whether a text has the number of a mark."""
    number = re.escape(mark.number.stored)
    host = " ".join(line.text for line in lines)
    return bool(re.search(rf"(?<![\w-]){number}(?![\w-])", host))


def far_ahead(chain: list[Candidate], rest: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Articles whose number is too far ahead for the best chain (an extract leaves out many), if
    the article before does not name that number as another law's.
    """
    found: list[Candidate] = []
    for mark in rest:
        before = [other for other in chain + found if other.line < mark.line]
        after = [other for other in chain if other.line > mark.line]
        if mark.quoted or mark.weight <= SOUND_WEIGHT or not before:
            continue
        host = max(before, key=attrgetter("line"))
        is_between = host.key < mark.key and (not after or mark.key < after[0].key)
        same = mark.word.isupper() == host.word.isupper()
        if is_between and same and not _names(lines[host.line : mark.line], mark):
            found.append(mark)
    return found

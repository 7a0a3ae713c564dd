"""Which marks are the law's own, and which belong to another law that it quotes or amends."""

import re
from itertools import pairwise

from ingest.law.splitting import best_chain
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line

FAR = 20  # a law that counts one by one does not leave out so many numbers


def given_chain(given: list[Candidate]) -> tuple[str, list[Candidate], list[Candidate]]:
    """The format's own articles, less those that another article quotes.

    They are quoted if they stand inside quotation marks, or if they interrupt 1, 2, 3 with far
    higher numbers (in an amending law: article 1, then 448-1 to 448-14 of the code, then article
    2).
    """
    spine = best_chain.best(given, best_chain.RESTART_MARKED)
    in_spine = {hit.line for hit in spine}
    out: set[int] = set()
    place = 0
    while place < len(given):
        back = _back_in_order(given, place)
        out |= {hit.line for hit in given[place + 1 : back]}
        place = back
    out |= {hit.line for hit in given if hit.quoted and hit.line not in in_spine}
    own = [hit for hit in given if hit.line not in out]
    return "given", own, [hit for hit in given if hit.line in out]


def _back_in_order(given: list[Candidate], place: int) -> int:
    """Where the count goes on after this article; everything before that place is far higher, and
    quoted.
    """
    number = given[place].number.key
    for at in range(place + 1, len(given)):
        key = given[at].number.key
        if best_chain.follows(number, key):
            end = at
            while end + 1 < len(given) and best_chain.follows(
                given[end].number.key, given[end + 1].number.key
            ):
                end += 1
            moved = at > place + 1 and best_chain.follows(
                given[end].number.key, given[place + 1].number.key
            )
            return place + 1 if moved else at  # columns in the wrong order are no quotation
        if key[0] == number[0] and key[1] <= number[1] + 1:
            break
    return place + 1


def _mostly_headings(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The marks that stand in headings, if nearly all do but not all; else none."""
    headed = [hit for hit in best if lines[hit.line].kind == "heading"]
    return headed if len(best) >= 4 and 0.7 * len(best) <= len(headed) < len(best) else []


def headings_first(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Where a law sets its numbers as headings, a number in running text (3A, for another act) is
    its own only to fill a gap.
    """
    headed = _mostly_headings(best, lines)
    if not headed:
        return best
    chosen = best_chain.best(headed)
    known = {hit.number.key for hit in chosen}
    fill = {
        hit.number.key: hit
        for hit in best
        if hit.number.key not in known and len(hit.number.key) == 2 and _in_gap(hit, chosen)
    }
    return sorted(chosen + list(fill.values()), key=lambda hit: hit.line)


def headings_only(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The same for articles by word, where only a mark between two that follow each other is surely
    another law's.
    """
    headed = set(_mostly_headings(best, lines)) or set(best)
    around = zip([None, *best], best, [*best[1:], None], strict=False)
    return [
        hit
        for before, hit, after in around
        if hit in headed
        or not (before and after and best_chain.follows(before.number.key, after.number.key))
    ]


def same_letters(best: list[Candidate], hits: list[Candidate]) -> list[Candidate]:
    """Where a law's own are ARTICULO 1, 2, 3 without a gap, Artículo 6 among them is another law's
    (and the reverse).
    """
    capitals = [hit for hit in hits if hit.word.isupper() and len(hit.word) > 1]
    small = [hit for hit in hits if not hit.word.isupper() and len(hit.word) > 1]
    for own, other in ((capitals, small), (small, capitals)):
        chosen = best_chain.best(own) if len(own) >= max(3, len(other)) and other else []
        if (
            len(chosen) >= 3
            and chosen[0].number.key == (0, 1)
            and not best_chain.gaps(chosen)
            and len(best_chain.runs(chosen)) == 1
        ):
            return chosen
    return best


def not_announced(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Without what follows 1 to 15 as article 220 bis, if article 15 says that it inserts an
    article 220 bis elsewhere.
    """
    for place, (before, after) in enumerate(pairwise(best)):
        if before.number.key > after.number.key:
            return best
        if after.number.key[1] > before.number.key[1] + FAR:
            host = " ".join(line.text for line in lines[before.line : after.line])
            announced = re.search(rf"(?<![\w-]){re.escape(after.number.stored)}(?![\w-])", host)
            return best[: place + 1] if announced and best[0].number.key == (0, 1) else best
    return best


def _in_gap(hit: Candidate, chosen: list[Candidate]) -> bool:
    return any(
        before.line < hit.line < after.line
        and before.number.key < hit.number.key < after.number.key
        for before, after in pairwise(chosen)
    )

"""Which of the places that look like the start of an article are one: the best chain of increasing
numbers.

Every candidate has a number and a weight. Numbers that follow each other cost nothing, gaps and
repetitions cost something, and starting again at 1 (an annexed treaty, a schedule) must earn its
price by the articles it brings.
"""

from dataclasses import dataclass
from itertools import pairwise

from ingest.law.splitting.article_numbers import ArticleNumber

WINDOW = 200  # how far back a predecessor is looked for
RESTART, RESTART_MARKED, REPEAT = 2.6, 0.6, 0.75
MAX_GAP, SURE_GAP, SURE = 1.7, 0.9, 1.3  # a heading with text below it may follow a gap


@dataclass(frozen=True)
class Candidate:
    """line: index of the line; word: `Article`, `§` or empty; number; end: where the mark ends in
    the line; weight; quoted: inside or opening a quotation; fresh: a heading of its own stands
    between this and the candidate before.
    """

    line: int
    word: str
    number: ArticleNumber
    end: int
    weight: float
    quoted: bool = False
    fresh: bool = False


def follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether no number fits between the two: 4 and 5, 4 and 4 bis, 225-4-9 and 225-5, 196-A and
    197.
    """
    place = next(
        (at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two),
        min(len(before), len(after)),
    )
    if place == len(before):
        return len(after) == place + 1 and after[place] <= 2
    return place < len(after) and after[place] == before[place] + 1 and len(after) == place + 1


def cost(before: Candidate, after: Candidate, restart: float = RESTART) -> float | None:
    """What it costs to go from one candidate to the other; None if the law cannot."""
    old, new = before.number.key, after.number.key
    if new == old:
        return REPEAT
    if new > old:
        if follows(old, new):
            return 0.0
        place = next(
            (at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two),
            len(old),
        )
        gap = new[place] - (old[place] if place < len(old) else 0)
        most = SURE_GAP if after.weight >= SURE and not after.quoted else MAX_GAP
        return min(most, 0.2 * gap) if place < 2 else min(0.4, 0.1 * gap)
    if new[:2] == (0, 1) and len(new) == 2 and not after.quoted:
        return RESTART_MARKED if after.fresh else restart
    return None


def best(candidates: list[Candidate], restart: float = RESTART) -> list[Candidate]:
    """The chain with the greatest weight, less what its gaps cost."""
    total: list[float] = []
    back: list[int] = []
    for place, candidate in enumerate(candidates):
        score, origin = (
            -0.15 * min(10, max(0, candidate.number.key[1] - 1)),
            -1,
        )  # a law begins with 1, an extract anywhere
        for earlier in range(place - 1, max(-1, place - WINDOW - 1), -1):
            if total[earlier] <= score:  # no price is below nothing
                continue
            price = cost(candidates[earlier], candidate, restart)
            if price is not None and total[earlier] - price > score + 1e-9:
                score, origin = total[earlier] - price, earlier
        total.append(score + candidate.weight)
        back.append(origin)
    if not candidates:
        return []
    place = max(range(len(candidates)), key=lambda at: total[at])
    chain = []
    while place >= 0:
        chain.append(candidates[place])
        place = back[place]
    return chain[::-1]


def runs(chain: list[Candidate]) -> list[list[Candidate]]:
    """The chain cut where its numbers start again."""
    result: list[list[Candidate]] = []
    for candidate in chain:
        if not result or (
            candidate.number.key < result[-1][-1].number.key and candidate.number.key == (0, 1)
        ):
            result.append([])
        result[-1].append(candidate)
    return result


def gaps(chain: list[Candidate]) -> list[str]:
    """The whole numbers that are missing inside one run, as `7` or `12-14`."""
    missing = []
    for before, after in pairwise(chain):
        old, new = before.number.key, after.number.key
        if old[0] == new[0] and new[1] > old[1] + 1:
            first, last = old[1] + 1, new[1] - 1
            missing.append(str(first) if first == last else f"{first}-{last}")
        elif old[:2] == new[:2] and len(old) == len(new) == 3 and new[2] > old[2] + 1:
            missing.append(
                f"{new[2] - old[2] - 1} between {before.number.stored} and {after.number.stored}"
            )
    return missing

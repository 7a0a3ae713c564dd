"""Which of the places that look like the start of an article are one: the best chain of increasing
numbers.

Every candidate has a number and a weight. Numbers that follow each other cost nothing, gaps and
repetitions cost something, and starting again at 1 (an annexed treaty, a schedule) must earn its
cost by the articles it brings.
"""

from dataclasses import dataclass
from itertools import pairwise

from ingest.law.splitting.article_numbers import ArticleNumber, Key

# Costs are in the unit of weights: a plain mark weighs 1. They were set by hand on the texts of
# tests/true_sections.csv, not fitted; `python -m bench.split` shows what a change does.
RESTART = 2.6  # to count from 1 again
RESTART_HEADED = 0.6  # the same under a heading of its own
RESTART_BARE = 6.0  # the same for numbers without a word, which any list in an article has
REPEAT = 0.75  # the same number twice
LETTER = 0.4  # from L. 425-9 to R. 425-1: extracts of a code with several counts
GAP_STEP, MAX_GAP = 0.2, 1.7  # for each number left out; at most
SURE_WEIGHT, MAX_SURE_GAP = 1.3, 0.9  # a heading with text below it may follow a gap
SUB_GAP_STEP, MAX_SUB_GAP = 0.1, 0.4  # the same below the article: 225-4-1, 225-4-9
LATE_STEP, MAX_LATE = 0.15, 10  # a law begins with 1; an extract anywhere: 1.5 at most
WINDOW = 200  # candidates; how far back a predecessor is looked for
SAME = 1e-9  # differences of scores below this are none


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

    @property
    def key(self) -> Key:
        """By what numbers sort."""
        return self.number.key


def _first_difference(before: Key, after: Key) -> int:
    """The first place at which two keys differ, or the length of the shorter one."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))


def follows(before: Key, after: Key) -> bool:
    """Whether no number fits between the two: 4 and 5, 4 and 4 bis, 225-4-9 and 225-5, 196-A and
    197.
    """
    at = _first_difference(before, after)
    if at == len(before):
        return len(after) == at + 1 and after[at] <= 2
    return at < len(after) and after[at] == before[at] + 1 and len(after) == at + 1


def changes_letter(before: Key, after: Key) -> bool:
    """Whether one count of a code ends and another begins: L. 425-9, R. 425-1."""
    return bool(before[0] and after[0]) and before[0] != after[0]


def step_cost(
    before: Candidate,
    after: Candidate,
    restart: float = RESTART,
    gone: frozenset[Key] = frozenset(),
) -> float | None:
    """What it costs to go from one candidate to the other; None if the law cannot. gone: as in
    find_best_chain.
    """
    old, new = before.key, after.key
    if new == old:
        return RESTART_HEADED if new == (0, 1) and after.fresh and not after.quoted else REPEAT
    if changes_letter(old, new):
        return LETTER
    if new > old:
        return 0.0 if follows(old, new) else _gap_cost(old, after, gone)
    if new == (0, 1) and not after.quoted:
        return RESTART_HEADED if after.fresh else restart
    return None


def _gap_cost(old: Key, after: Candidate, gone: frozenset[Key]) -> float:
    """The cost of the numbers that are missing before a candidate."""
    new = after.key
    at = _first_difference(old, new)
    gap = new[at] - (old[at] if at < len(old) else 0)
    if at >= 2:
        return min(MAX_SUB_GAP, SUB_GAP_STEP * gap)
    if gone and at == 1:
        gap -= sum((old[0], number) in gone for number in range(old[1] + 1, new[1]))
        if gap == 1:
            return 0.0
    sure = after.weight >= SURE_WEIGHT and not after.quoted
    return min(MAX_SURE_GAP if sure else MAX_GAP, GAP_STEP * gap)


def find_best_chain(
    candidates: list[Candidate], restart: float = RESTART, gone: frozenset[Key] = frozenset()
) -> list[Candidate]:
    """The chain with the greatest weight, less what its gaps cost; gone: numbers of repealed
    articles, which leave no gap.
    """
    if not candidates:
        return []
    total: list[float] = []  # of the best chain that ends with each candidate
    back: list[int] = []  # its last but one; -1 where it begins
    for at, candidate in enumerate(candidates):
        score, origin = -LATE_STEP * min(MAX_LATE, max(0, candidate.key[1] - 1)), -1
        for earlier in range(at - 1, max(-1, at - WINDOW - 1), -1):
            if total[earlier] <= score:  # no cost is below nothing
                continue
            cost = step_cost(candidates[earlier], candidate, restart, gone)
            if cost is not None and total[earlier] - cost > score + SAME:
                score, origin = total[earlier] - cost, earlier
        total.append(score + candidate.weight)
        back.append(origin)
    at = max(range(len(candidates)), key=total.__getitem__)
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = back[at]
    return chain[::-1]


def cut_into_runs(chain: list[Candidate]) -> list[list[Candidate]]:
    """The chain cut where its numbers start again, or count behind another letter."""
    runs: list[list[Candidate]] = []
    for candidate in chain:
        last = runs[-1][-1].key if runs else ()
        again = candidate.key == (0, 1) and (candidate.key < last or candidate.fresh)
        if not last or again or changes_letter(last, candidate.key):
            runs.append([])
        runs[-1].append(candidate)
    return runs


def missing_numbers(chain: list[Candidate], gone: frozenset[Key] = frozenset()) -> list[str]:
    """The whole numbers that are missing inside one run, as `7` or `12-14`; gone: those of repealed
    articles, which are not missing.
    """
    missing = []
    for before, after in pairwise(chain):
        old, new = before.key, after.key
        if old[0] == new[0] and new[1] > old[1] + 1:
            left = (old[1] + 1, new[1])
            missing += _as_ranges([one for one in range(*left) if (old[0], one) not in gone])
        elif old[:2] == new[:2] and len(old) == len(new) == 3 and new[2] > old[2] + 1:
            between = f"{before.number.stored} and {after.number.stored}"
            missing.append(f"{new[2] - old[2] - 1} between {between}")
    return missing


def _as_ranges(numbers: list[int]) -> list[str]:
    """Growing numbers as `7` or `12-14`."""
    ends = [at for at, number in enumerate(numbers) if number + 1 not in numbers[at + 1 : at + 2]]
    starts = [0, *(end + 1 for end in ends)]
    return [
        str(numbers[end]) if start == end else f"{numbers[start]}-{numbers[end]}"
        for start, end in zip(starts, ends, strict=False)
    ]

"""What the machine suggests on plans, in tables of its own: the items that activities serve, and
which activities of an earlier plan of the same State or community a later one goes on with. People
decide in activity_item and activity_kept.
"""

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ingest.plan.meaning import Meaning, engine_version, read_meanings

LEAST_ALIKE = 0.4  # mean of the likeness of concepts and of words; see docs/measurements.md
LEAST_WORDS = 0.1  # concepts alone ("research", "trafficking") make half of two plans alike
Likeness = NDArray[np.float64]
PAIRS = """
select x.other as earlier, x.plan as later
from plan_peer x
join plan_span e on e.id = x.other
join plan_span l on l.id = x.plan
where (e.starts_on is null, coalesce(e.starts_on, ''), e.id)
  < (l.starts_on is null, coalesce(l.starts_on, ''), l.id)
order by earlier, later
"""


def load_plan_suggestions(db: sqlite3.Connection) -> None:
    """Fill activity_item_suggestion and activity_likeness; what a person decided is left out."""
    meanings = list(read_meanings(db))
    decided = set(db.execute("select activity, item from activity_item"))
    version = engine_version()
    for one in meanings:
        for item, languages in one.items.items():
            if (one.activity, item) not in decided:
                db.execute(
                    "insert into activity_item_suggestion values (?, ?, ?, ?)",
                    [one.activity, item, ";".join(languages), version],
                )
    by_plan = {plan: list(own) for plan, own in groupby(meanings, key=lambda one: one.plan)}
    weights = weigh_names(meanings)
    decided = set(db.execute("select activity, earlier from activity_kept"))
    for earlier, later in db.execute(PAIRS).fetchall():
        for new, old, alike in find_kept(by_plan[later], by_plan[earlier], weights):
            if (new, old) not in decided:
                db.execute(
                    "insert into activity_likeness values (?, ?, ?, ?)",
                    [new, old, alike, version],
                )


def weigh_names(meanings: Sequence[Meaning]) -> dict[str, float]:
    """Of each concept, and each word stem with its language, how much it tells: 1 + log of the
    share of activities without it, as in the features of provisions.
    """
    count = Counter[str]()
    for one in meanings:
        count.update(one.concepts)
        count.update(f"{language}:{word}" for language, own in one.words.items() for word in own)
    return {name: 1 + math.log((1 + len(meanings)) / (1 + n)) for name, n in count.items()}


def find_kept(
    later: Sequence[Meaning], earlier: Sequence[Meaning], weights: dict[str, float]
) -> list[tuple[str, str, float]]:
    """(activity of the later plan, of the earlier one, likeness from 0 to 1) of those alike enough,
    where one of the two is the most alike of the other.
    """
    alike = compare_meanings(later, earlier, weights)
    best_old, best_new = alike.argmax(axis=1), alike.argmax(axis=0)
    return [
        (later[new].activity, earlier[old].activity, round(float(alike[new, old]), 2))
        for new, old in np.argwhere(alike > 0)
        if best_old[new] == old or best_new[old] == new
    ]


def compare_meanings(
    later: Sequence[Meaning], earlier: Sequence[Meaning], weights: dict[str, float]
) -> Likeness:
    """How alike each activity of a plan is to each of another (later, earlier), 0 where too little:
    the mean of the cosines of concepts, and of words in the language in which they are most alike.
    """
    concepts = cosines(
        [dict.fromkeys(one.concepts, 1) for one in later],
        [dict.fromkeys(one.concepts, 1) for one in earlier],
        weights,
    )
    words = np.zeros_like(concepts)
    for language in sorted({name for one in later for name in one.words}):
        own, others = (
            [
                {f"{language}:{word}": n for word, n in one.words.get(language, {}).items()}
                for one in plan
            ]
            for plan in (later, earlier)
        )
        words = np.maximum(words, cosines(own, others, weights))
    alike = (concepts + words) / 2
    return np.where((words >= LEAST_WORDS) & (alike >= LEAST_ALIKE), alike, 0.0)


def cosines(
    rows: Sequence[dict[str, int]], columns: Sequence[dict[str, int]], weights: dict[str, float]
) -> Likeness:
    """Cosines (rows, columns) of weighted counts; 0 for what is empty."""
    places = {name: at for at, name in enumerate(sorted({name for one in rows for name in one}))}
    left, right = (np.zeros((len(side), len(places))) for side in (rows, columns))
    lengths = []
    for matrix, side in ((left, rows), (right, columns)):
        own = []
        for at, one in enumerate(side):
            weighed = {name: (1 + math.log(n)) * weights[name] for name, n in one.items()}
            own.append(math.hypot(*weighed.values()) or 1.0)
            for name in weighed.keys() & places.keys():
                matrix[at, places[name]] = weighed[name]
        lengths.append(np.array(own))
    result: Likeness = left @ right.T / lengths[0][:, None] / lengths[1][None, :]
    return result

"""How many texts each pair of countries shares on a day, counted for all pairs at once: a text of N
countries would be N * N / 2 rows of SQL.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.kit.corridor_sql import HELD
from plugins.kit.page import Query, Row

PRESENT = ("bound", "signatory", "participant")
TEXTS = f"""
select
  h.instrument,
  h.family,
  coalesce(w.parties = 2 and h.role is not 'general', 0) as own,
  coalesce(h.in_force, 0) as in_force,
  h.standing,
  group_concat(h.country, ' ') as countries
from ({HELD}) h
join party_count w on w.instrument = h.instrument
where h.standing in ('bound', 'signatory', 'participant', 'left_community')
group by h.instrument, h.standing
"""
PAIRS = """
with place as (select value as country from json_each(:codes))
select
  lower(a.country || '-' || b.country) as id,
  a.country as country_a,
  b.country as country_b,
  x.name_xx as name_a,
  y.name_xx as name_b,
  n.country_a is not null as neighbours,
  r.named_by,
  r.named_on
from place a
join place b on b.country > a.country
join country x on x.id = a.country
join country y on y.id = b.country
left join border n on n.country_a = a.country and n.country_b = b.country
left join corridor r on r.country_a = a.country and r.country_b = b.country and r.named_on <= :on
order by a.country, b.country
"""
Counts = dict[str, NDArray[np.float32]]


async def load_pairs(query: Query, countries: Sequence[str], on: str) -> list[Row]:
    """A row for each pair of countries, by their codes: what they share on a day, and the state
    of the pair.
    """
    codes = sorted(countries)
    given = {"codes": json.dumps(codes), "on": on}
    held = await query(TEXTS, **given)
    counts, place = count_shared(held, codes), {code: n for n, code in enumerate(codes)}
    return [
        with_counts(row, counts, place[row["country_a"]], place[row["country_b"]])
        for row in await query(PAIRS, **given)
    ]


def count_shared(held: list[Row], codes: Sequence[str]) -> Counts:
    """For each kind of text a matrix of countries by countries, in the order of `codes`: how many
    both hold. `held` are rows of TEXTS; a country that holds a text twice counts twice.
    """
    countries = {code: number for number, code in enumerate(codes)}
    names = dict.fromkeys(row["instrument"] for row in held)
    texts = {name: number for number, name in enumerate(names)}
    holders = [row["countries"].split() for row in held]
    sizes = np.array([len(codes) for codes in holders], dtype=np.intp)
    country = np.array([countries[code] for row in holders for code in row], dtype=np.intp)

    def column(values: list[Any], kind: type) -> NDArray[Any]:
        return np.repeat(np.array(values, dtype=kind), sizes)

    text = column([texts[row["instrument"]] for row in held], np.intp)
    family = column([row["family"] for row in held], str)
    standing = column([row["standing"] for row in held], str)
    own = column([row["own"] for row in held], bool)
    in_force = column([row["in_force"] for row in held], bool)

    def shared(rows: NDArray[np.bool_]) -> NDArray[np.float32]:
        numbers, columns = np.unique(text[rows], return_inverse=True)
        matrix = np.zeros((len(codes), len(numbers)), np.float32)
        np.add.at(matrix, (country[rows], columns), 1)
        return np.asarray(matrix @ matrix.T)

    present = np.isin(standing, PRESENT)
    agreement = present & (family == "agreement")
    return {
        "own": shared(agreement & own),
        "own_in_force": shared(agreement & own & in_force),
        "wider": shared(agreement & ~own),
        "doubtful": shared(present | (standing == "left_community")) - shared(present),
        "treaties": shared((family == "treaty") & (standing == "bound")),
        "networks": shared(present & (family == "network")),
    }


def with_counts(pair: Row, counts: Counts, a: int, b: int) -> Row:
    """The row of a pair with its state and its counts; a and b are its places in the matrices."""
    own = {name: int(matrix[a, b]) for name, matrix in counts.items()}
    if own["own_in_force"]:
        state = "in_force"
    elif own["own"]:
        state = "in_force_unknown"
    else:
        state = "wider_only" if own["wider"] else "empty"
    named = {name: pair[name] for name in ("neighbours", "named_by", "named_on")}
    first = {name: pair[name] for name in ("id", "country_a", "country_b", "name_a", "name_b")}
    return {**first, "state": state, **own, **named}

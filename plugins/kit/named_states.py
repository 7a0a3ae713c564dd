"""States as readers name them: a code, or a name in any language held; and who is near to one."""

import re
from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz, process

from plugins.kit.days import today
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Query, Row
from plugins.kit.state_sets import IS_MEMBER

WORDS = """
select w.word, k.id
from country k
join (
  select id, id as word from country
  union select id, iso2 from country
  union select id, name_en from country
  union select id, name_fr from country
  union select id, name_pt from country
  union select id, name_es from country
  union select id, name_ar from country
  union select country, name from country_name
) w on w.id = k.id
where k.kind in ('state', 'observer') and w.word is not null
"""
SHORTEST = 4  # signs of the beginning of a name that may stand for it
LEAST = 75  # likeness from 0 to 100 of what is offered in place of an unknown name
NEIGHBOURS = """
select n.id, k.name_xx as name
from (
  select country_b as id from border where country_a = :id
  union
  select country_a from border where country_b = :id
) n
join country k on k.id = n.id
left join (select country, count(*) as cells from verdict group by country) v on v.country = n.id
where k.kind in ('state', 'observer')
order by coalesce(v.cells, 0) desc, n.id
"""
COMMUNITIES = f"""
select g.id, g.name_xx as name, count(*) as members, group_concat(m.country) as codes
from "grouping" g
join membership m on m."grouping" = g.id and {IS_MEMBER.replace(":group", "g.id")}
where g.kind <> 'region'
group by g.id
having :id = '' or max(m.country = :id)
order by members, g.name_xx collate alphabet
"""


async def load_words(query: Query) -> dict[str, set[str]]:
    """The codes of the States that each folded word may mean."""
    words: dict[str, set[str]] = defaultdict(set)
    for row in await query(WORDS):
        words[fold_to_sort(row["word"])].add(row["id"])
    return words


def read_states(asked: list[str], words: dict[str, set[str]]) -> tuple[list[str], list[Row]]:
    """The codes of the States asked for, each once and in order, and what was not understood:
    rows of the text and the codes it may mean.

    asked: each a name or code, or several of them between commas, semicolons or, for codes, spaces.
    """
    codes: list[str] = []
    unknown: list[Row] = []
    for text in asked:
        whole = words.get(fold_to_sort(text), set())
        for part in map(str.strip, [text] if whole else re.split(r"[,;\n]+", text)):
            found = words.get(fold_to_sort(part), set()) or begun_by(part, words)
            pieces = [words.get(fold_to_sort(piece), set()) for piece in part.split()]
            if len(found) == 1:
                codes += found
            elif pieces and all(len(piece) == 1 for piece in pieces):
                codes += [code for piece in pieces for code in piece]
            elif part:
                meant = sorted(found or near(part, words))
                unknown.append({"text": part[:40], "codes": meant})
    return list(dict.fromkeys(codes)), unknown


def begun_by(text: str, words: dict[str, set[str]]) -> set[str]:
    """The States a name of which begins with a text of SHORTEST signs or more."""
    start = fold_to_sort(text)
    if len(start) < SHORTEST:
        return set()
    return {code for word, codes in words.items() if word.startswith(start) for code in codes}


def near(text: str, words: dict[str, set[str]]) -> set[str]:
    """The States whose names are most like a text; none where none is like it."""
    like = process.extract(
        fold_to_sort(text), list(words), scorer=fuzz.ratio, limit=3, score_cutoff=LEAST
    )
    return {code for word, _score, _place in like for code in words[word]}


async def load_company(query: Query, code: str, most: int) -> dict[str, Any]:
    """With whom a State is compared in one click: its neighbours, those first of whom most is
    known, at most `most` with itself; and the communities it is in, those of few members first.
    Without a code every community that is small enough.
    """
    near_by = await query(NEIGHBOURS, id=code) if code else []
    communities = await query(COMMUNITIES, id=code, on=today())
    return {
        "neighbours": [code, *(row["id"] for row in near_by)][:most] if near_by else [],
        "communities": [row for row in communities if code or row["members"] <= most],
    }

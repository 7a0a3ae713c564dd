"""What the search finds beside provisions: bodies and hotlines, plans and their activities,
agreements, findings and terms, each kind counted.
"""

import json
from typing import Any

import numpy as np

from plugins.kit.page import Ask
from plugins.searching.concepts import Widening
from plugins.searching.expressions import all_of, one_of
from plugins.searching.facets import Entries
from plugins.searching.place_sets import Places, common, union
from plugins.searching.query import Question
from plugins.searching.scope import read_places, title_expression

KINDS = ("body", "plan", "activity", "agreement", "finding", "term")
MATCHING = "select group_concat(rowid) as places from record_fts where record_fts match :match"
OF_STATES = """
select group_concat(place) as places
from search_record r
where country in (select value from json_each(:states))
  or instr(country, ';') and exists (
    select 1
    from json_each(:states) s
    where instr(';' || r.country || ';', ';' || s.value || ';')
  )
"""
NAMED = "select group_concat(rowid) as places from record_fts where record_fts match :titles"
RANKED = """
select r.place
from record_fts f
join search_record r on r.place = f.rowid
where record_fts match :match
  and +f.rowid in (select value from json_each(:places))
order by bm25(record_fts, 5.0, 1.0), r.place
limit :most offset :skip
"""
# the page of a record, its title and what it says, as rows with the id of the record
SHOWN = {
    "body": """
      select b.id, b.name_xx as title, b.role_xx as words, b.hotline, b.country,
        '/country/' || b.country || '#bodies' as path, b.source, b.verification, b.as_of
      from body b""",
    "plan": """
      select i.id, i.title_xx as title, i.body as words, i.country, '/plan/' || i.id as path,
        i.source, i.verification, coalesce(i.period_end, i.adopted_on) as as_of
      from instrument i""",
    "activity": """
      select a.id, coalesce(a.activity_xx, a.activity, a.activity_fr) as title,
        i.title_xx as words, i.country, '/plan/' || i.id || '#' || a.id as path,
        a.source, a.verification, a.status_on as as_of
      from plan_activity a
      join instrument i on i.id = a.plan""",
    "agreement": """
      select i.id, i.title_xx as title, i.topics as words, i.country,
        '/instrument/' || i.id as path, i.source, i.verification, i.adopted_on as as_of
      from instrument i""",
    "finding": """
      select f.id, f.statement_xx as title, f.standard as words, f.country,
        '/country/' || f.country || '#findings' as path, f.source, f.verification,
        f.year as as_of
      from finding f""",
    "term": """
      select t.id, t.label_xx as title, t.definition_xx as words, null as country,
        '/glossary#' || t.id as path, null as source, null as verification, null as as_of
      from term t""",
}


def find_records(
    ask: Ask, question: Question, widening: Widening, known: Entries, states: list[str]
) -> dict[str, Places]:
    """The places of the records of each kind that answer a question best: with all its words, or
    words that mean the same, else with the most of them, at least half. With `states` only those
    that concern one of them. A question about an article or an item has none.
    """
    if question.article or question.code or question.number:
        return {}
    if not (widening.groups or question.phrases or states):
        return {}
    if states:
        inside = read_places(ask, OF_STATES, states=json.dumps(states))
        if question.sets and question.set_words:
            titles = read_places(ask, NAMED, titles=title_expression(question))
            inside = union(inside, titles)
    else:
        inside = np.arange(1, max((last for _, last in known.records.values()), default=0) + 1)
    found = best_covered(ask, question, widening, inside)
    by_kind = {
        kind: found[(found >= first) & (found <= last)]
        for kind, (first, last) in known.records.items()
    }
    return {kind: by_kind[kind] for kind in KINDS if len(by_kind.get(kind, ()))}


def best_covered(ask: Ask, question: Question, widening: Widening, inside: Places) -> Places:
    """Those of the places that meet the most groups of a question, at least half of them."""
    groups = [group.wide for group in widening.groups]
    if not groups and not question.phrases:
        return inside
    whole = question.demanding(groups, all_of)
    found = common(inside, read_places(ask, MATCHING, match=str(whole)))
    if len(found) or len(groups) < 2 or question.phrases:
        return found
    met = np.bincount(
        np.concatenate([read_places(ask, MATCHING, match=str(group)) for group in groups]),
        minlength=int(inside.max(initial=0)) + 1,
    )[inside]
    most = int(met.max(initial=0))
    return inside[met == most] if 2 * most >= len(groups) else found


def record_rows(
    ask: Ask,
    kind: str,
    places: Places,
    question: Question,
    widening: Widening,
    page: tuple[int, int],
) -> list[dict[str, Any]]:
    """Records of one kind, best first; `page` says how many are left out before and how many are
    shown.
    """
    skip, most = page
    groups = [group.wide for group in widening.groups]
    chosen = json.dumps(places.tolist())
    if groups or question.phrases:
        match = question.demanding(groups, one_of)
        ranked = ask(RANKED, match=str(match), places=chosen, most=most, skip=skip)
        order = [row["place"] for row in ranked]
    else:
        order = places[skip : skip + most].tolist()
    rows = ask(
        f"""
        select r.place, s.*, k.name_xx as country_name
        from search_record r
        join ({SHOWN[kind]}) s on s.id = r.record
        left join country k on k.id = s.country
        where r.place in (select value from json_each(:places))
        """,
        places=json.dumps(order),
    )
    by_place = {row.pop("place"): row for row in rows}
    return [{"kind": kind, **by_place[place]} for place in order if place in by_place]

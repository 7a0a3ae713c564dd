"""Which provisions a question leaves beside its words: an article, an item, a State or a community
of them, the number of an instrument, a day on which the law was in force.
"""

import json
from typing import Any

import numpy as np

from plugins.kit.page import Ask
from plugins.searching.expressions import one_of
from plugins.searching.facets import Entries
from plugins.searching.place_sets import Places
from plugins.searching.query import Question

IN_FORCE = """e.instrument in (
  select instrument
  from law_period
  where not undated and from_on <= :on and (until_on is null or until_on > :on)
  union
  select id
  from instrument
  where country is null and status in ('in_force', 'amended', 'signed', 'adopted')
    and coalesce(in_force_on, adopted_on) <= :on and (ended_on is null or ended_on > :on)
)"""
OF_STATES = """(
  e.country in (select value from json_each(:states))
  or e.country is null and :several and e.instrument in (
    select instrument
    from party
    where country in (select value from json_each(:states))
    group by instrument
    having count(distinct country) = json_array_length(:states)
  )
)"""
# law of the members, and agreements most of whose parties are members
OF_SETS = """(
  e.country in (select value from json_each(:members))
  or e.country is null and e.instrument in (
    select instrument
    from party
    group by instrument
    having sum(country in (select value from json_each(:members))) * 2 > count(*)
  )
)"""
IN_TITLE = "e.place in (select rowid from search_fts where search_fts match :titles)"
HAS_ITEM = """exists (
  select 1
  from crossref c
  where c.provision = e.provision and (c.item = :code or c.item glob :code || '.*')
)"""


def filter_places(ask: Ask, question: Question, known: Entries, on: str) -> Places:
    """The places that an article, an item, a State or the number of an instrument in the question
    leaves, of law in force on a day, if one is given; all places (`known.places` itself) where
    nothing of this is asked.
    """
    conditions: list[str] = []
    values: dict[str, str] = {}
    if question.article:
        conditions.append("e.number = :article")
        values["article"] = question.article
    if question.code:
        conditions.append(HAS_ITEM)
        values["code"] = question.code
    if question.instruments:
        conditions.append("e.instrument in (select value from json_each(:instruments))")
        values["instruments"] = json.dumps(question.instruments)
    if not question.instruments and (places := places_asked(question, values)):
        conditions.append(places)
    if on:
        conditions.append(IN_FORCE)
        values["on"] = on
    if not conditions:
        return known.places
    where = " and ".join(conditions)
    sql = f"select group_concat(e.place) as places from search_entry e where {where}"
    return read_places(ask, sql, **values)


def places_asked(question: Question, values: dict[str, str]) -> str:
    """The condition for provisions of the States and sets of a question, whose values are added;
    empty where it names none.
    """
    either = []
    if question.states:
        either.append(OF_STATES)
        values["states"] = json.dumps(question.states)
        values["several"] = "1" if len(question.states) > 1 else ""
    if question.sets:
        either.append(OF_SETS)
        values["members"] = json.dumps(question.members)
    if question.sets and question.set_words:
        either.append(IN_TITLE)
        values["titles"] = title_expression(question)
    return f"({' or '.join(either)})" if either else ""


def title_expression(question: Question) -> str:
    """The FTS5 expression for the names of sets, as typed, in a title."""
    return f"{{title}} : ({one_of(question.set_words)})"


def read_places(ask: Ask, sql: str, **values: Any) -> Places:
    """The places that SQL gives as one text with commas, in order."""
    return np.sort(np.fromstring(ask(sql, **values)[0]["places"] or "", dtype=np.intp, sep=","))

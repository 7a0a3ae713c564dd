"""The data of a page of results: rows with snippets, facets, instruments and items named."""

import json
import re
from typing import Any

import numpy as np

from ingest.folding import for_search
from plugins.kit.language import gettext as _
from plugins.kit.page import Ask
from plugins.kit.record_labels import LABELS
from plugins.searching.facets import label_counts
from plugins.searching.finding import Found, Wanted
from plugins.searching.query import Question
from plugins.searching.records import record_rows
from plugins.searching.snippet import Highlighter

ROWS = """
select
  e.place,
  p.id,
  p.label,
  p.heading,
  p.summary_xx as summary,
  p.summary_en,
  p.summary_fr,
  p.text as passage,
  e.language,
  i.id as instrument,
  i.title_xx as instrument_title,
  i.kind,
  i.status,
  i.adopted_on,
  i.country,
  k.name_xx as country_name,
  p.verification,
  p.source,
  e.items,
  coalesce(
    (select max(seen_on) from change where entity = 'provision' and entity_id = p.id),
    (select max(received_on) from version where instrument = i.id),
    i.adopted_on
  ) as seen_on,
  (
    select group_concat(distinct s.item)
    from suggestion s
    where s.provision = p.id
      and s.confidence <> 'weak'
      and not exists (
        select 1
        from crossref c
        where c.provision = s.provision and c.item = s.item
      )
  ) as suggested
from search_entry e
join provision p on p.id = e.provision
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
where e.place in (select value from json_each(:places))
"""
INSTRUMENT = """
select i.id, i.title_xx as title, i.kind, i.status, i.adopted_on, k.name_xx as country
from instrument i
left join country k on k.id = i.country
"""
NAMED = (
    INSTRUMENT.replace(
        "from instrument i", "from instrument_fts f join instrument i on i.rowid = f.rowid"
    )
    + """
where instrument_fts match :match order by i.in_force desc, rank limit 8
"""
)
ITEMS = """
select t.code, t.label_xx as label
from item t
where t.code = :code or t.code glob :code || '.*' or (
  :words <> ''
  and (lower(t.label_en) like :words or lower(t.label_fr) like :words)
)
order by t.ordinal
limit 8
"""
STATES = """
select k.id, k.name_xx as name
from country k
where k.id in (select value from json_each(:ids))
"""
GROUPS = """
select id, name_xx as name from "grouping" where id in (select value from json_each(:ids))
"""
# the verdicts of the States named on the items that the question asks for
VERDICTS = """
select g.country, k.name_xx as country_name, g.item, t.label_xx as label, g.verdict
from gap g
join country k on k.id = g.country
join item t on t.code = g.item
where g.country in (select value from json_each(:states))
  and g.item in (select value from json_each(:items))
order by k.name_xx, t.ordinal
"""
MOST_VERDICTS = 6  # cells named beside an answer; a question that asks for more has none
HELD = """
select
  count(distinct p.id) as provisions,
  count(distinct case when p.text is not null then p.id end) as texts,
  count(distinct p.instrument) as instruments
from provision p
join instrument i on i.id = p.instrument
where :country = '' or i.country = :country
"""
NOT_HELD = """
select k.id, k.name_xx as name
from country k
where k.kind in ('state', 'observer')
  and not exists (
    select 1
    from instrument i
    join provision p on p.instrument = i.id
    where i.country = k.id
  )
order by k.name_xx
"""


def page_of(ask: Ask, wanted: Wanted, found: Found) -> dict[str, Any]:
    """The data of a page: what was asked and understood, what was found, and what goes with it."""
    counted = label_counts(ask, found.counts) if found.counts else {}
    asked = {
        name: value for name, value in wanted._asdict().items() if name not in ("marked", "facets")
    }
    understood = describe_question(found)
    page = {
        **asked,
        "total": found.total,
        "pages": number_of_pages(found, wanted),
        "rows": result_rows(ask, found, wanted.marked),
        "records": {kind: len(places) for kind, places in found.records.items()},
        "facets": {name: rows for name, rows in counted.items() if rows}
        if wanted.q or wanted.chosen
        else {},
        "all_words": found.with_all_words,
        "nearest": corrected_question(wanted.q, understood["instead"]),
        "understood": understood,
        "known": names_of(
            ask, [*understood["states"], *understood["sets"], *understood["elsewhere"]]
        ),
        "verdicts": verdicts_asked(ask, found),
        "instruments": named_instruments(ask, found),
        "items": named_items(ask, found.question, wanted.q),
    }
    if wanted.within:
        skip = (wanted.current - 1) * wanted.size
        places = found.records.get(wanted.within, np.empty(0, dtype=np.intp))
        page["rows"] = record_rows(
            ask, wanted.within, places, found.question, found.widening, (skip, wanted.size)
        )
    if found.instruments is not None:
        numbers = found.instruments
        page["instrument_counts"] = {name: numbers[name] for name in found.shown_instruments}
    if not found.total:
        page["held"] = ask(HELD, country=wanted.chosen.get("country", ""))[0]
        page["not_held"] = ask(NOT_HELD)
    return page


def names_of(ask: Ask, named: list[str]) -> dict[str, str]:
    """What States and sets of States are called in the reader's language."""
    ids = json.dumps([name.rpartition(":")[2] for name in named])
    names = {row["id"]: row["name"] for row in ask(STATES, ids=ids) + ask(GROUPS, ids=ids)}
    return {name: name_of(name, names) for name in named}


def name_of(named: str, names: dict[str, str]) -> str:
    """What a State or set is called, by the names of States and communities."""
    kind, _colon, code = named.rpartition(":")
    if kind == "region":
        return str(LABELS["region"][code])
    if kind == "neighbours":
        return str(_("neighbours: %(state)s", state=names[code]))
    return names[code]


def verdicts_asked(ask: Ask, found: Found) -> list[dict[str, Any]]:
    """The verdicts that answer a question on few States and items; none for a question on more."""
    states = [*found.question.states, *(e for e in found.question.elsewhere if ":" not in e)]
    if not 0 < len(states) * len(found.widening.items) <= MOST_VERDICTS:
        return []
    return ask(VERDICTS, states=json.dumps(states), items=json.dumps(found.widening.items))


def number_of_pages(found: Found, wanted: Wanted) -> int:
    """How many pages the provisions, the instruments they are grouped by, or the records of the
    kind asked for, fill.
    """
    n = found.total if found.instruments is None else len(found.instruments)
    if wanted.within:
        n = len(found.records.get(wanted.within, ()))
    return -(-n // wanted.size)


def result_rows(ask: Ask, found: Found, marked: bool) -> list[dict[str, Any]]:
    """The provisions of the page: the passage in the language of the text, our summary in the
    reader's; the asked words `marked` on a page.
    """
    highlighter = Highlighter(found.question, found.widening.beginnings)
    places = json.dumps([place for place, _ in found.places])
    rows = {row.pop("place"): row for row in ask(ROWS, places=places)}
    return [
        {**result_row(rows[place], highlighter, marked), "found_by": tier}
        for place, tier in found.places
    ]


def result_row(row: dict[str, Any], highlighter: Highlighter, marked: bool) -> dict[str, Any]:
    """A row of ROWS with its snippet. Without a text, and with the asked words only in the summary
    of the other language, that summary takes the place of the text.
    """
    english, french = row.pop("summary_en"), row.pop("summary_fr")
    if not row["passage"] and not highlighter.has_asked_form(row["summary"]):
        other = french if row["summary"] == english else english
        if highlighter.has_asked_form(other):
            row["passage"], row["language"] = other, "fr" if other == french else "en"
    summary = row["summary"] or ""
    row["passage"] = highlighter.cut_snippet(row["passage"], marked)
    row["summary"] = highlighter.highlight(summary) if marked else summary
    return row


def corrected_question(text: str, instead: dict[str, list[str]]) -> str:
    """The question with each unknown word replaced by the nearest known one; empty if none is."""
    if not instead:
        return ""
    return re.sub(r"\w+", lambda word: instead.get(for_search(word[0]), [word[0]])[0], text)


def describe_question(found: Found) -> dict[str, Any]:
    """What a question was taken to mean, for the reader to check."""
    question = found.question
    meant = [
        word for group in found.widening.groups if group.meaning for word in group.words.split()
    ]
    return {
        "words": [group.words for group in found.widening.groups],
        "phrases": [phrase.word for phrase in question.phrases],
        "article": question.article,
        "item": question.code,
        "number": question.number,
        "unknown": [word for word in question.unknown if word not in meant],
        "instead": {w: list(words) for w, words in question.instead if w not in meant},
        "unasked": list(question.unasked),
        "states": list(question.states),
        "sets": list(question.sets),
        "elsewhere": list(question.elsewhere),
        "left_out": list(question.left_out),
        "concepts": list(found.widening.concepts),
    }


def named_instruments(ask: Ask, found: Found) -> list[dict[str, Any]]:
    """Instruments with the number that was asked for or, without one, with the words in their
    titles.
    """
    if found.question.instruments:
        return ask(
            f"{INSTRUMENT} where i.id in (select value from json_each(:instruments))",
            instruments=json.dumps(found.question.instruments),
        )
    words = [word for group in found.widening.groups for word in group.words.split()]
    match = " AND ".join(f'"{word}"' for word in words)
    return ask(NAMED, match=match) if match else []


def named_items(ask: Ask, question: Question, text: str) -> list[dict[str, Any]]:
    """Items with the code that was asked for, or the text in their labels."""
    if not text:
        return []
    return ask(ITEMS, code=question.code, words=f"%{text.lower()}%" if len(text) > 3 else "")

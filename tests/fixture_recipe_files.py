"""What test_recipes.py adds to a copy of the checkout, as a person following a recipe would."""

LAW = """\
id: nor-act-2015-1
kind: act
country: NOR
title: Made Act
title_en: Made Act
title_fr: Loi fictive
language: en
number: Act 1 of 2015
in_force_on: '2015-01-01'
status: in_force
source: editors
verification: seen
note: 'Made for tests; 3 sections'
note_fr: 'Pour les tests ; 3 articles'
provision:
- number: '1'
  label: s. 1
  heading: Made compensation of passengers
  summary_en: Victims may claim compensation.
  summary_fr: Les victimes peuvent demander une indemnisation.
  crossref:
  - item: palermo:6.6
    extent: full
    basis: text
    evidence: may claim compensation
- number: '2'
  label: s. 2
  heading: Made compensation of passengers
  summary_en: The Ministry informs the public.
  summary_fr: Le ministère informe le public.
  crossref:
  - item: palermo:9.2
    extent: partial
    basis: text
    evidence: informs the public
- id: nor-act-2015-1:nc-1
  label: article not confirmed
  heading: Made compensation of passengers
  crossref:
  - item: palermo:6.3.a
    basis: heading
"""
PLAN = """\
id: nor-plan-2023
kind: plan
country: NOR
title: Made plan
title_en: Made plan
title_fr: Plan fictif
language: en
status: in_force
period_start: '2023'
period_end: '2030'
source: editors
verification: seen
plan_activity:
- pillar: protection
  activity_en: Make a shelter.
  activity_fr: Faire un abri.
  body: Ministry
  body_fr: Ministère
  due_on: '2025'
  status: started
  activity_item:
  - item: palermo:6.3.a
  plan_progress:
  - reported_on: '2024'
    statement_en: Begun.
    statement_fr: Commencé.
"""
AGREEMENT = """\
id: mou-nor-sen
kind: mou
title: Made memorandum
title_en: Made memorandum
title_fr: Mémorandum fictif
language: en
in_force_on: '2023'
status: in_force
source: editors
verification: seen
party:
- country: NOR
  status: bound
  signed_on: '2022'
  bound_on: '2023'
- country: SEN
  status: bound
  signed_on: '2022'
  bound_on: '2023'
"""
MEETING = "made-2023,2023,Made meeting,Réunion fictive,mou-nor-sen,editors,,seen,,"
FINDING = "sen-made,SEN,palermo:6.6,,met,Made.,Fictif.,2023,,editors,,seen,,"
CLAUSES = """\
code,benchmark,article,paragraph,obligation,pillar,requirement_en,requirement_fr,source,verification
made:1,made,1,1,shall,protection,Compensate victims.,Indemniser les victimes.,editors,seen
"""
SCRAPER = '''\
"""Made prevalence index: one list of countries."""

from collections.abc import Iterator

from scrapers.page import Row, all_elements, read_html, text_of

SOURCE = "made-index"
TITLE = "Made prevalence index"
TERMS = "made for tests"
ACCEPT = ("html",)
PAGES = {"prevalence": "https://example.org/prevalence"}


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield one 'country' row for each line of the list."""
    for line in all_elements(read_html(page), "li"):
        yield "country", {"country": text_of(line)}
'''
ADAPTER = '''\
"""Findings of the made prevalence index."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """One finding for each country on the list."""
    for _, row in rows:
        country = context.place_country(row["country"])
        if isinstance(country, Unplaced):
            yield "issue", country
            continue
        words = {"statement_en": "On the made list.", "statement_fr": "Sur la liste fictive."}
        keys = {"id": f"{country.lower()}-made", "country": country, "item": "palermo:6.6"}
        yield "finding", keys | {"verdict": "met"} | words
'''
PAGE = '''\
"""/treaty-status : how many actions are recorded for each treaty."""

from typing import Any

from datasette import hookimpl

from plugins.kit.page import Query, route

STATUS = """
select i.id, i.title_xx as title, count(*) as number
from party p
join instrument i on i.id = p.instrument
group by i.id
order by number desc, i.id
limit 20
"""


async def load_treaties(query: Query, request: Any) -> dict[str, Any]:
    """The treaties with the most actions."""
    return {"rows": await query(STATUS)}


@hookimpl
def register_routes() -> list[Any]:
    return [
        route(
            "treaty-status",
            "treaty_status.html",
            load_treaties,
            "/instrument/{id}",
            examples=["/treaty-status"],
        )
    ]
'''
TEMPLATE = """\
{% extends "ledger.html" %}
{% block title %}{{ _("Made status of treaties") }} · Palermo Ledger{% endblock %}
{% block content %}
<h1>{{ _("Made status of treaties") }}</h1>
<ul>{% for row in rows %}
<li><a href="{{ at }}/instrument/{{ row.id }}">{{ row.title }}</a> {{ row.number|number }}</li>
{% endfor %}</ul>
{% endblock %}
"""
SWEDISH = '''"""
Lag om trygg överfart
§ 1
I denna lag avses med passagerare en person som transporteras till sjöss.
§ 2
Det är förbjudet att sälja en person för en överfart och den som gör det ska dömas.
§ 3
Denna lag träder i kraft den dag som regeringen bestämmer.
"""'''

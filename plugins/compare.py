"""/compare?c=NGA,GHA,SEN : two to eight countries, item by item."""

import json
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.days import read_day, today
from plugins.kit.known_values import CERTAINTIES, refuse_unknown_values
from plugins.kit.language import gettext as _
from plugins.kit.named_states import load_company, load_words, read_states
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.penalty_cases import IN_FORCE, PENALTIES, penalty_table
from plugins.kit.verdict_sql import CELLS, EVERY_ITEM, read_certainty

MOST = 8
CHOSEN = """with chosen as (
  select k.id, k.iso2, k.name_xx as name
  from country k
  where k.id in (select value from json_each(:codes))
)
"""
COMPARED = f"""{CHOSEN}
select g.*, t.label_xx as label, p.label as article
from ({CELLS}) g
join item t on t.code = g.item
left join provision p on p.id = g.provision
order by t.ordinal, g.country
"""
ELEMENTS = f"""
select
  i.country,
  d.provision,
  p.label as article,
  i.title_xx as instrument,
  d.acts,
  d.means,
  d.purposes,
  d.means_required_for_child,
  d.consent_irrelevant,
  d.child_age
from definition d
join provision p on p.id = d.provision
join instrument i on i.id = p.instrument
where i.country in (select value from json_each(:codes)) and i.kind <> 'bill' and ({IN_FORCE})
"""
ARTICLES = f"""
select
  i.country,
  p.id,
  p.label,
  p.heading,
  p.text,
  p.language,
  p.summary_en,
  p.summary_fr,
  c.extent,
  c.basis,
  i.title_xx as instrument,
  i.adopted_on
from crossref c
join provision p on p.id = c.provision
join instrument i on i.id = p.instrument
where c.item = :item
  and i.country in (select value from json_each(:codes))
  and ({IN_FORCE})
  and c.basis <> 'heading'
order by i.country, c.extent = 'full' desc, p.id
"""
PARTS = ("acts", "means", "purposes")
# rule of a definition -> the value that meets the Protocol
RULES = {"means_required_for_child": "no", "consent_irrelevant": "yes", "child_age": 18}
COUNTRIES = """
select id, name_xx as name
from country
where kind in ('state', 'observer')
order by name_xx collate alphabet
"""


async def load_comparison(query: Query, request: Any) -> dict[str, Any]:
    """The chosen countries side by side; the table is one row a country and item."""
    known = {row["id"]: row["name"] for row in await query(COUNTRIES)}
    chosen, unknown = read_states(request.args.getlist("c"), await load_words(query))
    refuse_too_many(chosen)
    if unknown and request.url_vars.get("format"):
        raise BadRequest(_("Not a State: %(names)s.", names=", ".join(u["text"] for u in unknown)))
    on, certainty = read_day(request.args.get("on")), request.args.get("certainty", "")
    day = {"on": on, "certainty": read_certainty(certainty)}
    states = {"codes": json.dumps(chosen), "on": on}
    rows = await query(COMPARED, codes=states["codes"], **EVERY_ITEM, **day)
    elements = await query(ELEMENTS, **states)
    item = request.args.get("item") or ""
    asked = {"item": item, "certainty": certainty}
    await refuse_unknown_values(query, asked, certainty=CERTAINTIES)
    articles = await query(ARTICLES, item=item, **states) if item else []
    table = item_table(rows)
    penalties = await query(PENALTIES, **states) if chosen else []
    return {
        "rows": rows,
        "table": table,
        "chosen": chosen,
        "known": known,
        "unknown": unknown,
        "company": await load_company(query, chosen[0] if chosen else "", MOST),
        "penalties": penalty_table(penalties) if chosen else {},
        "most": MOST,
        "asked": day,
        "past": on if on != today() else "",
        "elements": element_table(elements, chosen),
        "defined": sorted({row["country"] for row in elements}),
        "definitions": grouped(elements, "country"),
        "item": next((row for row in table if row["item"] == item), None),
        "articles": grouped(articles, "country"),
    }


def refuse_too_many(codes: list[str]) -> None:
    """Raises BadRequest when there are more than MOST."""
    if len(codes) > MOST:
        raise BadRequest(
            _(
                "At most %(most)s countries can be compared; %(asked)s were asked for.",
                most=MOST,
                asked=len(codes),
            )
        )


def item_table(rows: list[Row]) -> list[Row]:
    """One line an item, with the cell of each country."""
    return [
        {
            "item": item,
            "label": cells[0]["label"],
            "pillar": cells[0]["pillar"],
            "cells": {cell["country"]: cell for cell in cells},
            "unread": all(cell["verdict"] == "not_assessed" for cell in cells),
            "differs": len({cell["verdict"] for cell in cells} - {"not_assessed"}) > 1,
        }
        for item, cells in grouped(rows, "item").items()
    ]


def element_table(rows: list[Row], chosen: list[str]) -> list[Row]:
    """One line an element of a definition, with the countries whose laws in force name it; then
    one line a rule that any of these laws has.
    """
    named = {
        (part, word, row["country"])
        for row in rows
        for part in PARTS
        for word in (row[part] or "").split(";")
        if word
    }
    named |= {
        ("rules", rule, row["country"])
        for row in rows
        for rule, wanted in RULES.items()
        if row[rule] == wanted
    }
    lines = sorted({(part, word) for part, word, _country in named}, key=element_order)
    return [
        {
            "part": part,
            "word": word,
            "countries": [code for code in chosen if (part, word, code) in named],
        }
        for part, word in lines
    ]


def element_order(line: tuple[str, str]) -> tuple[int, int, str]:
    """Acts, means, purposes, each by name with "other" last; then the rules as RULES has them."""
    part, word = line
    if part == "rules":
        return len(PARTS), list(RULES).index(word), ""
    return PARTS.index(part), int(word == "other"), word


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/compare?c=NGA,GHA,SEN",
        "/compare?c=Sierra%20Leone&c=S%C3%A9n%C3%A9gal&on=2004-01-01",
        "/compare?c=SLE,LSO,NAM&item=palermo:6.6",
    )
    return [route("compare", "compare.html", load_comparison, examples=examples)]

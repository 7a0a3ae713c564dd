"""/compare?c=NGA,GHA,SEN : two to eight countries, item by item."""

import re
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _
from plugins.kit.page import Query, grouped, route

MOST = 8
CELLS = """
select
  g.item,
  t.label_xx as label,
  g.pillar,
  g.obligation,
  g.country,
  g.verdict,
  g.basis,
  g.provision,
  p.label as article,
  g.since,
  g.heading_only
from gap g
join item t on t.code = g.item
left join provision p on p.id = g.provision
where g.country in (select value from json_each(:codes))
order by t.ordinal, g.country
"""
PENALTIES = """
select
  v.country,
  v.provision,
  p.label as article,
  x.min_months,
  x.max_months,
  x.life,
  x.fine_min,
  x.fine_max,
  x.currency,
  i.title_xx as instrument
from verdict v
join penalty x on x.provision = v.provision and x.aggravated is not 1
join provision p on p.id = v.provision
join instrument i on i.id = p.instrument
where v.item = 'palermo:5.1' and v.country in (select value from json_each(:codes))
order by v.country, x.ordinal
"""

ELEMENTS = """
select
  i.country,
  d.acts,
  d.means,
  d.purposes,
  d.means_required_for_child,
  d.consent_irrelevant,
  d.child_age
from definition d
join provision p on p.id = d.provision
join instrument i on i.id = p.instrument
where i.country in (select value from json_each(:codes)) and i.status in ('in_force', 'amended')
"""
ARTICLES = """
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
  and i.status in ('in_force', 'amended')
  and c.basis <> 'heading'
order by i.country, c.extent = 'full' desc, p.id
"""
PARTS = ("acts", "means", "purposes")


def matrix(rows: list[dict[str, Any]], chosen: list[str]) -> list[dict[str, Any]]:
    """Elements of the definitions of each country, one row an element: which countries' laws in
    force name it.
    """
    held = {
        (row["country"], part, word)
        for row in rows
        for part in PARTS
        for word in (row[part] or "").split(";")
        if word
    }
    words = sorted(
        {(part, word) for _, part, word in held},
        key=lambda pair: (PARTS.index(pair[0]), pair[1] == "other", pair[1]),
    )
    table = [
        {
            "part": part,
            "word": word,
            "countries": [code for code in chosen if (code, part, word) in held],
        }
        for part, word in words
    ]
    rules = {"means_required_for_child": "no", "consent_irrelevant": "yes", "child_age": 18}
    for rule, wanted in rules.items():
        said = {row["country"] for row in rows if row[rule] == wanted}
        table += (
            [
                {
                    "part": "rules",
                    "word": rule,
                    "countries": [code for code in chosen if code in said],
                }
            ]
            if said
            else []
        )
    return table


async def compare(query: Query, request: Any) -> dict[str, Any]:
    """The chosen countries side by side; the table is one row a country and item."""
    asked = ",".join(request.args.getlist("c"))
    codes = list(dict.fromkeys(code.upper() for code in re.split(r"[\s,;]+", asked) if code))
    if len(codes) > MOST:
        raise BadRequest(
            _(
                "At most %(most)s countries can be compared; %(asked)s were asked for.",
                most=MOST,
                asked=len(codes),
            )
        )
    choices = await query(
        """
          select id, name_xx as name
          from country
          where kind in ('state', 'observer')
          order by name_xx collate alphabet"""
    )
    known = {row["id"]: row["name"] for row in choices}
    chosen = [code for code in codes if code in known]
    chosen_json = "[" + ",".join(f'"{code}"' for code in chosen) + "]"
    rows = await query(CELLS, codes=chosen_json)
    elements = await query(ELEMENTS, codes=chosen_json)
    item = request.args.get("item") or ""
    table = [
        {
            "item": item,
            "label": cells[0]["label"],
            "pillar": cells[0]["pillar"],
            "cells": {cell["country"]: cell for cell in cells},
        }
        for item, cells in grouped(rows, "item").items()
    ]
    return {
        "rows": rows,
        "table": table,
        "chosen": chosen,
        "known": known,
        "unknown": [code for code in codes if code not in known],
        "penalties": await query(PENALTIES, codes=chosen_json),
        "most": MOST,
        "elements": matrix(elements, chosen),
        "defined": sorted({row["country"] for row in elements}),
        "item": next((row for row in table if row["item"] == item), None),
        "articles": grouped(await query(ARTICLES, codes=chosen_json, item=item), "country")
        if item
        else {},
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = ("/compare?c=NGA,GHA,SEN", "/compare?c=SLE,LSO,NAM&item=palermo:6.6")
    return [route("compare", "compare.html", compare, examples=examples)]

"""/gaps : every country against every item, and the short addresses that open a cell's evidence."""

from collections import Counter
from typing import Any

from datasette import NotFound, Response, hookimpl

from plugins.kit.days import read_day_or_today
from plugins.kit.gap_cells import from_base62, grid_lines, legend_of, spoken_style
from plugins.kit.language import gettext, language_prefix, own_columns
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Query, Row, grouped, headers, link, query_of, route
from plugins.kit.record_labels import LABELS, language_names
from plugins.kit.routes import Route

PILLARS = ("prosecution", "protection", "prevention", "partnership", "general")
FILTERS = ("region", "group", "tradition", "language", "obligation", "pillar", "item")
CHOSEN = """with chosen as (
  select k.id, k.iso2, k.name_xx as name
  from country k
  where k.kind in ('state', 'observer')
    and (:region = '' or :region in (k.region, k.subregion))
    and (:tradition = '' or instr(';' || k.legal_tradition || ';', ';' || :tradition || ';'))
    and (:language = '' or instr(';' || k.languages || ';', ';' || :language || ';'))
    and (
      :group = ''
      or exists (
        select 1
        from membership m
        where m."grouping" = :group
          and m.country = k.id
          and (m.joined_on is null or m.joined_on <= :on)
          and (m.left_on is null or m.left_on > :on)
      )
    )
)
"""
CELLS = """
select
  g.country,
  c.iso2,
  c.name,
  g.item,
  g.pillar,
  g.obligation,
  g.verdict,
  g.basis,
  g.verification,
  g.provision,
  g.since,
  g.heading_only,
  g.contradicted
from gap g
join chosen c on c.id = g.country
where (:obligation = '' or g.obligation = :obligation)
  and (:pillar = '' or g.pillar = :pillar)
  and (:item = '' or g.item = :item)
"""
SCORE = """select
  c.name,
  sum(g.verdict = 'full') as full,
  sum(g.verdict = 'partial') as partial,
  sum(g.verdict = 'contrary') as contrary,
  sum(g.verdict = 'absent') as absent,
  sum(g.verdict = 'not_assessed') as not_assessed,
  round(100 * avg(g.credit), 1) as score
from gap g
join chosen c on c.id = g.country
where (:obligation = '' or g.obligation = :obligation)
  and (:pillar = '' or g.pillar = :pillar)
  and (:item = '' or g.item = :item)
group by g.country
order by c.name collate alphabet"""
ITEMS = "select code, ordinal, pillar, obligation, label_xx as label from item order by ordinal"
MEMBERS = """
select count(*) as members, sum(m.joined_on is null) as undated, min(m.as_of) as as_of
from membership m
where m."grouping" = :group
  and (m.joined_on is null or m.joined_on <= :on)
  and (m.left_on is null or m.left_on > :on)
"""
CHOICES = {
    "region": """
      select distinct region as id, region as name, region as place
      from country
      where region is not null
      union
      select distinct subregion, '– ' || subregion, region || ' ' || subregion
      from country
      where subregion is not null
      order by place""",
    "group": 'select id, name_xx as name from "grouping" order by name_xx',
    "split": "select legal_tradition, languages from country where kind in ('state', 'observer')",
}
OPENED_CELL = """
select g.provision, g.item
from gap g
join country k on k.id = g.country
join item t on t.code = g.item
where k.iso2 = :iso2 and t.ordinal = :ordinal
"""
CELL = r"^/(?P<cell>[A-Za-z](?P<iso2>[A-Z]{2})(?P<place>[0-9A-Za-z]{1,2}))$"


async def load_gaps(query: Query, request: Any) -> dict[str, Any]:
    """The chosen countries against the chosen items; the table is one row a country and item."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    on, refused = read_day_or_today(request.args.get("on", ""))
    if not any(asked[name] for name in ("region", "group", "tradition", "language")):
        asked["region"] = "Africa"
    values = {**asked, "region": "" if asked["region"] == "world" else asked["region"], "on": on}
    rows = await query(CHOSEN + CELLS, **values)
    items = used_items(await query(ITEMS), rows)
    members = await query(MEMBERS, group=asked["group"], on=on) if asked["group"] else [None]
    score_sql = own_columns(CHOSEN + SCORE)
    return {
        "rows": sort_cells(rows, items),
        "totals": {row["name"]: row for row in await query(CHOSEN + SCORE, **values)},
        "asked": {**asked, "on": on},
        "refused": refused,
        "members": members[0],
        "items": items,
        "by_item": count_verdicts(rows),
        "choices": await load_choices(query),
        "score_sql": score_sql,
        "score_link": link("/tip/-/query", sql=score_sql, **values),
    }


def used_items(items: list[Row], rows: list[Row]) -> list[Row]:
    """The items that have a cell, pillar by pillar."""
    used = {row["item"] for row in rows}
    return [
        item
        for pillar in PILLARS
        for item in items
        if item["pillar"] == pillar and item["code"] in used
    ]


def sort_cells(rows: list[Row], items: list[Row]) -> list[Row]:
    """Cells by the names of the countries, then in the order of the items."""
    order = {item["code"]: place for place, item in enumerate(items)}
    return sorted(
        rows, key=lambda row: (fold_to_sort(row["name"]), row["country"], order[row["item"]])
    )


def count_verdicts(rows: list[Row]) -> dict[str, dict[str, int]]:
    """How many countries have each verdict, by item."""
    return {
        code: dict(Counter(row["verdict"] for row in cells))
        for code, cells in grouped(rows, "item").items()
    }


async def load_choices(query: Query) -> dict[str, list[Row]]:
    """What the filters offer, each list of rows with an id and a name in the reader's language."""
    countries = await query(CHOICES["split"])
    lists = {name: await query(CHOICES[name]) for name in ("region", "group")}
    traditions = shared_values(countries, "legal_tradition")
    languages = shared_values(countries, "languages")
    words = LABELS["legal_tradition"]
    lists["tradition"] = [{"id": value, "name": words[value]} for value in traditions]
    lists["language"] = [{"id": value, "name": language_names(value)} for value in languages]
    for name in ("tradition", "language"):
        lists[name].sort(key=lambda row: fold_to_sort(row["name"]))
    return lists


def shared_values(rows: list[Row], column: str) -> list[str]:
    """The values of a column with semicolons that more than one row has."""
    counts = Counter(value for row in rows for value in (row[column] or "").split(";") if value)
    return [value for value, n in counts.items() if n > 1]


async def open_cell(datasette: Any, request: Any) -> Response:
    """From a cell to its evidence: the provision, or the item where no provision is known."""
    found = await query_of(datasette)(
        OPENED_CELL,
        iso2=request.url_vars["iso2"],
        ordinal=from_base62(request.url_vars["place"]),
    )
    if not found:
        raise NotFound(
            gettext(
                "No cell of the grid has the address %(path)s. /gaps has them all.",
                path=request.path,
            )
        )
    provision, item = found[0]["provision"], found[0]["item"]
    evidence = f"/provision/{provision}" if provision else f"/item/{item}"
    return Response("", status=302, headers={**headers(), "location": language_prefix() + evidence})


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/gaps",
        "/gaps?group=ecowas",
        "/gaps?group=ecowas&on=2024-01-01",
    )
    return [
        route("gaps", "gaps.html", load_gaps, examples=examples),
        Route(CELL, open_cell, examples=("/fSN7",)),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["lines"] = grid_lines
    env.filters["signs"] = legend_of
    env.filters["spoken"] = spoken_style

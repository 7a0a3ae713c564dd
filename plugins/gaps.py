"""/gaps : every country against every item, and the short addresses that open a cell's evidence."""

from collections import Counter
from typing import Any

from datasette import NotFound, Response, hookimpl

from plugins.kit.days import read_day, today
from plugins.kit.gap_cells import from_base62, grid_lines, legend_of, spoken_style
from plugins.kit.known_values import CERTAINTIES, refuse_unknown_values
from plugins.kit.language import gettext, language_prefix, own_columns
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Query, Row, grouped, headers, link, query_of, route
from plugins.kit.record_labels import LABELS, language_names
from plugins.kit.routes import Route
from plugins.kit.state_sets import IS_MEMBER, MEMBERS, load_set_choices
from plugins.kit.verdict_sql import CELLS, HOLDS, read_certainty, score_of, trend_of
from plugins.kit.verdict_trend import draw_trend

PILLARS = ("prosecution", "protection", "prevention", "partnership", "general")
STATES = ("region", "group", "tradition", "language")  # filters that choose States
FILTERS = (*STATES, "obligation", "pillar", "item", "sort", "certainty")
SORTS = {"coverage": "assessed", "absent": "absent"}  # by which column of a State's counts
UNDATED = """
select u.country, c.name, count(*) as laws
from law_undated u
join chosen c on c.id = u.country
group by u.country
order by c.name collate alphabet
"""
CHOSEN = f"""with chosen as (
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
        where m.country = k.id and {IS_MEMBER}
      )
    )
)
"""
ITEMS = "select code, ordinal, pillar, obligation, label_xx as label from item order by ordinal"
SPLIT = "select legal_tradition, languages from country where kind in ('state', 'observer')"
OPENED_CELL = f"""
select k.id as country, t.code as item, v.provision, v.verdict, v.contested
from country k
join item t on t.ordinal = :ordinal
left join verdict_period v on v.country = k.id and v.item = t.code and {HOLDS}
where k.iso2 = :iso2
"""
CELL = r"^/(?P<cell>[A-Za-z](?P<iso2>[A-Z]{2})(?P<place>[0-9A-Za-z]{1,2}))$"


async def load_gaps(query: Query, request: Any) -> dict[str, Any]:
    """The chosen countries against the chosen items on a day; one row a country and item."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    on = read_day(request.args.get("on"))
    choices = await load_choices(query)
    await refuse_unknown_values(query, asked, **known_values(await query(SPLIT)))
    if not any(asked[name] for name in STATES):
        asked["region"] = "Africa"
    asked |= {"on": on, "certainty": read_certainty(asked["certainty"])}
    values = {**asked, "region": "" if asked["region"] == "world" else asked["region"]}
    rows = await query(CHOSEN + CELLS, **values)
    items = used_items(await query(ITEMS), rows)
    members = await query(MEMBERS, group=asked["group"], on=on) if asked["group"] else [None]
    trend = await query(trend_of(CHOSEN), **values)
    score_sql = own_columns(score_of(CHOSEN, "country, name"))
    totals = {row["name"]: row for row in await query(score_of(CHOSEN, "country, name"), **values)}
    return {
        "rows": sort_cells(rows, items, totals, asked["sort"]),
        "totals": totals,
        "asked": asked,
        "past": on if on != today() else "",
        "members": members[0],
        "items": items,
        "by_item": count_verdicts(rows),
        "by_certainty": Counter(row["certainty"] for row in rows if row["certainty"]),
        "undated": await query(CHOSEN + UNDATED, **values),
        "trend": trend,
        "picture": draw_trend(trend),
        "choices": choices,
        "score_sql": score_sql,
        "score_values": values,
    }


def known_values(countries: list[Row]) -> dict[str, Any]:
    """What filters may be that are no id of a record: also a language of one State alone, which the
    form does not offer.
    """
    return {
        "tradition": values_of(countries, "legal_tradition"),
        "language": values_of(countries, "languages"),
        "obligation": "obligation",
        "pillar": "pillar",
        "sort": SORTS,
        "certainty": CERTAINTIES,
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


def sort_cells(rows: list[Row], items: list[Row], totals: dict[str, Row], sort: str) -> list[Row]:
    """Cells by the names of the countries, or by how much of their law was read, or by how much
    was found absent; within a country in the order of the items. Never by a score.
    """
    order = {item["code"]: place for place, item in enumerate(items)}
    most = SORTS.get(sort)

    def place(country: str) -> tuple[int, str, str]:
        name = by_country[country][0]["name"]
        return -totals[name][most] if most else 0, fold_to_sort(name), country

    by_country = grouped(rows, "country")
    return [
        row
        for country in sorted(by_country, key=place)
        for row in sorted(by_country[country], key=lambda row: order[row["item"]])
    ]


def count_verdicts(rows: list[Row]) -> dict[str, dict[str, int]]:
    """How many countries have each verdict, by item."""
    return {
        code: dict(Counter(row["verdict"] for row in cells))
        for code, cells in grouped(rows, "item").items()
    }


async def load_choices(query: Query) -> dict[str, list[Row]]:
    """What the filters offer, each list of rows with an id and a name in the reader's language."""
    countries = await query(SPLIT)
    lists = await load_set_choices(query, ("region", "group"))
    traditions = shared_values(countries, "legal_tradition")
    languages = shared_values(countries, "languages")
    words = LABELS["legal_tradition"]
    lists["tradition"] = [{"id": value, "name": words[value]} for value in traditions]
    lists["language"] = [{"id": value, "name": language_names(value)} for value in languages]
    for name in ("tradition", "language"):
        lists[name].sort(key=lambda row: fold_to_sort(row["name"]))
    return lists


def values_of(rows: list[Row], column: str) -> Counter[str]:
    """The values of a column with semicolons, with the number of rows that have each."""
    return Counter(value for row in rows for value in (row[column] or "").split(";") if value)


def shared_values(rows: list[Row], column: str) -> list[str]:
    """The values of a column with semicolons that more than one row has."""
    return [value for value, n in values_of(rows, column).items() if n > 1]


async def open_cell(datasette: Any, request: Any) -> Response:
    """From a cell to its evidence: the provision of an undisputed verdict of today, and otherwise
    the page of the verdict, which says what was looked in and what stands against it.
    """
    asked = request.args.get("on", "")
    on = read_day(asked)
    found = await query_of(datasette)(
        OPENED_CELL,
        iso2=request.url_vars["iso2"],
        ordinal=from_base62(request.url_vars["place"]),
        on=on,
    )
    if not found:
        raise NotFound(
            gettext(
                "No cell of the grid has the address %(path)s. /gaps has them all.",
                path=request.path,
            )
        )
    cell = found[0]
    plain = cell["verdict"] in ("full", "partial", "contrary") and not cell["contested"]
    if plain and not asked:
        evidence = language_prefix() + f"/provision/{cell['provision']}"
    else:
        evidence = link(f"/verdict/{cell['country']}/{cell['item']}", on=asked and on)
    return Response("", status=302, headers={**headers(), "location": evidence})


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/gaps",
        "/gaps?group=ecowas",
        "/gaps?group=ecowas&on=2024-01-01",
        "/gaps?group=ecowas&on=2005-01-01&certainty=AB&sort=coverage",
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

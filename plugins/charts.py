"""/charts, /chart/map ... : pictures to look at and to take along, each as page, SVG, PNG, table;
/embed/map ... for a frame on another site; /oembed tells sites that ask how to show one.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit import charts
from plugins.kit.chart_sql import FIGURES, STANDS
from plugins.kit.citations import site_of
from plugins.kit.days import read_day, today
from plugins.kit.drawing import (
    Drawing,
    answer_png,
    answer_svg,
    as_svg,
    describe_picture,
    drawn_language,
)
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix, reading
from plugins.kit.locale_format import format_date
from plugins.kit.page import Query, Row, headers, query_of, route
from plugins.kit.plan_list import LIST
from plugins.kit.record_labels import LABELS
from plugins.kit.routes import Route
from plugins.kit.state_sets import STATES, load_set_choices, refuse_unknown
from plugins.kit.states_held import HELD, level_of
from plugins.kit.verdict_sql import EVERY_ITEM, read_certainty

SETS = {
    "map": "world",
    "item": "world",
    "trend": "world",
    "tiers": "world",
    "cases": "world",
    "laws": "world",
    "plans": "ecowas",
}
FIRST_ITEM = "palermo:5.1"  # of the map of an item, where none is asked for
SERIES = {
    "cases": ("prosecuted", "convicted", "states_telling", "states_with_the_offence"),
    "laws": ("laws", "laws_with_the_offence", "plans"),
}
SHOWN = ("group", "region")  # parameters of a chart
OF_ITEM = ("item", "on", "certainty")  # those that the map of an item has besides
ITEMS = "select code as id, label_xx as name from item order by ordinal"


def titles() -> dict[str, str]:
    """What each chart shows, in the reader's language."""
    return {
        "map": _("How well the law of each State is known"),
        "item": _("Where States stand on an item"),
        "trend": _("Verdicts at the end of each year since 2000"),
        "tiers": _("US TIP tier beside the offence of trafficking in law"),
        "cases": _("Prosecutions told to UNODC beside laws with the offence"),
        "laws": _("Laws and plans held here by the year of adoption"),
        "plans": _("Periods of action plans"),
    }


def series_names() -> dict[str, str]:
    """The names of SERIES in the reader's language."""
    return {
        "prosecuted": _("Persons prosecuted"),
        "convicted": _("Persons convicted"),
        "states_telling": _("States that told a figure that year"),
        "states_with_the_offence": _("States held here with the offence in force, in full or part"),
        "laws": _("Acts, codes, decrees and regulations"),
        "laws_with_the_offence": _("Those of them with an article on the offence of trafficking"),
        "plans": _("Plans, strategies and policies"),
    }


async def load_rows(query: Query, name: str, asked: dict[str, str]) -> list[Row]:
    """The figures of a chart for the States asked for."""
    sets = {"on": today(), **asked, "corridor": ""}
    if name == "item":
        return await query(STANDS, **{**EVERY_ITEM, **sets})
    if name == "plans":
        return await query(LIST, country="", clock="", on=sets["on"], **asked)
    if name != "map":
        return await query(FIGURES[name], **sets)
    wanted = {row["country"] for row in await query(STATES, **sets)}
    rows = [row for row in await query(HELD) if row["country"] in wanted]
    return [{**row, "level": level_of(row)} for row in rows]


def draw(name: str, rows: list[Row], where: str) -> Drawing:
    """The drawing of a chart; `where` names the States, or nothing for the world."""
    named = [where] if name == "item" and where else [titles()[name], where]
    title = ", ".join(filter(None, named))
    origin = _("Palermo Ledger, %(day)s", day=format_date(today()))
    verdicts = LABELS["verdict"]
    if name == "map":
        return charts.draw_map(rows, LABELS["coverage_level"], title, origin)
    if name == "item":
        return charts.draw_map(rows, verdicts, title, origin, charts.COLOURS)
    if name == "trend":
        return charts.draw_trend(rows, verdicts, title, origin)
    if name in SERIES:
        return charts.draw_series(rows, SERIES[name], series_names(), title, origin)
    if name == "plans":
        clocks = LABELS["plan_clock"]
        names = {key: clocks[key] for key in charts.CLOCK_COLOURS}
        return charts.draw_periods(rows, names, title, origin, today())
    tiers = [{**row, "label": _("Tier %(n)s", n=LABELS["tip_tier"][row["tier"]])} for row in rows]
    return charts.draw_shares(tiers, verdicts, title, origin)


async def make_chart(query: Query, request: Any) -> tuple[Drawing, dict[str, Any]]:
    """The drawing of the chart asked for, and what was asked, offered and found."""
    name = request.url_vars["name"]
    asked = {key: request.args.get(key, "").strip() for key in SHOWN}
    offered = await load_set_choices(query, SHOWN)
    if name == "item":
        asked |= {key: request.args.get(key, "").strip() for key in OF_ITEM}
        asked["item"] = asked["item"] or FIRST_ITEM
        asked["on"], offered["item"] = read_day(asked["on"]), await query(ITEMS)
        asked["certainty"] = read_certainty(asked["certainty"])
    refuse_unknown(asked, {**offered, "region": [{"id": "world"}, *offered["region"]]})
    if not any(asked.values()):
        asked["group" if SETS[name] != "world" else "region"] = SETS[name]
    rows = await load_rows(query, name, asked)
    places = {row["id"]: row["name"] for choices in offered.values() for row in choices}
    chosen = [asked.get("item", ""), asked["group"] or asked["region"]]
    where = ", ".join(places[one].removeprefix("– ") for one in chosen if one in places)
    drawing = draw(name, rows, where)
    return drawing, {"name": name, "asked": asked, "offered": offered, "rows": rows}


async def load_chart(query: Query, request: Any) -> dict[str, Any]:
    """A chart as SVG and in words, and the addresses of its forms; its table has the figures."""
    drawing, found = await make_chart(query, request)
    site = site_of(request) + language_prefix()
    query_string = urlencode({key: value for key, value in found["asked"].items() if value})
    page = f"{site}/chart/{found['name']}?{query_string}"
    return {
        **found,
        "names": titles(),
        "title": drawing.title,
        "about": drawing.about,
        "width": drawing.width,
        "height": drawing.height,
        "svg": as_svg(drawing),
        "query_string": query_string,
        "page": page,
        "embed": f"{site}/embed/{found['name']}?{query_string}",
        "picture": f"{site}/chart/{found['name']}.png?{query_string}",
        "oembed": f"{language_prefix()}/oembed?" + urlencode({"url": page, "format": "json"}),
    }


async def load_charts(query: Query, request: Any) -> dict[str, Any]:
    """Every chart by its name."""
    rows = [{"chart": name, "title": title} for name, title in titles().items()]
    return {"rows": rows}


async def serve_svg(datasette: Any, request: Any) -> Response:
    """The chart as SVG, its words as text."""
    drawing, _found = await make_chart(query_of(datasette), request)
    return answer_svg(drawing)


async def serve_png(datasette: Any, request: Any) -> Response:
    """The chart as PNG."""
    with reading(drawn_language()):
        drawing, _found = await make_chart(query_of(datasette), request)
    return answer_png(drawing)


async def serve_embed(datasette: Any, request: Any) -> Response:
    """The chart alone, for a frame on another site; no script, no cookie, nothing that counts."""
    found = await load_chart(query_of(datasette), request)
    body = await datasette.render_template("chart_embed.html", found, request=request)
    return Response.html(body, headers=headers())


async def serve_oembed(datasette: Any, request: Any) -> Response:
    """oEmbed 1.0: how another site shows the chart whose address it gives as `url`."""
    if request.args.get("format", "json") != "json":
        return Response.text("json", status=501, headers=headers())
    parts = urlsplit(request.args.get("url") or "")
    prefix, _between, name = parts.path.rpartition("/chart/")
    if name not in SETS or (parts.netloc and parts.netloc != request.host):
        raise NotFound(_("No chart has this address."))
    drawing = draw(name, [], "")
    width, height = drawing.width, max(drawing.height, 420) + 40
    kept = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] in SHOWN + OF_ITEM])
    address = f"{site_of(request)}{prefix}/embed/{name}?{kept}"
    size = {"width": width, "height": height}
    for key in size:
        most = request.args.get(f"max{key}")
        if most and not most.isdigit():
            raise BadRequest(_("A parameter of this address could not be read."))
        size[key] = min(size[key], int(most or size[key]))
    frame = f'<iframe src="{address.replace("&", "&amp;")}" title="{drawing.title}"'
    return Response.json(
        {
            "version": "1.0",
            "type": "rich",
            "title": drawing.title,
            "provider_name": "Palermo Ledger",
            "provider_url": site_of(request),
            "html": f'{frame} width="{size["width"]}" height="{size["height"]}"></iframe>',
            **size,
            "thumbnail_url": f"{site_of(request)}{prefix}/chart/{name}.png?{kept}",
            "thumbnail_width": 2 * width,
            "thumbnail_height": 2 * drawing.height,
        },
        headers=headers(),
    )


@hookimpl
def register_routes() -> list[Any]:
    name = f"(?P<name>{'|'.join(SETS)})"
    pages = [f"/chart/{one}" for one in SETS]
    pages.append("/chart/trend?group=ecowas")
    oembed = {"responses": {"200": {"description": "oEmbed 1.0, rich"}}}
    return [
        route("charts", "charts.html", load_charts, "/chart/{chart}", ["/charts"]),
        route(f"chart/{name}", "chart.html", load_chart, examples=pages),
        *(
            Route(
                rf"^/chart/{name}\.{form}$",
                serve,
                examples=(f"/chart/trend.{form}",),
                described=describe_picture(form),
            )
            for form, serve in (("svg", serve_svg), ("png", serve_png))
        ),
        Route(rf"^/embed/{name}$", serve_embed, examples=("/embed/map",)),
        Route(r"^/oembed$", serve_oembed, examples=("/oembed?url=/chart/map",), described=oembed),
    ]

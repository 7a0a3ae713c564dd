"""/plans/card/SEN.svg and .png : how a State stands with its plan on trafficking, drawn small for
another site. It is shown there by <img>; pages themselves stay framed by this site alone.
"""

from typing import Any

from datasette import Response, hookimpl

from plugins.kit.days import read_day
from plugins.kit.page import headers, query_of
from plugins.kit.plan_card import HEIGHT, WIDTH, Card, as_png, draw_card
from plugins.kit.plan_states import load_state
from plugins.kit.records import unknown_country
from plugins.kit.routes import Route


async def load_card(datasette: Any, request: Any) -> Card:
    """The card of the State in the address. Raises NotFound for a code that is none."""
    code, on = request.url_vars["country"].upper(), read_day(request.args.get("on"))
    line = await load_state(query_of(datasette), code, on)
    if line is None:
        raise unknown_country(code)
    return draw_card(line, on)


async def serve_svg(datasette: Any, request: Any) -> Response:
    """The card as SVG, its words as text."""
    card = await load_card(datasette, request)
    context = {"card": card, "width": WIDTH, "height": HEIGHT}
    body = await datasette.render_template("plan_card.svg", context, request=request)
    return Response(body, content_type="image/svg+xml; charset=utf-8", headers=headers())


async def serve_png(datasette: Any, request: Any) -> Response:
    """The card as PNG. PDFium knows no threads: it is drawn here, on the one thread of the loop."""
    picture = as_png(await load_card(datasette, request))
    return Response(picture, content_type="image/png", headers=headers())


def describe(kind: str, schema: dict[str, str]) -> dict[str, Any]:
    """The operation in /openapi.json of a card of a media type."""
    found = {"description": "The card", "content": {kind: {"schema": schema}}}
    return {"responses": {"200": found, "404": {"description": "No country has this code"}}}


@hookimpl
def register_routes() -> list[Any]:
    path, address = r"^/plans/card/(?P<country>[A-Za-z]{3})", "/plans/card/SEN"
    svg = describe("image/svg+xml", {"type": "string"})
    png = describe("image/png", {"type": "string", "format": "binary"})
    return [
        Route(rf"{path}\.svg$", serve_svg, examples=(f"{address}.svg",), described=svg),
        Route(rf"{path}\.png$", serve_png, examples=(f"{address}.png",), described=png),
    ]

"""/plans/card/SEN.svg and .png : how a State stands with its plan on trafficking, drawn small for
another site. It is shown there by <img>; pages themselves stay framed by this site alone.
"""

from typing import Any

from datasette import Response, hookimpl

from plugins.kit.days import read_day
from plugins.kit.drawing import Drawing, answer_png, answer_svg, describe_picture, drawn_language
from plugins.kit.language import reading
from plugins.kit.page import query_of
from plugins.kit.plan_card import draw_card
from plugins.kit.plan_states import load_state
from plugins.kit.records import unknown_country
from plugins.kit.routes import Route


async def load_card(datasette: Any, request: Any) -> Drawing:
    """The card of the State in the address. Raises NotFound for a code that is none."""
    code, on = request.url_vars["country"].upper(), read_day(request.args.get("on"))
    line = await load_state(query_of(datasette), code, on)
    if line is None:
        raise unknown_country(code)
    return draw_card(line, on)


async def serve_svg(datasette: Any, request: Any) -> Response:
    """The card as SVG, its words as text."""
    return answer_svg(await load_card(datasette, request))


async def serve_png(datasette: Any, request: Any) -> Response:
    """The card as PNG."""
    with reading(drawn_language()):
        return answer_png(await load_card(datasette, request))


@hookimpl
def register_routes() -> list[Any]:
    path, address = r"^/plans/card/(?P<country>[A-Za-z]{3})", "/plans/card/SEN"
    return [
        Route(
            rf"{path}\.{form}$",
            serve,
            examples=(f"{address}.{form}",),
            described=describe_picture(form),
        )
        for form, serve in (("svg", serve_svg), ("png", serve_png))
    ]

"""/basket?p=sle-act-2022-12:12&p=... : provisions put together for a memo, each with its citation,
to copy or to take along; the address holds them all, so that there is no account and no script.
"""

from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.citation_styles import STYLES, as_docx, in_style
from plugins.kit.citations import load_citation, site_of
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, Row, headers, query_of, route
from plugins.kit.routes import Route

MOST = 60  # provisions
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BIBTEX = "application/x-bibtex; charset=utf-8"


def read_basket(args: Any) -> list[str]:
    """The ids in an address, each once, those taken out left out; ids may also come in one text,
    split by blanks or commas. Raises BadRequest for too many.
    """
    typed = " ".join(args.getlist("p")).replace(",", " ").split()
    out = set(args.getlist("out"))
    chosen = [one for one in dict.fromkeys(typed) if one not in out]
    if len(chosen) > MOST:
        raise BadRequest(_("A basket holds at most %(most)s provisions.", most=MOST))
    return chosen


async def load_basket(query: Query, request: Any) -> dict[str, Any]:
    """The citation of each provision or instrument in the address; the table is these."""
    style = request.args.get("style") or "plain"
    if style not in STYLES:
        raise BadRequest(_("No style is called so. There are: %(all)s.", all=", ".join(STYLES)))
    rows, unknown = [], []
    for identity in read_basket(request.args):
        try:
            found = await load_citation(query, identity, site_of(request))
        except NotFound:
            unknown.append(identity)
        else:
            rows.append(line_of(identity, found, style))
    chosen = [row["id"] for row in rows]
    return {
        "rows": rows,
        "unknown": unknown,
        "chosen_style": style,
        "styles": list(STYLES),
        "chosen": chosen,
        "without": {one: [other for other in chosen if other != one] for one in chosen},
    }


def line_of(identity: str, found: Row, style: str) -> Row:
    """A row of the basket: a provision or instrument, how to cite it, and where it is shown."""
    kind = "provision" if ":" in identity else "instrument"
    return {
        "id": identity,
        "citation": in_style(found["row"], style),
        "by_account": bool(found["row"]["by_account"]),
        "path": f"/{kind}/{identity}",
        "bibtex": found["bibtex"],
        "csl": found["csl"],
    }


async def take_basket(datasette: Any, request: Any) -> Response:
    """The basket as BibTeX, CSL-JSON, or a Word file with the citations in the style asked for."""
    data = await load_basket(query_of(datasette), request)
    form = request.url_vars["form"]
    named = {**headers(), "content-disposition": f'attachment; filename="basket.{form}"'}
    if form == "bib":
        text = "\n".join(row["bibtex"] for row in data["rows"])
        return Response(text, headers=named, content_type=BIBTEX)
    if form == "csl.json":
        return Response.json([row["csl"] for row in data["rows"]], headers=named)
    words = as_docx([row["citation"] for row in data["rows"]])
    return Response(words, headers=named, content_type=DOCX)


@hookimpl
def register_routes() -> list[Any]:
    example = "/basket?p=sle-act-2022-12:12"
    return [
        Route(
            r"^/basket\.(?P<form>bib|csl\.json|docx)$",
            take_basket,
            examples=("/basket.bib?p=sle-act-2022-12:12",),
        ),
        route("basket", "basket.html", load_basket, "{path}", [example, f"{example}&style=oscola"]),
    ]

"""/cite/sle-act-2022-12:12.bib and .csl.json: every instrument and provision as a citation in
BibTeX and CSL-JSON, in the reader's language.
"""

import json
from typing import Any

from datasette import Response, hookimpl

from plugins.kit.citations import load_citation, site_of
from plugins.kit.page import headers, query_of
from plugins.kit.routes import Route

BIBTEX, CSL = "application/x-bibtex", "application/vnd.citationstyles.csl+json"


async def as_bibtex(datasette: Any, request: Any) -> Response:
    """The citation of an instrument or provision as BibTeX."""
    found = await load_citation(query_of(datasette), request.url_vars["id"], site_of(request))
    return Response(found["bibtex"], content_type=f"{BIBTEX}; charset=utf-8", headers=headers())


async def as_csl(datasette: Any, request: Any) -> Response:
    """The citation of an instrument or provision as CSL-JSON, a list of one item."""
    found = await load_citation(query_of(datasette), request.url_vars["id"], site_of(request))
    return Response(
        json.dumps([found["csl"]], ensure_ascii=False, indent=1),
        content_type=f"{CSL}; charset=utf-8",
        headers=headers(),
    )


DESCRIBED = {
    "responses": {
        "200": {
            "description": "A list with one CSL item",
            "content": {CSL: {"schema": {"type": "array", "items": {"type": "object"}}}},
        },
        "302": {"description": "It is at the address given"},
        "304": {"description": "The client holds this answer already"},
        "404": {"description": "Nothing is held at this address"},
    }
}
ID = r"(?P<id>[a-z0-9-]+(?::[^/]+?)?)"


@hookimpl
def register_routes() -> list[Any]:
    address = "/cite/sle-act-2022-12:12"
    bib, csl = f"{address}.bib", f"{address}.csl.json"
    return [
        Route(rf"^/cite/{ID}\.bib$", as_bibtex, examples=(bib,)),
        Route(rf"^/cite/{ID}\.csl\.json$", as_csl, examples=(csl,), described=DESCRIBED),
    ]

"""How /openapi.json describes the paths of /reconcile."""

from typing import Any

Row = dict[str, Any]


def field(name: str, words: str) -> Row:
    """A parameter for the document of the API."""
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": words}


JSON = {
    "200": {
        "description": "The answer",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/javascript": {},
        },
    },
    "304": {"description": "The client holds this answer already"},
    "400": {"description": "A parameter could not be read"},
}
HTML = {
    "200": {"description": "A page", "content": {"text/html": {}}},
    "302": {"description": "It is there"},
    "404": {"description": "No such thing"},
}
BACK = field("callback", "Name of a function for JSONP")
WHAT = {
    "name": "what",
    "in": "path",
    "required": True,
    "schema": {"enum": ["entity", "type", "property"]},
    "description": "What to suggest",
    "examples": {"entity": {"value": "entity"}},
}
QUERIES = field("queries", 'Questions as JSON: {"q0": {"query": "Sénégal", "type": "country"}}')
ANSWERED = {
    "parameters": [
        QUERIES,
        field("extend", 'As JSON: {"ids": ["SEN"], "properties": [{"id": "region"}]}'),
        BACK,
    ],
    "responses": JSON,
}
SUGGESTED = {"parameters": [WHAT, field("prefix", "The first letters"), BACK], "responses": JSON}
PROPOSED = {
    "parameters": [field("type", "country, instrument or body"), field("limit", "How many"), BACK],
    "responses": JSON,
}
SHOWN = {
    "parameters": [field("id", "Id of a country, instrument or body")],
    "responses": HTML,
}

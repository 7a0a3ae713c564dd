"""The OpenAPI document of the site, made from the routes that are registered, the data model and
real answers of each page.

Nothing is listed twice: a new page is documented by being a page. Examples stand with each route.
What only a person can say is in openapi.yml: what a parameter means, and what Datasette answers.
"""

import json
import re
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import yaml
from datasette import NotFound
from datasette.utils import MultiParams
from datasette.utils.asgi import Request

from plugins.kit import table_files
from plugins.kit.answer_schema import Schema, column_schemas, row_schema, schema_of
from plugins.kit.page import DATABASE, Row, grouped, query_of
from plugins.kit.routes import Route, registered_routes

WRITTEN: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
COLUMNS = """
select
  c.entity,
  c.field,
  c.type,
  c.required,
  c.choices,
  c.words_en as words,
  m.type = 'table' as stored
from codebook c
join sqlite_master m on m.name = c.entity and m.type in ('table', 'view')
where c.ordinal > 0 and c.entity not glob 'check_*'
order by c.entity, c.ordinal
"""
TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "xml": "application/xml",
    "txt": "text/plain",
    "html": "text/html",
    "bib": "application/x-bibtex",
    **{form: kind.partition(";")[0] for form, kind in table_files.TYPES.items()},
}
GROUP = re.compile(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
FORMAT = re.compile(r"\(\?:\\\.\(\?P<format>([\w|.\\]+)\)\)\?\$$")
REFUSED = {"content": {TYPES["json"]: {"schema": {"$ref": "#/components/schemas/error"}}}}


@dataclass
class Endpoint:
    """One route: its path as OpenAPI writes it, the patterns of its parameters, the formats it also
    answers in.
    """

    path: str
    route: Route
    parameters: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What it answers, as the docstring of its code says; the path when there is none."""
        words = (self.route.load or self.route.view).__doc__ or ""
        return " ".join(words.split("\n\n")[0].split()) or self.path

    @property
    def description(self) -> str:
        """The summary and whatever else the docstring says."""
        words = (self.route.load or self.route.view).__doc__ or self.path
        return " ".join(words.split())

    def examples(self) -> list[tuple[dict[str, str], str]]:
        """The values of the path's parameters and the query string of each example."""
        pattern = re.compile(self.route.pattern)
        found = []
        for address in self.route.examples:
            path, _, query = address.partition("?")
            match = pattern.match(path)
            values = match.groupdict() if match else {}
            found.append(({name: values[name] for name in self.parameters}, query))
        return found


def endpoint_of(route: Route) -> Endpoint:
    """A route as OpenAPI writes it."""
    formats = FORMAT.search(route.pattern)
    path = FORMAT.sub("", route.pattern).removeprefix("^").removesuffix("$")
    return Endpoint(
        GROUP.sub(r"{\1}", path).replace("\\", ""),
        route,
        {match[1]: GROUP.sub(r"\2", match[2]) for match in GROUP.finditer(path)},
        formats[1].replace("\\", "").split("|") if formats else [],
    )


class RecordingParams(MultiParams):
    """Query parameters that remember which were asked for."""

    def __init__(self, data: dict[str, list[str]]) -> None:
        super().__init__(data)
        self.names: dict[str, None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        self.names[name] = None
        return super().get(name, default)

    def getlist(self, name: str) -> Any:
        self.names[name] = None
        return super().getlist(name)


class RecordingRequest(Request):
    """A request with such parameters."""

    recorded: RecordingParams

    @property
    def args(self) -> RecordingParams:
        return self.recorded


async def answer_examples(
    datasette: Any, endpoint: Endpoint
) -> tuple[list[dict[str, Any]], list[str]]:
    """Real answers of a page to its examples, and the query parameters it looked at.

    An example that this build does not hold is left out: a database may be smaller than ours.
    """
    answers: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    load = endpoint.route.load
    if not load or endpoint.path == "/api":  # which lists the document that is being made
        return [], []
    for values, query in endpoint.examples():
        request = RecordingRequest.fake(endpoint.path, url_vars=values)
        request.recorded = RecordingParams(parse_qs(query))
        with suppress(NotFound):
            data = await load(query_of(datasette), request)
            answers.append(json.loads(json.dumps(data, default=str)))
        names.update(request.recorded.names)
    return answers, list(names)


def parameter(
    name: str, place: str, pattern: str = "", examples: list[str] | None = None
) -> Schema:
    """One parameter in a path or query."""
    schema: Schema = {"type": "string"}
    if pattern:
        schema["pattern"] = f"^{pattern.replace('+?', '+')}$"
    found: Schema = {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": WRITTEN["parameters"].get(name, ""),
    }
    if examples:
        found["examples"] = {value: {"value": value} for value in examples}
    return found


def operation(endpoint: Endpoint, form: str, answer: Schema, asked: list[str]) -> Schema:
    """One path in one format."""
    examples = [values for values, _ in endpoint.examples()]
    parameters = [
        parameter(name, "path", pattern, [values[name] for values in examples])
        for name, pattern in endpoint.parameters.items()
    ]
    parameters += [parameter(name, "query") for name in asked]
    described = endpoint.route.described
    path = endpoint.path if form == "html" else f"{endpoint.path}.{form}"
    return {
        "get": {
            "operationId": operation_id(path.removesuffix(".html")),
            "tags": [tag_of(path)],
            "summary": endpoint.summary,
            "description": endpoint.description,
            "parameters": described.get("parameters", parameters),
            "responses": described.get("responses") or responses(endpoint, form, answer),
        }
    }


def operation_id(path: str) -> str:
    """The name of a path for programs: /country/{code}.json is get_country_code_json."""
    return "_".join(["get", *re.findall(r"[A-Za-z0-9]+", path)])


def tag_of(path: str) -> str:
    """The group of a path: its first part."""
    first = re.search(r"[A-Za-z0-9]+", path)
    return first[0] if first else "home"


def responses(endpoint: Endpoint, form: str, answer: Schema) -> Schema:
    """What a path answers in one format, by status."""
    refused = REFUSED if form == "json" else {}
    content = {TYPES[form]: {"schema": answer} if form == "json" else {}}
    found: Schema = {
        "200": {"description": "The answer", "content": content},
        "304": {"description": "The client holds this answer already"},
        "400": {"description": "A parameter could not be read", **refused},
        "404": {"description": "Nothing is held at this address", **refused},
    }
    if endpoint.parameters:
        found["302"] = {"description": "It is at the address given"}
    return found


async def document(datasette: Any) -> Schema:
    """The OpenAPI document of the build that is served; made once for each build."""
    version = datasette.get_database(DATABASE)
    if not hasattr(version, "openapi"):
        version.openapi = await make_document(datasette)
    found: Schema = version.openapi
    return found


async def make_document(datasette: Any) -> Schema:
    """The OpenAPI document, from the routes, their answers and the codebook."""
    entities: dict[str, list[Row]] = grouped(await query_of(datasette)(COLUMNS), "entity")
    columns = {entity: column_schemas(rows) for entity, rows in entities.items()}
    paths: dict[str, Schema] = paths_of_datasette(list(entities))
    routes = (route for route in registered_routes(datasette) if not route.refuses)
    for endpoint in map(endpoint_of, routes):
        answers, asked = await answer_examples(datasette, endpoint)
        answer = {**schema_of(answers, columns), "type": "object", "required": in_all(answers)}
        ending = endpoint.path.rpartition(".")[2]
        form = ending if ending in TYPES else "html"
        paths[endpoint.path] = operation(endpoint, form, answer, asked)
        for form in endpoint.formats:
            paths[f"{endpoint.path}.{form}"] = operation(endpoint, form, answer, asked)
    schemas = {entity: row_schema(rows) for entity, rows in entities.items()}
    return {
        **WRITTEN["head"],
        "tags": [{"name": name} for name in sorted({tag_of(path) for path in paths})],
        "components": {"schemas": {"error": WRITTEN["error"], **schemas}},
        "paths": dict(sorted(paths.items())),
    }


def in_all(answers: list[dict[str, Any]]) -> list[str]:
    """The keys that every answer has."""
    first = answers[0] if answers else {}
    return [key for key in first if all(key in answer for answer in answers)]


def paths_of_datasette(tables: list[str]) -> dict[str, Schema]:
    """What Datasette itself answers beside our pages, for the tables and views of this build."""
    written = deepcopy({"table": WRITTEN["parts"]["table"], "paths": WRITTEN["datasette"]})
    written["table"]["schema"]["enum"] = tables  # the same object in each path, by its YAML anchor
    rows = written["paths"]["/tip/{table}.json"]["get"]["responses"]["200"]["content"][
        TYPES["json"]
    ]["schema"]["properties"]["rows"]
    rows["items"]["anyOf"] = [{"$ref": f"#/components/schemas/{name}"} for name in tables]
    paths: dict[str, Schema] = written["paths"]
    for path, entry in paths.items():
        summary = entry["get"]["summary"]
        named = {"operationId": operation_id(path), "tags": [tag_of(path)]}
        entry["get"] = {**named, "description": summary, **entry["get"]}
    return paths

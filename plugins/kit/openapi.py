"""The OpenAPI document of the site, made from the routes that are registered, the data model and
real answers of each page.

Nothing is listed twice: a new page is documented by being a page. What only a person can say is
here: what a parameter means. Examples stand with each route.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from datasette import NotFound
from datasette.utils import MultiParams
from datasette.utils.asgi import Request

from plugins.kit import table_files
from plugins.kit.answer_schema import Schema, Tables, declared, row_of, shape
from plugins.kit.page import DATABASE, grouped, query_of
from plugins.kit.routes import Route, registered_routes

CODEBOOK = """
select entity, field, type, required, choices, words_en as words from codebook
where ordinal > 0 and entity not glob 'check_*' order by entity, ordinal
"""
WORDS = {
    "a": "Country, ISO 3166-1 alpha-3, in alphabetical order with the other; for /side the id of a provision, or of an older text of it (id@text)",
    "b": "The other country or provision",
    "c": "Countries to compare, ISO 3166-1 alpha-3, separated by commas; two to eight",
    "clock": "State of a plan: current, expiring_6_months, expired, expired_without_successor, upcoming, draft, undated",
    "code": "Country, ISO 3166-1 alpha-3 such as SEN; or item, such as palermo:6.6",
    "country": "Country, ISO 3166-1 alpha-3",
    "database": "tip, or tip-1 and so on for an older release held here",
    "entity": "Table or view; for changes, the one in which something changed",
    "format": "csv, fr.csv (French Excel), xlsx, jsonl, atom where dated, or meta.json for sources, licence and columns",
    "facets": "off: without counts",
    "for": "Country of a drafter, for the order of wordings",
    "group": "Regional community, such as ecowas; for /search: instrument, to group what is found",
    "id": "Id of an instrument (sle-act-2022-12) or provision (sle-act-2022-12:12)",
    "cell": "A cell of the grid: any letter, ISO 3166-1 alpha-2, and the item's place in base 62",
    "instrument": "Id of an instrument, such as sle-act-2022-12",
    "item": "Item, such as palermo:6.6",
    "kind": "Kind of instrument or of conflict",
    "language": "Two-letter language of the countries or texts",
    "meaning": "off: only the words as typed, not those that mean the same",
    "obligation": "mandatory, qualified, consider, recommended, definition or interpretive",
    "on": "The day on which to read what was in force, YYYY-MM-DD",
    "page": "Number of the page of results",
    "part": "Number of the file",
    "path": "File of a bundle; /downloads lists them",
    "pillar": "prosecution, protection, prevention, partnership or general",
    "plan": "Id of a plan",
    "q": "Words; quotes for phrases, - to exclude, * for beginnings; numbers of laws, articles and items",
    "reason": "Why a value changed",
    "region": "Region or subregion",
    "size": "Provisions in one answer, at most 1000",
    "sort": "date, country or new; best first without it",
    "status": "Status of a claim (open, closed, contradicted) or of an instrument",
    "subject": "Subject of a claim",
    "table": "A table or view; /codebook lists them",
    "tradition": "Legal tradition",
    "version": "Id of an older text, to compare with the newest",
    "without": "Id of a concept whose words are left out; may be repeated",
    "year": "Year, YYYY",
}
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


ERROR = {
    "type": "object",
    "required": ["ok", "error", "status"],
    "properties": {
        "ok": {"const": False},
        "error": {"type": "string"},
        "status": {"type": "integer"},
    },
}
HEAD = {
    "openapi": "3.1.0",
    "info": {
        "title": "Palermo Ledger",
        "version": "1",
        "summary": "Anti-trafficking laws, plans and agreements, set against the Palermo Protocol",
        "description": "Reading only, no key, readable from any site. Put /fr in front of a path for French words. A value that is null is not held: "
        "that never means no. Machine suggestions never count in a verdict. Every public answer has an ETag; ask again with If-None-Match.",
        "license": {
            "name": "CC BY 4.0 with notes per source",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        },
    },
}
ROWS = {
    "type": "object",
    "required": ["ok", "rows", "truncated"],
    "properties": {
        "ok": {"type": "boolean"},
        "rows": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"]},
        "next_url": {"type": ["string", "null"]},
        "truncated": {"type": "boolean"},
    },
}


@dataclass
class Door:
    """One route: its path as OpenAPI writes it, the patterns of its parameters, the formats it also
    answers in.
    """

    path: str
    route: Route
    parameters: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it answers, as its code says."""
        words = (self.route.load or self.route.view).__doc__ or ""
        return " ".join(words.split("\n\n")[0].split())

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


class Asked(MultiParams):
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


class Recorded(Request):
    """A request with such parameters."""

    asked: Asked

    @property
    def args(self) -> Asked:
        return self.asked


def door(route: Route) -> Door:
    """A route as OpenAPI tells it."""
    formats = FORMAT.search(route.pattern)
    path = FORMAT.sub("", route.pattern).removeprefix("^").removesuffix("$")
    return Door(
        GROUP.sub(r"{\1}", path).replace("\\", ""),
        route,
        {match[1]: GROUP.sub(r"\2", match[2]) for match in GROUP.finditer(path)},
        formats[1].replace("\\", "").split("|") if formats else [],
    )


async def tables(datasette: Any) -> Tables:
    """What the schema and metadata.yml say of every column."""
    query = query_of(datasette)
    names = await query(
        "select name, type from sqlite_master where type in ('table', 'view') and not (name glob '*_fts*' or name glob 'check_*')"
    )
    found: Tables = {}
    for table in names:
        columns = await query(
            "select name, type from pragma_table_info(:table)", table=table["name"]
        )
        told = {
            row["name"]: await datasette.get_column_metadata(DATABASE, table["name"], row["name"])
            for row in columns
        }
        found[table["name"]] = {
            row["name"]: {
                **declared(row["type"] if table["type"] == "table" else ""),
                **words(told[row["name"]]),
            }
            for row in columns
        }
    return found


def words(told: dict[str, str]) -> Schema:
    """The description of a column, if it has one."""
    return {"description": told["description"]} if told.get("description") else {}


async def ask(datasette: Any, one: Door) -> tuple[list[dict[str, Any]], list[str]]:
    """Real answers of a page to its examples, and the query parameters it looked at.

    An example that this build does not hold is left out: a database may be smaller than ours.
    """
    answers: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    answered = one.route.load and one.path != "/api"  # which lists the document being made
    for values, query in one.examples() if answered else []:
        request = Recorded.fake(one.path, url_vars=values)
        request.asked = Asked(parse_qs(query))
        with suppress(NotFound):
            data = await one.route.load(query_of(datasette), request)
            answers.append(json.loads(json.dumps(data, default=str)))
        names.update(request.asked.names)
    return answers, list(names)


def parameter(
    name: str, place: str, pattern: str = "", examples: list[Any] | None = None
) -> Schema:
    """One parameter in a path or query."""
    schema: Schema = {
        "type": "string",
        **({"pattern": f"^{pattern.replace('+?', '+')}$"} if pattern else {}),
    }
    found: Schema = {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": WORDS.get(name, ""),
    }
    return (
        {**found, "examples": {str(value): {"value": value} for value in examples}}
        if examples
        else found
    )


def operation(one: Door, form: str, answer: Schema, asked: list[str]) -> Schema:
    """One path in one format."""
    found = [
        parameter(name, "path", pattern, [values[name] for values, _ in one.examples()])
        for name, pattern in one.parameters.items()
    ]
    found += [parameter(name, "query") for name in asked]
    wrong = (
        {"content": {TYPES["json"]: {"schema": {"$ref": "#/components/schemas/error"}}}}
        if form == "json"
        else {}
    )
    content = {TYPES[form]: {"schema": answer} if form == "json" else {}}
    told = one.route.described
    return {
        "get": {
            "summary": one.words or one.path,
            "parameters": told.get("parameters", found),
            "responses": told.get("responses")
            or {
                "200": {"description": "The answer", "content": content},
                "304": {"description": "The client holds this answer already"},
                **(
                    {"302": {"description": "It is at the address given"}} if one.parameters else {}
                ),
                "400": {"description": "A parameter could not be read", **wrong},
                "404": {"description": "Nothing is held at this address", **wrong},
            },
        }
    }


async def document(datasette: Any) -> Schema:
    """The OpenAPI document of the build that is served; made once for each build."""
    version = datasette.get_database(DATABASE)
    if not hasattr(version, "openapi"):
        known = await tables(datasette)
        paths: dict[str, Schema] = {}
        for one in map(door, registered_routes(datasette)):
            answers, asked = await ask(datasette, one)
            answer = {**shape(answers, known), "type": "object"}
            answer["required"] = [
                key
                for key in (answers[0] if answers else {})
                if all(key in other for other in answers)
            ]
            ending = one.path.rpartition(".")[2]
            paths[one.path] = operation(one, ending if ending in TYPES else "html", answer, asked)
            for form in one.formats:
                paths[f"{one.path}.{form}"] = operation(one, form, answer, asked)
        held = {
            entity: row_of(columns)
            for entity, columns in grouped(await query_of(datasette)(CODEBOOK), "entity").items()
        }
        version.openapi = {
            **HEAD,
            "components": {"schemas": {"error": ERROR, **held}},
            "paths": dict(sorted({**paths, **of_datasette(list(held))}.items())),
        }
    return version.openapi


def of_datasette(tables: list[str]) -> Schema:
    """What Datasette itself answers beside our pages: tables, SQL and the file.
    https://docs.datasette.io has the rest.
    """
    table = {
        "name": "table",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": tables},
        "description": "A table or view, by name",
        "examples": {name: {"value": name} for name in ("item", "gap")},
    }
    size = {
        "name": "_size",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 2000},
        "description": "Rows in one answer",
    }
    sql = {
        "name": "sql",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "description": "One select; :name takes the parameter name",
        "examples": {"one": {"value": "select code, label_en from item limit 3"}},
    }
    error = {"content": {TYPES["json"]: {"schema": {"$ref": "#/components/schemas/error"}}}}

    def told(summary: str, parameters: list[Schema], content: Schema, **others: Schema) -> Schema:
        """One path of Datasette."""
        codes = {
            "304": {"description": "The client holds this answer already"},
            **{code.strip("_"): value for code, value in others.items()},
        }
        return {
            "get": {
                "summary": summary,
                "parameters": parameters,
                "responses": {"200": {"description": "The answer", "content": content}, **codes},
            }
        }

    wrong, unknown = (
        {"description": "The request could not be read", **error},
        {"description": "No such table", **error},
    )
    moved, plain = (
        {"description": "It is at the address given"},
        {"description": "As the same in JSON, in words"},
    )
    row = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in tables]}
    rows = {
        TYPES["json"]: {
            "schema": {
                **ROWS,
                "properties": {**ROWS["properties"], "rows": {"type": "array", "items": row}},
            }
        }
    }
    return {
        "/tip/{table}.json": told(
            "Rows of a table or view, each as the schema of that name says",
            [table, size],
            rows,
            _302=moved,
            _400=wrong,
            _404=unknown,
        ),
        "/tip/{table}.csv": told(
            "A whole table or view", [table], {TYPES["csv"]: {}}, _302=moved, _400=plain, _404=plain
        ),
        "/tip/-/query.json": told(
            "The rows of a query in SQL", [sql], {TYPES["json"]: {"schema": ROWS}}, _400=wrong
        ),
        "/tip.db": told(
            "The whole knowledge base as one SQLite file", [], {"application/octet-stream": {}}
        ),
    }

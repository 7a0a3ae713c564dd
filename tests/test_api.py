"""The document of the API against the running site: every path is in it with words, and every
answer is as it says, also for what nobody would ask.
"""

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import load_all_checks

from tests.test_site import PAGES, with_format

pytestmark = pytest.mark.slow

OTHERS = [
    "/country/MLI",
    "/country/USA",
    "/instrument/mou-nga-bfa-2021",
    "/instrument/untoc",
    "/plan/sen-plan-2018",
    "/item/palermo:9.5",
    "/corridor/ben-nga",
]
ENTITIES = """
select name from sqlite_master
where type in ('table', 'view')
  and not (name glob '*_fts*' or name glob 'check_*' or name glob '[_]*')
"""
CHECKED = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
]
load_all_checks()


@pytest.fixture(scope="module")
def document(get):
    return get("/openapi.json").json()


def test_every_answer_is_as_documented(address):
    """Each operation with its examples and with what schemathesis makes up, on a running site."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json").include(
        path_regex=r"(?<!meta\.)json$|^/healthz|^/reconcile|^/tip"
    )
    checks = list(schemathesis.checks.CHECKS.get_by_names(CHECKED))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 29
    wrong = []
    for operation in operations:

        @settings(
            max_examples=2,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def run(case):
            case.validate_response(case.call(), checks=checks)

        try:
            run()
        except schemathesis.errors.SchemathesisError as error:
            wrong.append(f"{operation.label}: {error}")
        except BaseException as error:  # a failed check is an exception group, told whole
            wrong.append(f"{operation.label}: {error!r}: {getattr(error, 'exceptions', '')}")
    assert wrong == []


def test_every_page_and_parameter_has_words(document):
    operations = {path: entry["get"] for path, entry in document["paths"].items()}
    assert {path.partition("?")[0] for path in PAGES if path.count("/") == 1} <= set(operations)
    for path, operation in operations.items():
        assert operation["summary"] not in ("", path), f"{path}: its function has no docstring"
        for parameter in operation["parameters"]:
            assert parameter["description"], (
                f"{path}: say what {parameter['name']} means "
                "under parameters of plugins/kit/openapi.yml"
            )
            if parameter["in"] == "path":
                assert parameter.get("examples"), (
                    f"{path}: give an address in the examples of its route"
                )


def test_columns_have_the_words_of_the_metadata(document):
    rows = document["paths"]["/country/{code}.json"]["get"]["responses"]["200"]["content"][
        "application/json"
    ]["schema"]["properties"]["rows"]
    assert "verdict" in rows["items"]["properties"]
    assert rows["items"]["properties"]["obligation"]["description"]


def test_rows_of_tables_are_as_the_schema_has_them(get, document, db):
    """Every table and view has its row; what must be filled is not null, a closed list is closed,
    and real rows are so.
    """
    rows = document["components"]["schemas"]
    entities = {name for (name,) in db.execute(ENTITIES)}
    assert set(rows) == {"error", *entities}
    party = rows["party"]["properties"]
    assert party["status"]["type"] == ["string"]
    assert party["status"]["enum"] == [
        "bound",
        "signatory",
        "participant",
        "none",
        "left",
        "extended",
        "unknown",
    ]
    assert party["bound_on"]["type"] == ["string", "null"]
    assert party["reservation"]["enum"] == ["yes", "no", None]
    assert rows["penalty"]["properties"]["life"]["enum"] == [0, 1, None]
    assert rows["gap"]["properties"]["verdict"]["type"] == ["string", "null"], (
        "what a view computes is not known to be filled"
    )
    for name in set(rows) - {"error"}:
        answer = get(f"/tip/{name}.json?_size=40").json()
        check = jsonschema.Draft202012Validator({"type": "array", "items": rows[name]})
        assert [f"{name}: {error.message}" for error in check.iter_errors(answer["rows"])] == []
        assert all(set(row) >= set(rows[name]["required"]) for row in answer["rows"]), name


@pytest.mark.parametrize("path", [path for path in PAGES if "ZZZ" not in path] + OTHERS)
def test_real_answers_of_pages_are_as_documented(get, document, path):
    answer = get(with_format(path, "json"))
    assert answer.status_code == 200
    first = path.partition("?")[0]
    known = document["paths"]
    pattern = (
        first + ".json"
        if first + ".json" in known
        else next(
            (
                name
                for name in known
                if name.endswith(".json") and fits(name, with_format(first, "json"))
            ),
            "/index.json",
        )
    )
    jsonschema.validate(
        answer.json(),
        known[pattern]["get"]["responses"]["200"]["content"]["application/json"]["schema"],
    )


def fits(template, path):
    """Is `path` one of those that a path with {parameters} stands for?"""
    ours, asked = template.removesuffix(".json").split("/"), path.removesuffix(".json").split("/")
    return len(ours) == len(asked) and all(
        one == other or "{" in one for one, other in zip(ours, asked, strict=True)
    )


def test_the_page_for_people_lists_every_path(get, document):
    text = get("/api").text
    assert all(f"<code>{path}</code>" in text for path in document["paths"])
    assert [row["path"] for row in get("/api.json").json()["rows"]] == list(document["paths"])

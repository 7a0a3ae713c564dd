"""Words that are meant to be run: in what the records hold, in addresses, in headers and in SQL."""

import re
import shutil
import sqlite3
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
import sqlite_utils
from defusedxml import ElementTree

from ingest.database import Model, content_hash

LAW, ARTICLE = "sle-act-2022-12", "sle-act-2022-12:12"
RUN = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"
HOSTILE = (  # column by column, wherever a record may hold words of a stranger
    ("instrument", "title"),
    ("instrument", "title_en"),
    ("instrument", "title_fr"),
    ("provision", "heading"),
    ("provision", "summary_en"),
    ("provision", "summary_fr"),
    ("provision", "note"),
    ("body", "name"),
    ("body", "name_en"),
    ("finding", "statement_en"),
    ("plan_activity", "activity"),
    ("source", "title"),
    ("source", "publisher"),
)
PAGES = (
    *(f"/instrument/{LAW}", f"/provision/{ARTICLE}", "/country/SLE", "/search?q=alert", "/plans"),
    *("/item/palermo:6.6", "/about", "/agreements", "/changes", "/tip/provision", "/tip/source"),
    *(f"/fr/instrument/{LAW}", "/countries", "/claims", f"/tip/instrument/{LAW}"),
)
FEEDS = ("/changes.atom", "/search.atom?q=alert", "/sitemap-1.xml", "/plans.atom")


class Tags(HTMLParser):
    """What a browser would run or follow: scripts without a type, handlers, javascript: links."""

    def __init__(self) -> None:
        super().__init__()
        self.run: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if any(name.startswith("on") and "alert" in (value or "") for name, value in attrs):
            self.run.append(f"{tag} with a handler")
        for name in ("href", "src", "action"):
            if (given.get(name) or "").strip().lower().startswith("javascript:"):
                self.run.append(f"{tag} {name}")
        if tag in ("svg", "img") and given.get("src") == "x":
            self.run.append(tag)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip() == "alert(1)":
            self.run.append("script")


@pytest.fixture(scope="module")
def infested(built, get_from, tmp_path_factory):
    """A site whose records hold what a browser would run."""
    path = tmp_path_factory.mktemp("infested") / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    for table, column in HOSTILE:
        db.execute(f"update [{table}] set [{column}] = [{column}] || ?", [RUN])
    for table in ("body", "source"):
        db.execute(f"update {table} set url = 'javascript:alert(1)'")
    held = sqlite_utils.Database(db)
    db.execute("update build set content_hash = ?", [content_hash(held, Model(held))])
    db.commit()
    db.close()
    return get_from(path)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_a_record_holds_is_run(infested, path):
    answer = infested(path)
    assert answer.status_code == 200
    tags = Tags()
    tags.feed(answer.text)
    assert tags.run == []
    assert "<script>alert" not in answer.text


REPEATED = [  # addresses of which a page repeats a part
    *(
        "/search?q=",
        "/items?pillar=",
        "/compare?c=",
        "/plans?group=",
        "/gaps?on=",
        "/changes?entity=",
    ),
    *(
        "/fr/search?q=",
        "/country/",
        "/instrument/",
        "/nothing",
        "/fr/nothing",
        "/corridor/",
        "/item/",
    ),
    *(
        "/tip/",
        "/tip/item?_search=",
        "/tip/item?code__contains=",
        "/tip/-/query?sql=",
        "/tip/item/",
    ),
]


@pytest.mark.parametrize("at", REPEATED)
def test_nothing_that_an_address_holds_is_run(get, at):
    tags = Tags()
    text = get(at + quote(RUN)).text
    tags.feed(text)
    assert tags.run == []
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", FEEDS)
def test_what_a_record_holds_does_not_break_a_feed(infested, path):
    answer = infested(path)
    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)


def test_what_a_record_holds_does_not_end_the_data_of_a_page(infested):
    page = infested(f"/instrument/{LAW}").text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    assert all("<" not in data for data in found)


OUTSIDE = [
    *("/assets/../datasette.yml", "/assets/%2e%2e/datasette.yml", "/assets/..%2f..%2fetc%2fpasswd"),
    *("/assets//etc/passwd", "/bundle/..%2ftip.db", "/tip-../gap"),
    *("/tip-1%2f..%2ftip.db", "/-/static/../../../etc/passwd", "/tip/..%2f..%2fetc%2fpasswd"),
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_to_another_file(get, path):
    answer = get(path)
    assert answer.status_code in (302, 400, 404)
    assert "root:" not in answer.text


ELSEWHERE = [
    *("//evil.example/", "/fr//evil.example/", "/fr/%2f%2fevil.example", "/\\evil.example/"),
    *("/items/?next=//evil.example", "/tip/?_next=//evil.example", "/country/sen/..//evil.example"),
    *("/item//evil.example", "/tip/-/query?sql=select+1&next=https://evil.example", "/fr//"),
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_redirect_leads_to_another_host(get, path):
    target = get(path).headers.get("location", "/")
    assert not urlsplit(target.replace("\\", "/")).netloc


@pytest.mark.parametrize(
    "at", ["/search?q=", "/fr/country/", "/tip/item?code=", "/tip/item.csv?_x="]
)
def test_no_line_of_an_address_becomes_a_header(get, at):
    answer = get(at + "a%0d%0aX-Injected:%201%0d%0a%0d%0a")
    assert "x-injected" not in answer.headers
    assert answer.status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("path", ["/", "/items.json", "/tip/item.json", "/tip/-/query.json?sql=x"])
def test_no_site_is_told_to_send_who_is_asking(wait, ledger, path):
    """Data may be read from everywhere, by nobody in particular."""
    answer = wait(ledger.client.get(path, headers={"Origin": "https://evil.example"}))
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers.get("access-control-allow-origin", "*") == "*"


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"]
)
@pytest.mark.parametrize("path", ["/items", "/feed.atom", "/sitemap.xml"])
def test_no_header_besides_host_decides_what_is_shown(wait, ledger, name, path):
    plain = wait(ledger.client.get(path))
    asked = wait(ledger.client.get(path, headers={name: "host=evil.example"}))
    assert asked.text == plain.text


SQL = [
    "attach database '/tmp/x.db' as x",
    "vacuum into '/tmp/x.db'",
    "insert into item (code) values ('x')",
    "update item set code = 'x'",
    "delete from item",
    "drop table item",
    "create table x (y)",
    "pragma writable_schema = on",
    "select load_extension('x')",
    "select writefile('/tmp/x', 'x')",
    "select readfile('/etc/passwd')",
    "select edit('x')",
    "select 1; delete from item",
    "explain delete from item",
    "with x as (select 1) delete from item",
    "begin immediate",
]


@pytest.mark.parametrize("sql", SQL)
def test_no_sql_of_a_visitor_writes_or_reads_a_file(wait, ledger, sql):
    answer = wait(ledger.client.get("/tip/-/query.json", params={"sql": sql}))
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    "path",
    [
        "/-/create-token",
        "/tip/-/create",
        "/tip/item/-/insert",
        "/tip/item/-/upsert",
        "/tip/item/-/drop",
    ],
)
def test_nothing_can_be_posted_into_the_data(wait, ledger, path):
    answer = wait(ledger.client.post(path, json={"rows": [{"code": "x"}], "confirm": True}))
    assert answer.status_code in (403, 404, 405)


INTO_SQL = ["' or 1=1 --", "x'; drop table item; --", "' union select name from sqlite_master --"]


@pytest.mark.parametrize("words", INTO_SQL)
@pytest.mark.parametrize(
    "at", ["/items?pillar=", "/plans?group=", "/changes?country=", "/gaps?on="]
)
def test_no_parameter_becomes_sql(wait, ledger, get, at, words):
    path, _, name = at.partition("?")
    answer = wait(ledger.client.get(path, params={name.rstrip("="): words}))
    assert answer.status_code in (200, 302, 400, 404)
    assert "search_fts_data" not in answer.text, "the names of tables are not listed"
    assert get("/tip/item.json?_size=1").status_code == 200


def test_a_body_that_is_too_large_is_refused(wait, ledger):
    answer = wait(ledger.client.post("/reconcile", content=b"queries=" + b"x" * 20_000_000))
    assert answer.status_code == 413

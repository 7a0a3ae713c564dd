"""What a reader takes away: every row, in its type, with its address, its date, its sources and its
licence; and older releases.
"""

import asyncio
import contextlib
import csv
import io
import json
import shutil
import sqlite3
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.parse import quote

import feedparser
import openpyxl
import pytest
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest

from plugins.kit.page import without_form
from plugins.kit.table_files import Download, Table, as_comma_csv, as_xlsx
from plugins.kit.table_questions import open_bounded
from plugins.kit.thread_pools import Pools

pytestmark = pytest.mark.slow
POOLS = Pools(ThreadPoolExecutor(1))


def apart(coroutine):
    """Run a coroutine in a thread of its own: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result(timeout=60)


def read(answer, sign=","):
    return list(
        csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=sign)
    )


def test_a_table_comes_whole_named_dated_and_licensed(get, db):
    answer = get("/tip/gap.csv")
    rows = read(answer)
    assert len(rows) == db.execute("select count(*) from gap").fetchone()[0]
    day = db.execute("select substr(built_at, 1, 10) from build").fetchone()[0]
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="palermo-ledger-gap-{day}.csv"'
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in answer.headers["link"]
    assert '</tip/gap.meta.json>; rel="describedby"' in answer.headers["link"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_filters_hold_and_say_so(get, db):
    rows = read(
        get("/tip/gap.csv?country=SEN&verdict__not=not_assessed&_sort=item&_size=max&_stream=1")
    )
    expected = [
        row[0]
        for row in db.execute(
            "select item from gap where country = 'SEN' and verdict <> 'not_assessed' order by item"
        )
    ]
    assert [row["item"] for row in rows] == expected
    assert read(get("/tip/provision.csv?_search=victime"))
    assert len(read(get("/tip/tier.csv?_size=7"))) == 7
    assert (
        get("/tip/tier.meta.json?_size=7").json()["rows"] == "the first 7, as asked for with _size"
    )
    assert get("/tip/tier.meta.json").json()["rows"] == "all"


def test_every_row_leads_back_to_its_page(get):
    for path in (
        "/tip/provision.csv",
        "/tip/tier.csv",
        "/tip/gap.csv?verdict=full",
        "/tip/plan_clock.csv",
        "/tip/body.csv",
        "/plans.csv",
        "/search.csv?q=victim",
        "/agreements.csv",
        "/items.csv",
        "/gaps.csv?group=ecowas",
        "/claims.csv",
        "/changes.csv",
        "/about.csv",
        "/codebook.csv",
    ):
        rows = read(get(path))
        for row in (rows[0], rows[-1]):
            back = row.get("record_url", row["url"])
            assert back.startswith("http://localhost/"), path
            assert get(back.removeprefix("http://localhost").split("#")[0]).status_code == 200, (
                path,
                back,
            )
    assert read(get("/tip/provision.csv"))[0]["url"].endswith("/provision/abidjan-2005:1")
    source = read(get("/tip/source.csv"))[0]
    assert source["record_url"].endswith(f"/tip/source/{source['id']}"), (
        "the source has a url of its own"
    )
    assert "url" not in read(get("/tip/-/query.csv?sql=" + quote("select 1 as one")))[0]


def test_an_answer_of_sql_has_no_row_cap(get, db):
    sql = quote("select a.id, b.code from country a, item b where b.pillar <> :p")
    rows = read(get(f"/tip/-/query.csv?sql={sql}&p=general"))
    assert (
        len(rows)
        == db.execute(
            "select count(*) from country a, item b where b.pillar <> 'general'"
        ).fetchone()[0]
        > 2000
    )
    assert read(get("/tip/-/query.csv?sql=" + quote("select 3 as n limit 1")))[0]["n"] == "3"
    named = get("/tip/-/query.meta.json?sql=" + quote("select distinct source from absence")).json()
    assert {one["id"] for one in named["sources"]}
    assert all(one["licence"] and one["reuse"] for one in named["sources"])


def test_the_french_file_opens_by_a_double_click(get, db):
    country, pillar, score = db.execute(
        "select country, pillar, score from score where score <> round(score)"
    ).fetchone()
    answer = get(f"/fr/tip/score.fr.csv?country={country}&pillar={pillar}")
    assert answer.content.startswith("\ufeffpays (code);pays;pilier (code);pilier;".encode())
    assert str(score).replace(".", ",") in read(answer, ";")[0].values()
    assert b"," in answer.content.splitlines()[1]
    page = get("/fr/plans").text
    assert page.index("/fr/plans.fr.csv") < page.index("/fr/plans.csv"), (
        "offered first to a French reader"
    )
    assert ".fr.csv" in get("/plans.fr.csv").headers["content-disposition"]
    first = read(get("/fr/plans.fr.csv"), ";")[0]
    assert first["adresse"].startswith("http://localhost/fr/plan/")
    whole = b"".join(
        as_comma_csv(Table("x", "2026-01-01", ["a"], [[1.5], ["a;b"], [None], [10_000_000_000.25]]))
    )
    assert whole.decode("utf-8-sig").splitlines() == ["a", "1,5", '"a;b"', '""', "10000000000,25"]


def test_a_workbook_keeps_types_and_says_what_it_is(get):
    book = openpyxl.load_workbook(io.BytesIO(get("/tip/penalty.xlsx").content))
    head, *rows = book["rows"].iter_rows(values_only=True)
    assert {type(row[head.index("max_months")]) for row in rows} <= {int, float, type(None)}
    about = list(book["about"].iter_rows(values_only=True))
    said = dict(about)
    assert said["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["cite_as"].startswith("Palermo Ledger contributors, ")
    assert said["address"] == "http://localhost/tip/penalty"
    assert any(name == "sources" and "worldwidelaw" in value for name, value in about)
    assert any(
        name == "columns" and "Shortest imprisonment in months" in value for name, value in about
    )
    page = openpyxl.load_workbook(io.BytesIO(get("/plans.xlsx").content))
    assert page.sheetnames == ["rows", "about"]
    assert page["rows"].max_row > 100


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    table = Table(
        "x",
        "2026-01-01",
        ["n", "text"],
        [(n, "=1+1" if n else "a" * 40_000) for n in range(7)],
        about={"built": "now"},
    )
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(table))))
    assert len(book["rows"]["B2"].value) == 32_767
    assert book["rows"]["B2"].value.endswith("[…]")
    assert (book["rows"]["B3"].value, book["rows"]["B3"].data_type) == ("=1+1", "s"), (
        "never a formula"
    )


def test_a_table_too_long_for_a_workbook_is_refused_and_not_cut(monkeypatch):
    monkeypatch.setattr("plugins.kit.table_files.WORKBOOK", 5)
    with pytest.raises(BadRequest, match="more than 5 rows"):
        list(as_xlsx(Table("x", "2026-01-01", ["n"], [(n,) for n in range(6)])))
    assert list(as_xlsx(Table("x", "2026-01-01", ["n"], [(n,) for n in range(5)])))


def test_json_lines_and_feeds(get, db):
    lines = get("/tip/membership.jsonl?grouping=ecowas").text.splitlines()
    assert [json.loads(line)["grouping"] for line in lines] == ["ecowas"] * len(lines)
    assert (
        len(lines)
        == db.execute("select count(*) from membership where \"grouping\" = 'ecowas'").fetchone()[0]
    )
    feed = feedparser.parse(get("/tip/change.atom").content)
    assert not feed.bozo
    assert len(feed.entries) == min(100, db.execute("select count(*) from change").fetchone()[0])
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert (
        feedparser.parse(get("/tip/meeting.atom").content)
        .entries[0]
        .link.startswith("http://localhost/tip/meeting/")
    )
    refused = get("/tip/item.atom")
    assert refused.status_code == 400
    assert "have no date" in refused.text


def test_what_cannot_be_answered_says_why(get):
    assert get("/tip/nothing.csv").status_code == 404
    assert get("/tip/gap.csv?_where=nonsense").status_code == 400
    for sql, said in (
        ("select nonsense", "no such column"),
        ("delete from gap", "must be a SELECT"),
        ("", ""),
    ):
        answer = get("/tip/-/query.xlsx?sql=" + quote(sql))
        assert answer.status_code == 400, sql
        assert said in answer.text


def test_names_beside_codes_are_written_like_every_other_cell(get, monkeypatch):
    written = []
    monkeypatch.setattr(
        "plugins.kit.table_files.cell", lambda value: written.append(value) or f"'{value}"
    )
    lines = list(csv.reader(io.StringIO(get("/tip/item.csv?_labels=on&_size=2").text)))
    assert "'benchmark_label" in lines[0]
    assert len(lines) == 3
    assert all(cell.startswith("'") for line in lines for cell in line)
    assert len(written) == sum(map(len, lines))


def test_a_question_that_costs_too_much_is_cut_visibly(built, monkeypatch):
    """The file breaks off without its end, which every client reports; it never looks whole."""
    monkeypatch.setattr("plugins.kit.table_questions.STEPS", 20)
    site = Datasette([], immutables=[str(built)])
    connection = open_bounded(site, "tip")
    numbers = connection.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    )
    sent = []

    async def send(message):
        sent.append(message)

    async def answer():
        await (
            await Download(
                Table("x", "2026-01-01", ["n"], numbers, close=connection.close),
                "csv",
                Asked(sent),
                {},
                POOLS,
            ).begin()
        ).asgi_send(send)

    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        apart(answer())
    assert len(sent) > 50
    assert sent[-1]["more_body"] is True, "the end was never sent"
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("select 1")
    site.close()


class Asked:
    """A request of somebody who hangs up after so many messages."""

    path, query_string = "/tip/x.csv", ""

    def __init__(self, sent: list, patience: int = 10**9) -> None:
        self.sent, self.patience = sent, patience

    async def receive(self) -> dict:
        while len(self.sent) < self.patience:
            await asyncio.sleep(0.001)
        return {"type": "http.disconnect"}


def test_the_server_stops_when_nobody_listens():
    """A reader who hangs up leaves neither a connection open nor a table being read."""
    closed, read_so_far, sent = [], [], []

    def endless():
        for n in count():
            read_so_far.append(n)
            yield (n,)

    async def send(message):
        sent.append(message)
        await asyncio.sleep(0.01)

    async def answer():
        table = Table("x", "2026-01-01", ["n"], endless(), close=lambda: closed.append(True))
        await (await Download(table, "csv", Asked(sent, 3), {}, POOLS).begin()).asgi_send(send)

    apart(asyncio.wait_for(answer(), 20))
    assert closed == [True]
    assert len(read_so_far) < 20_000


def test_forms_are_told_from_paths():
    assert [
        without_form(path)
        for path in ("/item/palermo:6.6.fr.csv", "/item/palermo:6.6", "/x.meta.json", "/gaps.xlsx")
    ] == ["/item/palermo:6.6", "/item/palermo:6.6", "/x", "/gaps"]


def test_tables_offer_themselves(get):
    page = get("/tip/gap?country=SEN").text
    assert '<a href="/tip/gap.csv?country=SEN">' in page
    assert '<a href="/tip/gap.xlsx?country=SEN">' in page
    assert "/tip/change.atom" in get("/tip/change").text
    assert "/tip/-/query.fr.csv?sql=" in get("/tip/-/query?sql=select+1").text


def test_the_codebook_is_a_page_in_both_languages(get):
    assert "What every table, view and column means" in get("/codebook").text
    page = get("/codebook/penalty").text
    assert "Shortest imprisonment in months" in page
    assert "<code>life</code> life imprisonment" in page
    french = get("/fr/codebook/penalty").text
    assert "Emprisonnement le plus court" in french
    assert "/fr/codebook/source" in french
    assert "create view gap" in get("/codebook/gap").text.lower()
    assert get("/codebook/nothing").status_code == 404
    assert len(read(get("/codebook.csv"))) > 500


@pytest.fixture(scope="module")
def site(
    built: Path, with_texts: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory, get_from
):
    """A site with the bundle of its state, release 2 held beside it, release 3 being its own state
    and release 1 not held.
    """
    folder = tmp_path_factory.mktemp("site")
    (folder / "db").mkdir()
    path = folder / "db" / "tip.db"
    shutil.copy(with_texts, path)
    shutil.copy(built, folder / "db" / "tip-2.db")
    shutil.copytree(bundle.parent, folder / "dist")
    db = sqlite3.connect(path)
    db.execute("delete from release")
    stamp = db.execute("select content_hash from build").fetchone()[0]
    for number, content in ((1, "1" * 64), (2, "2" * 64), (3, stamp)):
        db.execute(
            "insert into release values (?, '2026-01-02', ?, ?, "
            "'provision: 3 rows added', 'provision : 3 lignes ajoutées', null)",
            [number, "c" * 40, content],
        )
    db.commit()
    db.close()
    return get_from(path)


def test_a_link_to_a_release_keeps_its_answer(site, db):
    assert len(read(site("/tip/tier.csv"))) < 2000
    assert (
        len(read(site("/tip-2/tier.csv"))) == db.execute("select count(*) from tier").fetchone()[0]
    )
    assert "palermo-ledger-tip-2-tier-" in site("/tip-2/tier.csv").headers["content-disposition"]
    assert (
        site("/tip-2/-/query.json?sql=select+count(*)+as+n+from+tier").json()["rows"][0]["n"]
        > 10_000
    )
    page = site("/tip-2/gap?country=SEN").text
    assert "No data is never a no" in page or "never a no" in page, "with the words of the tables"
    assert site("/tip-2.db").content.startswith(b"SQLite format 3")


def test_a_release_put_beside_the_served_file_needs_no_restart(with_texts, tmp_path, serve):
    path = tmp_path / "tip.db"
    shutil.copy(with_texts, path)
    with serve(path) as address:

        def answer(at: str) -> int:
            with contextlib.suppress(urllib.error.HTTPError):
                return urllib.request.urlopen(address + at, timeout=10).status
            return 404

        assert answer("/tip-4/item.json") == 404
        shutil.copy(with_texts, tmp_path / "tip-4.db")
        (tmp_path / "tip-5.db").write_bytes(
            with_texts.read_bytes()[:200_000]
        )  # a copy that is not finished
        started = time.monotonic()
        while answer("/tip-4/item.json") != 200:
            assert time.monotonic() - started < 20
            time.sleep(0.2)
        assert (
            "only touches the item and is never counted"
            in urllib.request.urlopen(f"{address}/tip-4/crossref", timeout=10).read().decode()
        ), "with its words"
        assert answer("/tip-5/item.json") == 404
        assert answer("/tip/item.json") == 200


def test_the_current_state_is_at_its_number_too(site):
    answer = site("/tip-3/gap.json?country=SEN")
    assert (answer.status_code, answer.headers["location"]) == (302, "/tip/gap.json?country=SEN")
    assert "/tip-3/gap?country=SEN" in site("/tip/gap?country=SEN").text, (
        "offered as the permanent link"
    )


def test_a_release_that_is_not_held_says_how_to_make_it_again(site):
    gone = site("/tip-1/gap?country=SEN")
    assert gone.status_code == 410
    assert "make releases" in gone.text
    assert "c" * 40 in gone.text
    assert 'href="/tip-2"' in gone.text
    assert 'href="/tip/gap?country=SEN"' in gone.text
    never = site("/tip-9/gap.csv")
    assert never.status_code == 404
    assert "There is no release 9" in never.text


def test_downloads_list_releases_and_the_bundle(site, get):
    page = site("/downloads").text
    assert 'id="release-1"' in page
    assert "provision: 3 rows added" in page
    assert "provision : 3 lignes ajoutées" in site("/fr/downloads").text
    found = site("/downloads.json").json()
    assert {row["number"]: row["held"] or row["current"] for row in found["releases"]} == {
        1: False,
        2: True,
        3: True,
    }
    name = found["bundle"]["name"]
    assert site(f"/bundle/{name}.zip").content.startswith(b"PK")
    assert site(f"/bundle/{name}/csv/item.csv").text.startswith("code,benchmark,")
    assert site(f"/bundle/{name}/../../db/tip.db").status_code == 404
    assert site("/bundle/palermo-ledger-2000-01-01.zip").status_code == 404
    assert "make export" in get("/downloads").text


def test_a_page_on_what_lies_beside_the_build_sees_it_come(with_texts, bundle, tmp_path, get_from):
    (tmp_path / "db").mkdir()
    ask = get_from(Path(shutil.copy(with_texts, tmp_path / "db" / "tip.db")))
    assert ask("/downloads.json").json()["bundle"] is None
    assert "make export" in ask("/downloads").text
    shutil.copytree(bundle.parent, tmp_path / "dist")
    assert ask("/downloads.json").json()["bundle"]["name"] == bundle.name
    assert f"/bundle/{bundle.name}.zip" in ask("/downloads").text
    assert "etag" not in ask("/downloads").headers


def test_catalogues_can_read_what_this_is(site):
    page = site("/downloads").text
    found = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert found["@type"] == ["Dataset", "dcat:Dataset"]
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["identifier"].startswith("sha256:")
    for one in found["distribution"]:
        assert one["@type"] == ["DataDownload", "dcat:Distribution"]
        assert site(one["contentUrl"].removeprefix("http://localhost")).status_code == 200


def test_a_head_is_in_the_readers_language_and_a_flag_has_its_label(get, db):
    """In the panel a flag is a number; the address of a row with an address of its own has words;
    the name of a State is no code.
    """
    lines = get("/fr/tip/country_year.fr.csv").text[1:].splitlines()
    panel = list(csv.DictReader(lines, delimiter=";"))
    flag = "lié par le Protocole de Palerme"
    said = {"1": "oui", "0": "non", "": ""}  # empty: never bound
    assert {row[flag] for row in panel} == set(said.values())
    assert all(row[flag] == said[row[f"{flag} (code)"]] for row in panel)
    heads = get("/pt/tip/body.pt.csv").text[1:].splitlines()[0].split(";")
    assert "endereço da ficha" in heads
    assert "país (código)" in heads
    assert not [head for head in heads if "_" in head]
    compared = get("/compare.csv?c=NAM,ZAF").text.splitlines()[0].split(",")
    assert "name" in compared
    assert "name_label" not in compared

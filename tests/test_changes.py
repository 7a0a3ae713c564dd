"""Changes and their feeds, claims and conflicts: facts to be looked up, and a strict parser."""

import re
import shutil
import sqlite3
import time
from datetime import datetime

import pytest
from lxml import etree

from ingest.database import kept_views
from plugins.changes import FOUND, stable_id
from plugins.kit.feed_pages import as_rfc3339, strip_non_xml

pytestmark = pytest.mark.slow

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "/changes.atom",
    "/fr/changes.atom",
    "/changes/country/LCA.atom",
    "/changes/item/palermo:6.6.atom",
    "/changes.atom?entity=party&reason=added",
]

# one change of each kind, and what it has to be filed under: (entity, entity_id) -> countries,
# items
FILED = {
    ("party", "palermo SEN un-treaties-2015"): ({"SEN"}, set()),
    ("provision", "sle-act-2022-12:12"): ({"SLE"}, {"of provision"}),
    ("provision", "sle-act-1999-9:77"): ({"SLE"}, set()),
    ("crossref", "sle-act-2022-12:12 palermo:6.6"): ({"SLE"}, {"palermo:6.6"}),
    ("penalty", "sle-act-2022-12:12 1"): ({"SLE"}, {"of provision"}),
    ("membership", "ecowas NER"): ({"NER"}, set()),
    ("tier", "SEN 2024 tip us-tip-2024"): ({"SEN"}, set()),
    ("absence", "ERI palermo:9.1.a"): ({"ERI"}, {"palermo:9.1.a"}),
    ("claim", "deck-2024-corridor-mrt-sen"): ({"MRT", "SEN"}, set()),
    ("corridor", "mrt-sen"): ({"MRT", "SEN"}, set()),
    ("instrument", "agr-mrt-sen-2025-tip"): ({"MRT", "SEN"}, set()),
    ("finding", "cod-us-dol-ilab-2021-palermo-3.c"): ({"COD"}, {"palermo:3.c"}),
    ("plan_activity", "caf-plan-2020:1"): ({"CAF"}, None),
    ("item", "palermo:6.6"): (set(), {"palermo:6.6"}),
    ("source", "us-tip-2024"): (set(), set()),
    ("instrument", "palermo"): (set(), set()),
    ("country", "SEN"): ({"SEN"}, set()),
}


@pytest.mark.parametrize("path", FEEDS)
def test_feed_is_valid_and_its_dates_links_and_ids_hold(get, path):
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False, recover=False))
    assert feed.tag == f"{ATOM}feed"
    for one in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
            assert one.findtext(f"{ATOM}{name}").strip()
        assert datetime.strptime(one.findtext(f"{ATOM}updated"), "%Y-%m-%dT%H:%M:%SZ")
        assert one.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert all(
            re.match(r"https?://[^/]+/", link.get("href")) for link in one.findall(f"{ATOM}link")
        )
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = feed.findall(f"{ATOM}link")
    here = [link.get("rel") for link in links if not link.get("hreflang")]
    assert here == ["self", "alternate"]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    again = etree.fromstring(get(path).content)
    assert ids == [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")]
    newest = max(
        (entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")), default=None
    )
    assert newest in (None, feed.findtext(f"{ATOM}updated"))


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/changes.atom", "/fr/changes.atom"])
def test_entries_lead_somewhere(get, path):
    feed = etree.fromstring(get(path).content)
    paths = {
        re.sub(r"^https?://[^/]+|#.*", "", link.get("href"))
        for link in feed.iterfind(f".//{ATOM}link")
    }
    assert {path: status for path in paths if (status := get(path).status_code) != 200} == {}


@pytest.fixture(scope="module")
def much(built, tmp_path_factory, get_from):
    """A site where so much changed and so many plans ended that no feed fits on a page."""
    path = tmp_path_factory.mktemp("much") / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.executemany(
        "insert into change "
        "values ('2026-01-01', 'country', 'SEN', ?, null, null, null, 'changed')",
        [(f"note_{number}",) for number in range(230)],
    )
    columns = [row[1] for row in db.execute("pragma table_info(instrument)")]
    copied = ", ".join("id || '-' || n" if column == "id" else column for column in columns)
    db.execute(
        f"with recursive c(n) as (select 1 union all select n + 1 from c where n < 230) "
        f"insert into instrument ({', '.join(columns)}) "
        f"select {copied} from instrument, c where id = 'sen-plan-2018'"
    )
    kept_views.refresh(db)
    db.commit()
    db.close()
    return get_from(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/changes.atom",
        "/fr/changes/country/SEN.atom",
        "/tip/change.atom?entity=country",
        "/fr/plans.atom?country=SEN",
        "/search.atom?q=law",
    ],
)
def test_long_feed_is_read_page_by_page_to_its_end(much, path):
    """RFC 5005: from the first page by `next` to the last, every entry once, the same feed
    throughout.
    """
    address, ids, pages, names = path, [], 0, set()
    while address:
        feed = etree.fromstring(much(address).content)
        links = {
            link.get("rel"): re.sub(r"^https?://[^/]+", "", link.get("href"))
            for link in feed.findall(f"{ATOM}link")
        }
        assert (links["self"], links["first"]) == (address, path)
        assert ("previous" in links) == (pages > 0)
        assert ("next" in links) == (address != links["last"])
        ids += [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        names.add(feed.findtext(f"{ATOM}id"))
        pages += 1
        said = feed.findtext(f"{ATOM}subtitle")
        assert f"Page {pages} " in said
        assert ("next" in said) == ("next" in links)
        address = links.get("next")
    assert pages > 1
    assert len(ids) == len(set(ids)) > 100
    assert len(names) == 1


def test_id_does_not_move():
    row = {
        "seen_on": "2013-07-20",
        "entity": "party",
        "entity_id": "palermo LCA un-treaties-2015",
        "field": None,
        "reason": "added",
        "new": None,
    }
    assert stable_id(row) == "urn:uuid:d7bf851d-ed6d-5b12-9081-224ca894b269"


def test_accession_of_st_lucia_in_2013(get):
    feed = etree.fromstring(get("/changes/country/LCA.atom").content)
    entries = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}summary")
        for entry in feed.findall(f"{ATOM}entry")
    }
    text = next(
        summary
        for title, summary in entries.items()
        if title.startswith("St. Lucia: treaty action added") and "Trafficking in Persons" in title
    )
    assert "accession, 16 July 2013" in text
    assert "UN Treaty Collection" in text
    assert "It is here because the changed row names St. Lucia" in text
    assert all("St. Lucia" in title for title in entries)


def test_change_says_old_and_new(get):
    page = re.sub(r"\s+", " ", get("/changes/country/MDA").text)
    assert "before “28 February 2006”, now “16 September 2005”" in page
    assert "/changes/country/MDA.atom" in page


def test_every_change_is_filed_under_its_countries_and_items(built, tmp_path):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.execute("delete from change")
    for entity, key in FILED:
        db.execute(
            "insert into change values ('2026-01-01', ?, ?, null, null, null, null, 'changed')",
            [entity, key],
        )
    kept_views.refresh(db)
    of_provision = {
        row[0]
        for row in db.execute("select item from crossref where provision = 'sle-act-2022-12:12'")
    }
    for (entity, key), (countries, items) in FILED.items():
        rows = db.execute(
            "select country, item from change_scope where entity = ? and entity_id = ?",
            [entity, key],
        ).fetchall()
        assert {row[0] for row in rows} - {None} == countries, (entity, key)
        if items is not None:
            assert {row[1] for row in rows} - {None} == (
                of_provision if items == {"of provision"} else items
            ), (entity, key)
    db.close()


def test_no_change_is_lost_or_counted_twice(get, db):
    data = get("/changes.json").json()
    assert (
        data["total"]
        == db.execute("select count(*) from change").fetchone()[0]
        == len(data["rows"])
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/changes/country/ZZZ", "ZZZ"),
        ("/changes/item/palermo:99", "palermo:99"),
        ("/changes/country/ZZZ.atom", "ZZZ"),
    ],
)
def test_unknown_subject_is_404(get, path, words):
    answer = get(path)
    assert answer.status_code == 404
    assert words in answer.text


def test_item_without_changes_says_what_that_means(get):
    assert "That does not mean that nothing changed" in get("/changes/item/palermo:6.6").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013", "2013-01-01T00:00:00Z"),
        ("2013-07", "2013-07-01T00:00:00Z"),
        ("2013-07-20T10:11:12+00:00", "2013-07-20T10:11:12Z"),
    ],
)
def test_short_dates_are_filled(text, expected):
    assert as_rfc3339(text) == expected


def test_signs_that_xml_cannot_carry_are_replaced():
    assert (
        etree.fromstring(f"<a>{strip_non_xml(chr(0) + chr(11) + 'é ok')}</a>").text
        == "\ufffd\ufffdé ok"
    )


def test_claim_on_mauritania_and_senegal_is_closed(get):
    rows = get("/claims.json?status=closed").json()["rows"]
    assert [(row["id"], row["closed_on"]) for row in rows] == [
        ("deck-2024-corridor-mrt-sen", "2025-06-02")
    ]
    page = get("/claims").text
    assert "closed since 2 June 2025" in page
    assert "Nouakchott" in page
    assert rows[0]["evidence_source"] == "emergence-mr"


def test_claims_are_found_by_country_also_through_a_pair(get, db):
    assert "deck-2024-corridor-mrt-sen" in {
        row["id"] for row in get("/claims.json?country=sen").json()["rows"]
    }
    assert (
        len(get("/claims.json").json()["rows"])
        == db.execute("select count(*) from claim").fetchone()[0]
    )
    rows = get("/claims.json?subject=training").json()["rows"]
    assert {row["subject"] for row in rows} == {"training"}


def test_conflict_on_child_trafficking_in_dr_congo(get):
    rows = get("/conflicts.json?country=COD&kind=finding").json()["rows"]
    assert [
        (
            row["item"],
            row["value"],
            row["dated_on"],
            row["other_value"],
            row["other_dated_on"],
            row["newer"],
        )
        for row in rows
    ] == [("palermo:3.c", "not_met", "2021", "met", "2022", "other")]
    page = get("/conflicts?country=COD").text
    assert "Democratic Republic of the Congo" in page
    assert "newer" in page[page.index("report of 2022") :][:80]


def test_all_conflicts_are_in_the_table_and_none_is_newer_without_dates(get, db):
    rows = get("/conflicts.json").json()["rows"]
    assert len(rows) == db.execute("select count(*) from conflict").fetchone()[0]
    assert all(
        row["dated_by"] == row["other_dated_by"] and row["dated_on"] != row["other_dated_on"]
        for row in rows
        if row["newer"]
    )
    pages = get("/conflicts.json").json()["pages"]
    shown = sum(
        get(f"/conflicts?page={number}").text.count('<tr><th scope="row">')
        for number in range(1, pages + 1)
    )
    assert shown == len(rows)


@pytest.mark.parametrize(
    "path",
    [
        "/conflicts?page=0",
        "/conflicts?page=99999",
        "/changes?page=x",
        "/changes?page=99999",
    ],
)
def test_odd_parameters_are_answered(get, path):
    assert get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/conflicts?kind=x", "/claims?status='", "/changes?country=zzz", "/changes?entity=<script>"],
)
def test_a_filter_that_nothing_has_is_refused_and_escaped(get, path):
    answer = get(path)
    assert answer.status_code == 400
    assert "<script" not in answer.text


def test_home_and_country_lead_to_them(get):
    assert {"/conflicts", "/claims", "/changes", "/gaps"} <= set(
        re.findall(r'href="([^"?]*)[?"]', get("/").text)
    )
    page = get("/country/COD").text
    assert 'href="/conflicts?country=COD"' in page
    assert 'href="/changes/country/COD.atom"' in page
    assert 'href="/claims?country=MRT"' in get("/country/MRT").text


def test_thousands_of_changes_are_read_in_time(built, tmp_path):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.execute(
        "insert into change "
        "select '2026-01-01', 'provision', id, 'text', 'a', 'b', source, 'changed' from provision"
    )
    db.execute(
        "insert into change select '2026-01-02', 'party', "
        "instrument || ' ' || country || ' ' || source, 'status', 'a', 'b', source, 'changed' "
        "from party"
    )
    kept_views.refresh(db)
    started = time.perf_counter()
    values = {
        "country": "",
        "item": "",
        "entity": "",
        "reason": "",
        "year": "",
        "most": 60,
        "skip": 0,
    }
    assert len(db.execute(FOUND, values).fetchall()) == 60
    assert time.perf_counter() - started < 2
    db.close()


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/item/palermo:6.6", "/changes/item/palermo:6.6.atom"),
        ("/fr/country/LCA", "/fr/changes/country/LCA.atom"),
    ],
)
def test_item_and_country_lead_to_their_own_feed(get, page, feed):
    assert f'href="{feed}"' in get(page).text
    assert get(feed).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/fr/country/SEN", "/item/palermo:6.6", "/plans", "/search?q=fund", "/changes"]
)
def test_a_page_with_a_feed_names_it_in_its_head(get, path):
    head, _, body = get(path).text.partition("<body>")
    named = re.findall(r'type="application/atom\+xml"[^>]* href="([^"]+)"', head)
    assert named
    assert all(get(address.replace("&amp;", "&")).status_code == 200 for address in named)
    shown = set(re.findall(r'href="([^"]+\.atom[^"]*)"', body))
    assert shown <= set(named)


def test_what_came_with_an_instrument_on_a_day_is_one_entry(built, tmp_path, get_from):
    """A plan with its activities is one change to a reader, not thirty."""
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    plan, activities = db.execute(
        "select plan, count(*) from plan_activity group by plan order by 2 desc"
    ).fetchone()
    db.execute(
        "insert into change "
        "select '2026-01-03', 'plan_activity', id, null, null, null, source, 'added' "
        "from plan_activity where plan = ?",
        [plan],
    )
    db.execute(
        "insert into change "
        "select '2026-01-03', 'instrument', id, null, null, null, source, 'added' "
        "from instrument where id = ?",
        [plan],
    )
    kept_views.refresh(db)
    db.commit()
    db.close()
    site = get_from(path)
    feed = etree.fromstring(site("/changes.atom").content)
    titles = [
        entry.findtext(f"{ATOM}title")
        for entry in feed.findall(f"{ATOM}entry")
        if entry.findtext(f"{ATOM}updated").startswith("2026-01-03")
    ]
    assert len(titles) == 1
    assert f"{activities} rows of it" in titles[0]
    assert len(site("/changes.json?year=2026").json()["rows"]) == min(60, activities + 1)

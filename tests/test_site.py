"""The site through a running Datasette: what a reader gets at each path, in each format, also when
the request is odd.
"""

import csv
import io
import json
import re

import pytest
from conftest import curated_rows

from plugins.kit.coded_columns import LABEL
from plugins.kit.language import CATALOGUES
from plugins.kit.record_labels import VARIANT
from plugins.kit.routes import sample_pages

PAGES = sample_pages()


WORDED = {row["value"] for row in curated_rows("choice") if row["list"] == "column"}


def has_words(column):
    """Whether the head of a table, or the column of which it is a variant, is in choice.csv."""
    variant = VARIANT.fullmatch(column)
    return column in WORDED or (variant is not None and variant[1] in WORDED)


def with_format(path: str, form: str) -> str:
    name, _, query = path.partition("?")
    return ("/index" if name == "/" else name) + f".{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_html_json_and_csv(get, path):
    page = get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "max-age" in page.headers["cache-control"]
    data = get(with_format(path, "json"))
    assert data.status_code == 200
    assert isinstance(data.json(), dict)
    table = get(with_format(path, "csv"))
    assert table.status_code == 200
    assert table.headers["content-type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(table.text)))
    bare = [name for name in lines[:1] and lines[0] if not has_words(name.removesuffix(LABEL))]
    assert bare == [], "heads of its .fr.csv without words"
    whole = max(len(data.json()["rows"]), data.json().get("total", 0))  # a search has pages
    assert len(lines) in (whole + 1, whole + bool(whole)), "empty ones of a page without rows"


LIGHT = 100_000  # bytes of a page with its style sheet and pictures


def weigh(get, page):
    """Bytes of a page, its pictures and style sheets, but not the one for paper."""
    own = re.findall(r'(?:<image href|src|srcset|poster)="([^"]*)"', page.text)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text)
    files = [get(link.replace("&amp;", "&")) for link in sheets + own]
    assert all(file.status_code == 200 for file in files)
    assert sheets
    return len(page.content) + sum(len(file.content) for file in files)


@pytest.mark.parametrize("path", [*PAGES, "/fr/gaps", "/fr/country/SLE"])
def test_first_view_is_light_and_asks_nobody_else(get, path):
    page = get(path)
    assert weigh(get, page) < LIGHT
    own = re.findall(r'(?:<image href|src|srcset|poster)="([^"]*)"', page.text)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text)
    assert [link for link in own if not re.match("/[^/]", link)] == []
    assert [
        link
        for link in re.findall(r'<image href="([^"]+)"', page.text)
        if not link.startswith("/assets/")
    ] == []
    assert [
        link
        for link in re.findall(r'<link[^>]+href="([^"]+)"', page.text)
        if link.startswith("http")
    ] == []
    assert not any("url(" in get(sheet).text for sheet in sheets)


MOST_ROWS = {  # the pages with most on them, by kind: their sections and how many are weighed
    "country": (6, "verdict", "instrument", "conflict", "standing", "body", "claim"),
    "item": (6, "verdict", "finding", "clause"),
    "instrument": (2, "provision"),
    "plan": (2, "plan_activity"),
}


@pytest.mark.parametrize("kind", MOST_ROWS)
def test_the_fullest_pages_are_light_in_each_language(get, db, kind):
    number, *parts = MOST_ROWS[kind]
    rows = " union all ".join(f"select {kind} as id from {part}" for part in parts)
    sql = f"select id from ({rows}) where id is not null group by id order by count(*) desc limit ?"
    heavy = {}
    for (name,) in db.execute(sql, [number]).fetchall():
        for code in ("", *CATALOGUES):
            page = get((f"/{code}" if code else "") + f"/{kind}/{name}")
            assert page.status_code == 200
            heavy[f"{name} {code}"] = weigh(get, page)
    assert {name: weight for name, weight in heavy.items() if weight >= LIGHT} == {}


LEADING = [
    "/plans",
    "/plan/nga-plan-2022",
    "/agreements",
    "/corridor/mrt-sen",
    "/country/SLE",
    "/country/COD",
    "/instrument/sle-act-2022-12",
    "/item/palermo:6.6",
    "/provision/sle-act-2022-12:12",
    "/",
]
OF_A_KIND = 15  # links asked of all that begin with the same word: /country, /provision, /tip


@pytest.mark.slow
def test_links_of_pages_lead_somewhere(get):
    """Of each kind of link those spread over all that the pages have, each asked once."""
    links = {
        link.split("#")[0].replace("&amp;", "&")
        for path in LEADING
        for link in re.findall(r'href="(/[^"]*)"', get(path).text)
    }
    kinds: dict[str, list[str]] = {}
    for link in sorted(links):
        kinds.setdefault(re.match(r"(?:/fr)?/[^/?.]*", link)[0], []).append(link)
    asked = [link for of in kinds.values() for link in of[:: max(1, len(of) // OF_A_KIND)]]
    assert len(kinds) > 20
    answers = {link: get(link).status_code for link in asked}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_country_page_shows_penalty_section_source_and_verification(get):
    text = get("/country/SLE").text
    assert "/provision/sle-act-2022-12:12" in text
    assert "seen at the source" in text
    assert "article read" in text


def test_not_assessed_looks_unlike_absent_and_unlike_no(get, db):
    (bare,) = db.execute(
        """
        select min(id) from country where kind = 'state' and id not in (
            select country from absence union select country from finding union
            select country from absent_in_act
        )
        """
    ).fetchone()
    text = get(f"/country/{bare}").text
    assert "v-not_assessed" in text
    assert "not assessed" in text
    assert "v-absent" not in text
    assert "That says nothing about what exists" in text
    sheet = get("/assets/ledger.css").text
    assert re.search(r"\.v-not_assessed \{[^}]*dashed", sheet)
    assert re.search(r'\.v-absent::before \{ content: "○"', sheet)


def test_conflict_of_dr_congo_is_on_its_page(get):
    text = get("/country/COD").text
    section = text[text.index('id="conflicts"') :]
    assert "palermo:3.c" in section[:3000]
    assert "against" in section[:3000]


def test_left_ecowas_is_on_the_page_of_burkina_faso(get):
    text = get("/country/BFA").text
    assert "left on 29 January 2025" in re.sub(r"\s+", " ", text)


def test_unconfirmed_article_is_never_shown_as_a_number(get):
    text = get("/provision/ben-loi-2006-04:nc-1").text
    assert "Article not confirmed" in text
    assert "n.c." not in text


def test_provision_page_shows_both_languages_penalty_and_peers(get):
    text = get("/provision/sle-act-2022-12:12").text
    assert "at least 25 years" in text
    assert "En français" in text
    assert "How others worded the same" in text


def test_heading_only_link_is_marked_and_not_counted(get, db):
    provision = db.execute(
        "select provision from crossref where basis = 'heading' order by provision limit 1"
    ).fetchone()[0]
    text = get(f"/provision/{provision}").text
    assert "heading only" in text
    assert "touches, not judged" in text
    assert "D: heading or mention only" in text


def test_agreement_shows_commitments_of_its_articles(get):
    assert "What the parties undertake" in get("/provision/abuja-2006:12").text


def test_claims_of_the_deck_are_on_country_pages(get):
    text = get("/country/MRT").text
    assert 'id="claims"' in text
    assert "23 July 2024" in text


@pytest.mark.parametrize(
    ("query", "needle"),
    [
        ("reparation", "répar"),
        ("RÉPARATION", "répar"),
        ("compensation victims", "compensation"),
        ("traite enfants", "enfants"),
    ],
)
def test_search_ignores_accents_and_marks_hits(get, query, needle):
    data = get(f"/search.json?q={query}").json()
    assert data["total"] > 0
    page = get(f"/search?q={query}").text
    assert "<mark>" in page
    assert any(needle in hit.lower() for hit in re.findall(r"<mark>(.*?)</mark>", page))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reparation", "réparations"),
        ("victim", "VICTIMS"),
        ("indemnisation", "indemniser"),
        ("shelter", "sheltered"),
        ("prévention", "preventions"),
        ("child", "children"),
    ],
)
def test_forms_of_a_word_find_the_same_articles(get, one, other):
    first, second = (get(f"/search.json?q={word}").json() for word in (one, other))
    assert first["total"] == second["total"] > 0


def test_numbers_of_articles_and_items_are_understood(get):
    assert {
        row["label"].split(" ")[-1] for row in get("/search.json?q=section 12").json()["rows"]
    } >= {"12"}
    assert get("/search.json?q=art. 448-8&country=MAR").json()["total"] >= 1
    data = get("/search.json?q=6.6").json()
    assert [row["code"] for row in data["items"]] == ["palermo:6.6"]
    assert data["total"] > 10
    assert all("palermo:6.6" in row["items"].split(";") for row in data["rows"])


def test_phrases_prefixes_and_exclusions(get):
    assert "sle-act-2022-12:11" in {
        row["id"] for row in get('/search.json?q="trust fund"').json()["rows"]
    }
    assert get("/search.json?q=indemnis*").json()["total"] > 0
    smuggling, without = (
        get(f"/search.json?q={query}").json()["total"]
        for query in ("smuggling", "smuggling -migrant")
    )
    assert 0 < without < smuggling
    either = get("/search.json?q=shelter OR compensation").json()["total"]
    assert either >= max(
        get(f"/search.json?q={word}").json()["total"] for word in ("shelter", "compensation")
    )


def test_a_misspelt_word_is_answered_with_the_nearest_one(get):
    data = get("/search.json?q=comensation").json()
    assert data["total"]
    assert data["nearest"] == "compensation"
    assert "Did you mean" in get("/search?q=comensation").text


def test_search_narrows_by_facets_and_counts_agree(get):
    data = get("/search.json?q=victims").json()
    country = data["facets"]["country"][0]
    narrowed = get(f"/search.json?q=victims&country={country['value']}").json()
    assert narrowed["total"] == country["n"] < data["total"]
    assert {row["country"] for row in narrowed["rows"]} == {country["value"]}
    item = narrowed["facets"]["item"][0]
    assert (
        get(f"/search.json?q=victims&country={country['value']}&item={item['value']}").json()[
            "total"
        ]
        == item["n"]
    )


def test_search_pages_do_not_repeat(get):
    seen = [
        row["id"]
        for number in (1, 2, 3)
        for row in get(f"/search.json?q=victims&page={number}").json()["rows"]
    ]
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "a OR",
        "NEAR(",
        "*",
        "x' or 1=1 --",
        "heading:",
        "%00",
        "é" * 500,
        "(",
        "AND",
        "-",
        "<script>alert(1)</script>",
    ],
)
def test_odd_searches_are_answered_and_escaped(get, query):
    answer = get(
        "/search?q=" + "".join(f"%{byte:02x}" for byte in query.encode())
        if query != "%00"
        else "/search?q=%00"
    )
    assert answer.status_code == 200
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=victims&page=0",
        "/search?q=victims&page=x",
        "/search?q=victims&page=99999",
        "/compare",
        "/compare?c=ZZZ",
        "/compare?c=",
    ],
)
def test_odd_parameters_are_answered(get, path):
    assert get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/country/ZZZ", "ZZZ"),
        ("/instrument/nothing", "nothing"),
        ("/provision/x:1", "x:1"),
        ("/item/palermo:99", "palermo:99"),
    ],
)
def test_unknown_things_are_404_and_say_what_was_asked(get, path, words):
    answer = get(path)
    assert answer.status_code == 404
    assert words in answer.text
    assert 'role="search"' in answer.text, "an error page helps to go on"


def test_too_many_countries_to_compare(get):
    answer = get("/compare?c=NGA,GHA,SEN,MLI,NER,BFA,TGO,BEN,CIV")
    assert answer.status_code == 400
    assert "At most 8" in answer.text


def test_wordings_are_ranked_for_the_language_of_the_drafter(get):
    rows = get("/item/palermo:6.6.json?for=SEN").json()["wordings"]
    assert rows[0]["same_language"] == 1
    assert rows[0]["language"].startswith("fr")
    flags = [row["same_language"] for row in rows]
    assert flags == sorted(flags, reverse=True)
    assert rows[0]["citation"].endswith(rows[0]["label"])
    assert get("/item/palermo:6.6.json?for=SLE").json()["wordings"][0]["language"] == "en"


def test_definition_matrix_tells_named_not_named_and_not_assessed_apart(get):
    data = get("/compare.json?c=SLE,NAM,TUV").json()
    assert data["defined"] == ["NAM", "SLE"]
    force = next(row for row in data["elements"] if row["word"] == "force")
    assert set(force["countries"]) == {"SLE", "NAM"}
    text = get("/compare?c=SLE,NAM,TUV").text
    section = text[text.index('id="elements"') :]
    assert "v-not_assessed" in section[:6000]


def test_articles_of_one_item_stand_side_by_side(get):
    text = get("/compare?c=SLE,LSO,NAM&item=palermo:6.6").text
    assert text.count('class="proof"') >= 3
    assert "/provision/sle-act-2022-12:31" in text


def test_evidence_pack_holds_articles_3_and_5_with_penalty_and_says_what_is_not_assessed(get):
    data = get("/country/SLE/review.json").json()
    items = [row["item"] for row in data["rows"]]
    assert {
        "palermo:3.a",
        "palermo:3.b",
        "palermo:3.c",
        "palermo:3.d",
        "palermo:5.1",
        "palermo:5.2.a",
    } <= set(items)
    assert "at least 25 years" in get("/country/SLE/review").text
    assert "not assessed" in get("/country/MLI/review").text


def test_age_of_a_reported_shortfall_is_on_the_country_page(get, db):
    row = db.execute(
        """
        select country, min(coalesce(first_year, substr(year, 1, 4))) as since
        from finding
        where item = 'palermo:10.2' and verdict <> 'met'
        group by country order by since limit 1
        """
    ).fetchone()
    assert f"since {row['since']}" in get(f"/country/{row['country']}").text


def test_time_line_is_drawn_and_named(get, db):
    text = get("/country/SLE").text
    assert 'id="timeline-title"' in text
    drawn = re.search(r'<figure class="timeline">.*?</figure>', text, re.S)[0]
    plans = "select count(*) from plan_clock where country = 'SLE' and period_start and period_end"
    assert drawn.count('class="bar"') == db.execute(plans).fetchone()[0] >= 3
    assert re.search(r'class="dots" d="(M[\d.]+ \d+h0)+"', drawn)
    assert "<a " not in drawn, "the tables below have the links, one stop each"


def test_small_letters_find_the_country(get):
    assert get("/country/sle").status_code == 200


def test_about_shows_the_sql_that_is_run_and_the_limits(get, db):
    text = get("/about").text
    assert "create view gap as" in text.lower()
    assert "Nobody has read enough" in text
    cells = db.execute("select count(*) from gap where verdict = 'not_assessed'").fetchone()[0]
    assert f"{cells:,}" in text


def test_downloads_list_every_table_with_its_true_number_of_rows(get, db):
    rows = {row["name"]: row["rows"] for row in get("/downloads.json").json()["rows"]}
    for name in ("instrument", "party", "tier"):
        assert rows[name] == db.execute(f"select count(*) from {name}").fetchone()[0]
    assert "gap" in rows


def test_json_is_readable_from_other_sites(get):
    answer = get("/item/palermo:6.6.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    verdicts = {row["country"]: row["verdict"] for row in json.loads(answer.text)["rows"]}
    assert len(verdicts) == 195
    assert verdicts["SLE"] in {"full", "partial"}


def test_first_page_says_what_changed_in_words_and_leads_there(get):
    section = get("/fr/").text.partition("<h2>Ce qui a changé</h2>")[2].partition("</section>")[0]
    found = re.findall(r'<li><a href="(/fr/[^"]+)">([^<]+)</a>', section)
    assert len(found) == 10
    assert (
        "/fr/country/MDA#treaties",
        "Moldavie\N{NO-BREAK SPACE}: acte conventionnel (modification) · "
        "Protocole contre le trafic illicite de migrants par terre, air et mer",
    ) in found
    assert {
        path: status
        for path, _ in found
        if (status := get(path.partition("#")[0]).status_code) != 200
    } == {}


def test_small_numbers_are_written_as_french_has_them(get):
    text = get("/fr/country/SEN").text
    assert re.search(r"\b[01] point lu sur \d+", text)
    assert re.search(r"\b[2-9] points lus sur \d+", text)
    assert not re.search(r"\b[01] points lus", text)


def test_downloads_and_successors_are_named_by_their_titles(get):
    assert re.search(
        r"<code>second_reading</code></a> Secondes lectures", get("/fr/downloads").text
    )
    row = next(row for row in get("/plans.json").json()["rows"] if row["successor"])
    title = next(
        one["title"] for one in get("/plans.json").json()["rows"] if one["id"] == row["successor"]
    )
    assert f'<a href="/plan/{row["successor"]}">{title}</a></td>' in get("/plans").text

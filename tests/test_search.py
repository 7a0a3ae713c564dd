"""The search: what a question is taken to mean, what comes first, what stands beside it, and what
is said when nothing is found.
"""

import csv
import io
import re
from dataclasses import FrozenInstanceError
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import numpy as np
import pytest

from ingest.database import Model, create, insert, search_index
from plugins.kit.page import Ask
from plugins.kit.text_diff import diff_words, join_changes, share_in_common
from plugins.searching import scope
from plugins.searching.common_words import WordIndex
from plugins.searching.concepts import widen_by_concepts
from plugins.searching.facets import (
    COLUMN_FACETS,
    KEPT_BUILDS,
    LOADED,
    Entries,
    Facet,
    load_entries,
)
from plugins.searching.query import parse_question
from plugins.searching.ranking import rank_places, run_tiers, top_places

NUMBERED = {
    "sen-loi-2005-06": [
        "Loi n° 2005-06 du 10 mai 2005",
        "Loi n°2005-06 du 10 mai 2005 relative à la lutte contre la traite",
        "Loi 2005-06",
        "n° 2005-06",
        "N° 2005-06",
        "no 2005-06",
        "nº 2005-06",
        "№ 2005-06",
        "numéro 2005-06",
        "2005-06",
        "2005/06",
        "2005–06",
        "loi sénégalaise n° 2005-06",
        "article 3 de la loi n° 2005-06",
    ],
    "sle-act-2022-12": [
        "Act No. 12 of 2022",
        "Act 12 of 2022",
        "ACT NO. 12 OF 2022",
        "No. 12 of 2022",
        "No 12, 2022",
        "12/2022",
        "Act 12/2022",
        "the Act (No. 12 of 2022)",
        "section 2 of Act 12 of 2022",
        "Anti-Human Trafficking Act 2022",
    ],
    "sle-act-7-2005": [
        "Act No. 7 of 2005",
    ],
    "stp-cp-2012": [
        "Lei n.º 6/2012",
    ],
    "bra-act-2017-13445": [
        "Lei nº 13.445, de 24 de maio de 2017",
        "Lei 13445/2017",
        "Lei n.º 13.445/2017",
    ],
    "egy-law-64-2010": [
        "قانون رقم 64 لسنة 2010",
        "القانون رقم ٦٤ لسنة ٢٠١٠",
        "قانون رقم (64) لسنة 2010 بشأن مكافحة الاتجار بالبشر",
        "رقم ٦٤ لسنة ٢٠١٠",
        "64 لسنة 2010",
        "Law No. 64 of 2010",
        "Loi n° 64 de 2010",
    ],
    "mar-loi-27-14": [
        "القانون 27-14",
        "القانون رقم 27.14",
        "loi 27-14",
    ],
    "arg-ley-26364-2008": [
        "Ley 26.364",
        "Ley 26364",
        "Ley N° 26.364",
    ],
    "col-ley-985-2005": [
        "Ley núm. 985 de 2005",
        "Ley 985/2005",
    ],
    "col-decreto-1069-2014": [
        "Decreto 1069 de 2014",
    ],
    "per-ley-28950-2007": [
        "Ley 28950",
        "28950",
    ],
    "ner-decret-2012-082": [
        "Décret n° 2012-082/PRN/MJ",
        "2012-082/PRN/MJ du 21 mars 2012",
    ],
    "tcd-ord-2018-006": [
        "Ordonnance n°006/PR/2018",
        "006/PR/2018",
    ],
    "ner-ordonnance-2010-86": [
        "Ordonnance 2010-86",
        "ordonnance n° 2010-86 du 16 décembre 2010",
    ],
    "bfa-loi-029-2008": [
        "Loi n° 029-2008/AN",
        "loi 029-2008",
        "29-2008/AN",
    ],
    "gin-code-enfant-2019": [
        "L/2019/0059/AN",
        "Loi L/2019/0059/AN",
    ],
    "cog-loi-2019-22": [
        "loi n°22-2019",
    ],
    "rwa-law-2018-51": [
        "Law n° 51/2018 of 13/08/2018",
        "Law No 51/2018",
    ],
    "vnm-code-2015": [
        "100/2015/QH13",
    ],
    "ukr-act-2011-3739": [
        "3739-VI",
    ],
    "usa-code-18-77": [
        "18 U.S.C. 1581-1597",
    ],
    "can-act-2001-27": [
        "S.C. 2001, c. 27",
    ],
    "pak-ordinance-2002-59": [
        "LIX of 2002",
    ],
    "cmr-loi-2011-024": [
        "art. 5 loi 2011-024",
    ],
    "bfa-code-penal-025-2018": [
        "25-2018/AN",
    ],
    "tun-lo-2016-61": [
        "Loi organique n° 2016-61 du 3 août 2016",
        "القانون الأساسي عدد 61 لسنة 2016",
    ],
    "gha-hta-2005": [
        "Act 694",
    ],
    "swe-code-1962-700": [
        "1962:700",
    ],
}


@pytest.mark.parametrize(
    ("q", "instrument"), [(q, identity) for identity, asked in NUMBERED.items() for q in asked]
)
def test_an_instrument_is_found_first_by_its_number_as_printed(ask, q, instrument):
    data = ask(q)
    assert instrument in [row["id"] for row in data["instruments"]]
    assert data["understood"]["number"]
    assert data["rows"][0]["instrument"] == instrument


def test_every_number_finds_its_instrument_and_no_other_number(ask, db):
    """With figures of either script; instruments that share a number are found together."""
    eastern = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    sql = "select id, number from instrument where number glob '*[0-9]*[/-]*[0-9]*' order by id"
    for identity, number in db.execute(sql).fetchall()[::9]:
        for asked in (number, f"n° {number}", number.translate(eastern)):
            found = ask(asked, facets="off", size=1)["instruments"]
            assert identity in {row["id"] for row in found}, asked
            assert len(found) <= 3, asked


@pytest.mark.parametrize("q", ["plan 2012-2014", "children 2010", "5 victims", "10/2099", "2010"])
def test_what_is_no_number_of_an_instrument_is_words(ask, q):
    assert ask(q)["understood"]["number"] == ""


def test_two_years_that_differ_by_more_than_the_century_are_two_years(ask):
    """13 of 2024 was Act 24 of 2013."""
    found = {row["id"] for row in ask("No. 13 of 2024")["instruments"]}
    assert "cpv-resolucao-13-2024" in found
    assert "irl-act-2013-24" not in found


def test_an_article_of_a_numbered_law_is_one_provision(ask):
    assert [row["id"] for row in ask("art. 5 loi 2011-024")["rows"]] == ["cmr-loi-2011-024:5"]
    assert "fra-code-penal-traite:225-4-1" in {row["id"] for row in ask("225-4-1")["rows"]}
    assert {row["id"].split(":")[1] for row in ask("section 13")["rows"]} == {"13"}
    assert "mar-code-penal-448-1:448-1" in {row["id"] for row in ask("المادة 448-1")["rows"]}


def test_what_people_linked_comes_first_then_the_word_then_what_means_the_same(ask):
    found = ask("indemnización", size=1000)
    ways = [row["found_by"] for row in found["rows"]]
    assert {"item", "words", "meaning"} >= set(ways)
    assert "item" in ways
    assert "meaning" in ways
    assert ways == sorted(ways, key=["item", "words", "meaning"].index)
    (concept,) = found["understood"]["concepts"]
    assert concept["id"] == "compensation"
    assert any(word.startswith("compensat") for word in concept["words"])
    english = {row["id"] for row in ask("compensation", size=1000)["rows"]}
    assert english <= {row["id"] for row in found["rows"]} | english
    assert len(english & {row["id"] for row in found["rows"]}) > 30


def test_a_concept_can_be_taken_out_and_put_back_and_all_switched_off(ask, get):
    wide, without, off = (
        ask("compensation"),
        ask("compensation", without="compensation"),
        ask("compensation", meaning="off"),
    )
    assert without["total"] == off["total"] < wide["total"]
    assert [concept["on"] for concept in without["understood"]["concepts"]] == [False]
    assert off["understood"]["concepts"] == []
    assert "/search?q=compensation&amp;without=compensation" in get("/search?q=compensation").text
    assert re.search(
        r'href="/search\?q=compensation">[^<]*<span[^>]*>\+',
        get("/search?q=compensation&without=compensation").text,
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A knowledge base of four laws, each with one article, asked for the order of the laws."""
    db = create(tmp_path_factory.mktemp("small") / "small.db")
    model = Model(db)
    insert(
        db,
        model,
        "source",
        {"id": "s", "title": "s", "publisher": "s", "licence": "s", "reuse": "open"},
        "",
    )
    for concept, word in (
        ("trafficking", "traffick*"),
        ("housing", "shelter*"),
        ("housing", "refuge*"),
    ):
        if word != "refuge*":
            insert(db, model, "concept", {"id": concept, "label_en": concept}, "")
        insert(
            db,
            model,
            "concept_word",
            {"concept": concept, "language": "en", "word": word, "negative": "0"},
            "",
        )
    laws = [
        ("one", "Penal Code", "in_force", "Offices", "The shelter is open at night."),
        ("many", "Penal Code", "in_force", "Offices", "The shelters are open at night."),
        ("other", "Penal Code", "in_force", "Offices", "The refuge is open at night."),
        ("head", "Penal Code", "in_force", "Shelter", "It is open at night, they say."),
        ("special", "Trafficking Act", "in_force", "Offices", "The shelter is open at night."),
        ("old", "Penal Code", "repealed", "Shelter", "The shelter is open at night."),
    ]
    for identity, title, status, heading, text in laws:
        insert(
            db,
            model,
            "instrument",
            {
                "id": identity,
                "kind": "act",
                "title": title,
                "title_en": title,
                "title_fr": title,
                "language": "en",
                "status": status,
                "source": "s",
                "verification": "seen",
            },
            "",
        )
        insert(
            db,
            model,
            "provision",
            {
                "id": f"{identity}:1",
                "instrument": identity,
                "ordinal": "1",
                "number": "1",
                "label": "s. 1",
                "heading": heading,
                "text": text,
                "text_state": "unknown",
                "language": "en",
                "source": "s",
                "verification": "seen",
            },
            "",
        )
    search_index.index(db)

    ask = Ask(db.conn)

    def order(q):
        question = parse_question(ask, q)
        known = Entries(ask)
        tiers = run_tiers(ask, question, widen_by_concepts(ask, question, set()), known, {})
        instruments = known.facets["instrument"]
        return [
            instruments.given_at(place)
            for place, _ in top_places(WordIndex(ask, known), tiers, 0, 10)
        ]

    return order


def test_what_comes_first(small):
    order = small("shelter")
    assert order == ["head", "special", "one", "many", "old", "other"], (
        "heading, the law about trafficking, the exact form, the stem, law not in force, "
        "another word"
    )
    plural = small("shelters")
    assert plural.index("many") < plural.index("one")
    assert small("refuge")[0] == "other"
    assert small("Trafficking Act night")[0] == "special"


def test_a_question_is_parsed_once_and_concepts_stand_apart_from_it(db):
    ask = Ask(db)
    question = parse_question(ask, 'compensation "safe house" -child victim* OR minor zzqqxx')
    with pytest.raises(FrozenInstanceError):
        question.groups = ()
    assert [group.words for group in question.groups] == [
        "compensation",
        "victim OR minor",
        "zzqqxx",
    ]
    assert [str(phrase) for phrase in question.phrases] == ['"safe house"']
    assert len(question.excluded) == 1
    assert question.beginnings == ("victim",)
    assert question.unknown == ("zzqqxx",)
    widening = widen_by_concepts(ask, question, {"compensation"})
    assert [chip["on"] for chip in widening.concepts if chip["id"] == "compensation"] == [False]
    assert not question.groups[0].meaning
    assert widen_by_concepts(ask, question, set()).groups[0].meaning


def test_headings_come_before_bodies_and_law_in_force_before_the_rest(ask):
    rows = ask("extradition", size=1000, meaning="off")["rows"]
    assert "xtradition" in rows[0]["heading"]
    force = [row["status"] in ("in_force", "amended") for row in rows]
    assert force == sorted(force, reverse=True)
    assert set(force) == {True, False}


def test_with_too_few_hits_some_of_the_words_will_do_and_the_page_says_so(ask, get):
    data = ask("microcredit quorum repatriation adoption")
    assert data["all_words"] < data["total"]
    assert {row["found_by"] for row in data["rows"]} <= {"item", "some"}
    assert "some of the words" in get("/search?q=microcredit+quorum+repatriation+adoption").text


def test_facets_of_everything_agree_with_the_tables(ask, db):
    """Counted from arrays, they are what the tables say; nothing is cut off."""
    counted = ask("", country="SEN")["facets"]
    assert {row["value"]: row["n"] for row in counted["country"]} == dict(
        db.execute(
            """
            select i.country, count(*)
            from provision p
            join instrument i on i.id = p.instrument
            where i.country is not null
            group by 1
            """
        ).fetchall()
    )
    assert {row["value"]: row["n"] for row in counted["item"]} == dict(
        db.execute(
            """
            select c.item, count(distinct c.provision)
            from crossref c
            join provision p on p.id = c.provision
            join instrument i on i.id = p.instrument
            where i.country = 'SEN'
            group by 1
            """
        ).fetchall()
    )


def test_a_facet_of_several_values():
    number, given = np.array([0, 1, 0, 0, 2, 3], "<i4"), ["", "b;a", "a", "c"]
    facet = Facet(number, given, lambda value: value.split(";"))
    every = np.array([1, 2, 4, 5])
    assert list(facet.count_values(every).items()) == [("a", 2), ("b", 1), ("c", 1)]
    assert facet.places_with(every, "a").tolist() == [1, 4]
    assert (
        facet.places_with(every, "a;b").tolist()
        == facet.places_with(every, "z").tolist()
        == facet.places_with(every, "").tolist()
        == []
    )
    assert facet.count_values(np.array([], dtype=int)) == {}


def test_stored_facets_are_those_of_the_rows(db):
    known = Entries(Ask(db))
    columns = ", ".join(COLUMN_FACETS)
    rows = db.execute(f"select place, items, {columns} from search_entry").fetchall()
    assert known.places.tolist() == sorted(row["place"] for row in rows)
    assert all(
        known.facets[name].given_at(row["place"]) == (row[name] or "")
        for row in rows
        for name in COLUMN_FACETS
    )
    assert all(known.facets["item"].given_at(row["place"]) == (row["items"] or "") for row in rows)


def test_places_linked_to_items_are_those_of_the_links_but_side_subjects(db):
    known = Entries(Ask(db))
    items = ["palermo:6.6", "palermo:5.1", "no item"]
    linked = db.execute(
        "select distinct e.place from crossref c join search_entry e on e.provision = c.provision "
        "where c.item in (?, ?, ?) and c.main is not 0 order by 1",
        items,
    ).fetchall()
    found = known.linked.places_with(known.places, *items).tolist()
    assert found == [row["place"] for row in linked]
    assert 0 < len(found) < len(known.facets["item"].places_with(known.places, *items))


def test_tiers_ranked_together_stand_as_each_ranked_alone(db):
    ask = Ask(db)
    asked = "peine pour le trafic d'enfants commis par un fonctionnaire de police"
    known, question = load_entries(ask), parse_question(ask, asked)
    index = WordIndex(ask, known)
    tiers = run_tiers(ask, question, widen_by_concepts(ask, question, set()), known, {})
    assert len({tier.match for tier in tiers}) < len(tiers)
    alone, before = [], np.empty(0, dtype=np.intp)
    for tier in tiers:
        new, before = np.setdiff1d(tier.kept, before), tier.kept
        alone += [(place, tier.name) for place in rank_places(index, tier.match, new, len(new))]
    for skip, need in ((0, 20), (3, 5), (len(alone) - 2, 20), (len(alone), 5), (0, 10**6)):
        assert top_places(index, tiers, skip, need) == alone[skip : skip + need]


@pytest.mark.parametrize("condition", [scope.OF_STATES, scope.OF_SETS])
def test_provisions_of_a_state_are_found_without_reading_all(db, condition):
    states = '["SEN", "MLI"]'
    steps = db.execute(
        f"explain query plan select e.place from search_entry e where {condition}",
        {"states": states, "several": "1", "members": states},
    ).fetchall()
    assert any(row["detail"].startswith("SEARCH e ") for row in steps)
    assert not any(row["detail"].startswith("SCAN e") for row in steps)


def test_arrays_belong_to_a_build(db):
    """A server that was given a new file must not count the old one."""
    asked = Ask(db)
    assert load_entries(asked) is load_entries(asked)

    class Newer(Ask):
        build = ""

        def __call__(self, sql, **values):
            return (
                [{"name": self.build}]
                if "content_hash as name" in sql
                else super().__call__(sql, **values)
            )

    newer = Newer(db)
    for newer.build in ("second", "third", "fourth"):
        assert load_entries(newer) is load_entries(newer)
    assert len(LOADED) <= KEPT_BUILDS


@pytest.mark.parametrize(
    "name",
    [
        *("country", "region", "kind", "status", "year", "language", "pillar", "item"),
        *("basis", "verification"),
    ],
)
def test_every_facet_counts_what_its_value_leaves(ask, name):
    for value in ask("victims")["facets"][name][:3]:
        narrowed = ask("victims", **{name: value["value"]})
        assert narrowed["total"] == value["n"], value
        assert (
            next(row for row in narrowed["facets"][name] if row["value"] == value["value"])["n"]
            == value["n"]
        ), "its own facet stays open"


def test_two_filters_together_leave_their_common_part(ask):
    both = ask("victims", country="SLE", pillar="protection")
    assert 0 < both["total"] < ask("victims", country="SLE")["total"]
    assert sum(row["n"] for row in both["facets"]["kind"]) == both["total"]


@pytest.mark.parametrize("sort", ["date", "country", "new"])
def test_orders_keep_the_same_provisions(ask, sort):
    best, other = ask("compensation", size=1000), ask("compensation", size=1000, sort=sort)
    assert {row["id"] for row in best["rows"]} == {row["id"] for row in other["rows"]}
    if sort == "date":
        dates = [row["adopted_on"] or "" for row in other["rows"]]
        assert dates == sorted(dates, reverse=True)
    if sort == "country":
        names = [row["country_name"] for row in other["rows"] if row["country_name"]]
        assert names == sorted(names)


@pytest.mark.parametrize("more", [{}, {"country": "SLE"}, {"meaning": "off"}])
def test_pages_hold_every_provision_once(ask, more):
    whole = [row["id"] for row in ask("victims protection", size=1000, **more)["rows"]]
    paged = [
        row["id"]
        for page in range(1, -(-len(whole) // 50) + 1)
        for row in ask("victims protection", size=50, page=page, **more)["rows"]
    ]
    assert len(set(whole)) == len(whole) == ask("victims protection", **more)["total"]
    assert paged == whole


@pytest.mark.slow
@pytest.mark.parametrize("q", ["victims", "victims -child", "compensation"])
def test_what_is_too_much_to_rank_holds_every_provision_once_too(ask, monkeypatch, q):
    whole = {row["id"] for page in (1, 2) for row in ask(q, size=1000, page=page)["rows"]}
    monkeypatch.setattr("plugins.searching.ranking.MOST_RANKED", 5)
    rows = [row["id"] for page in range(1, 40) for row in ask(q, size=50, page=page)["rows"]]
    assert len(rows) == len(set(rows))
    assert set(rows) == whole


def test_groups_of_instruments_hold_their_counts_and_best_provisions(ask, get):
    data = ask("victims", group="instrument")
    assert len(data["instrument_counts"]) == 20
    for instrument, n in list(data["instrument_counts"].items())[:4]:
        rows = [row for row in data["rows"] if row["instrument"] == instrument]
        assert len(rows) == min(3, n)
        assert ask("victims", instrument=instrument)["total"] == n
    assert "grouped by instrument" in get("/search?q=victims").text


def test_feed_of_a_search_is_newest_first_and_keeps_its_question(get):
    answer = get("/search.atom?q=fund&country=SLE")
    feed = feedparser.parse(answer.text)
    assert not feed.bozo
    own = [link for link in feed.feed.links if "hreflang" not in link]
    page = next(link for link in own if link["rel"] == "alternate")
    assert page["href"].endswith("/search?q=fund&country=SLE")
    assert len(feed.entries) == get("/search.json?q=fund&country=SLE").json()["total"]
    dates = [entry.updated for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    assert get("/fr/search.atom?q=%3Cb%3E&item=palermo:6.6").status_code == 200
    ElementTree.fromstring(get("/search.atom?q=%26%3C%22").text)


def test_csv_has_all_that_was_asked_for_and_no_marks(get):
    text = get("/search.csv?q=victims&pillar=protection&size=1000").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == get("/search.json?q=victims&pillar=protection").json()["total"]
    assert "\x02" not in text


def test_nothing_found_says_what_was_looked_for_and_what_is_not_held(ask, get, db):
    (bare,) = db.execute(
        """
        select min(id) from country where kind = 'state' and id not in (
            select country from instrument i join provision p on p.instrument = i.id
            where country is not null)
        """
    ).fetchone()
    data = ask("zzqqxx compensation", country=bare)
    assert data["total"] == 0
    assert data["understood"]["unknown"] == ["zzqqxx"]
    assert data["held"]["provisions"] == 0
    assert bare in {row["id"] for row in data["not_held"]}
    text = get(f"/search?q=zzqqxx+compensation&country={bare}").text
    for words in (
        "no data is never no",
        "zzqqxx",
        "States of which no provision is held",
        "Without filters",
    ):
        assert words in text


@pytest.mark.parametrize(("article", "said"), [("999", True), ("12", False)])
def test_an_article_that_is_not_held_of_a_law_is_said_and_the_law_offered(get, article, said):
    page = get(f"/search?q={quote(f'article {article} of Act No. 12 of 2022')}").text
    assert ("No article 999 is held of this law" in page) == said
    assert "/instrument/sle-act-2022-12" in page
    assert ("/instrument/sle-act-2022-12/text" in page) == said


def test_arabic_letters_vowels_and_articles_make_no_difference(ask):
    totals = [ask(word)["total"] for word in ("ضحية", "ضَحِيَّة", "الضحية", "ضحيه")]
    assert totals[0] > 0
    assert set(totals) == set(totals[:1])


def test_machine_suggestions_look_different_from_links():
    from pathlib import Path

    template = (Path(__file__).parent.parent / "plugins" / "templates" / "search.html").read_text(
        encoding="utf-8"
    )
    assert re.search(r"row\.suggested.*machine chip.*machine suggestion", template)


def test_side_by_side_marks_what_differs_by_more_than_colour(get):
    page = get("/side?a=sle-act-2022-12:12&b=nam-act-2018-1:3").text
    assert "<del>" in page
    assert "<ins>" in page
    assert "only in the first" in page
    assert get("/side?a=sle-act-2022-12:12&b=nothing:1").status_code == 404
    assert get("/side?a=sle-act-2022-12:12").status_code == 400
    assert get("/side?a=sle-act-2022-12:12@0000&b=sle-act-2022-12:12").status_code == 404
    (same,) = get("/side.json?a=sle-act-2022-12:12&b=sle-act-2022-12:12").json()["parts"]
    assert same["likeness"] == 1.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The court may order", "The court shall order"),
        ("a b c", "a x y c"),
        ("", "new"),
        ("same", "same"),
        ("one two", "three four"),
    ],
)
def test_pieces_give_both_texts_back(old, new):
    parts = join_changes(diff_words(old, new))
    assert "".join(words for what, words in parts if what != "came") == old
    assert "".join(words for what, words in parts if what != "went") == new
    assert share_in_common(parts) == 1.0 if old == new else share_in_common(parts) < 1.0


def test_peers_and_comparison_lead_to_the_side_by_side(get):
    assert re.search(
        r'href="/side\?a=sle-act-2022-12%3A12&amp;b=[^"]+">side by side',
        get("/provision/sle-act-2022-12:12").text,
    )
    assert "/side?a=" in get("/compare?c=SLE,LSO,NAM&item=palermo:6.6").text

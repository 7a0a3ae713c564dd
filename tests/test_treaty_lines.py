"""A treaty line says when it was read, and our count of parties stands beside the depositary's."""

import re

import pytest
from lxml import html

from plugins.kit.locale_format import format_date


def lines_of(page: str, path: str) -> list[str]:
    """The text of each element at an XPath, its blanks folded."""
    return [" ".join(one.text_content().split()) for one in html.fromstring(page).xpath(path)]


def read_on(day: str | None) -> str:
    """The words for the day of a reading in English."""
    if not day:
        return "on a day not known"
    return f"{'on' if len(day) == 10 else 'in'} {format_date(day)}"


def test_a_treaty_line_never_stands_bare(get, db):
    country = db.execute(
        "select country from ratification where instrument = 'untoc' and status = 'signatory' "
        "and as_of < '2020' order by country limit 1"
    ).fetchone()[0]
    page = get(f"/country/{country}").text
    rows = db.execute(
        "select r.status, r.as_of from ratification r join instrument i on i.id = r.instrument "
        "where r.country = ? and i.kind = 'treaty' and r.status <> 'left' "
        "and (r.status <> 'bound' or r.bound_on is null)",
        [country],
    ).fetchall()
    cells = lines_of(page, "//h2[@id='treaties']/following::table[1]//tbody/tr/td[1]")
    for row in rows:
        assert any(cell.endswith(read_on(row["as_of"])) for cell in cells), dict(row)
    assert {"signatory", "bound", "no action"} & set(cells) <= {"bound"}, "a date stands beside it"


def test_the_list_of_parties_says_when_each_line_was_read(get, db):
    listed = " ".join(lines_of(get("/instrument/untoc").text, "//ul[@class='parties']/li"))
    asked = "select as_of from party where instrument = 'untoc' and status = 'signatory'"
    for (as_of,) in db.execute(asked + " group by as_of"):
        assert f"signatory {read_on(as_of)}" in listed
    assert re.search(r"signatory(?! (in|on) )", listed) is None


def test_a_reservation_is_shown_with_its_article(get, db):
    asked = "select instrument, country from party where reservation_articles = '15(2)' limit 1"
    treaty, country = db.execute(asked).fetchone()
    words = "reservation or declaration on art. 15(2)"
    assert words in " ".join(lines_of(get(f"/instrument/{treaty}").text, "//ul[@class='parties']"))
    page = get(f"/country/{country}").text
    assert words in " ".join(lines_of(page, "//h2[@id='treaties']/following::table[1]//tr"))


@pytest.mark.parametrize(("prefix", "word"), [("", "signatory in"), ("/fr", "signataire en")])
def test_the_evidence_pack_says_when_a_signature_was_read(get, db, prefix, word):
    country = db.execute(
        "select country from ratification where instrument = 'untoc' and status = 'signatory' "
        "and length(as_of) < 10 order by country limit 1"
    ).fetchone()[0]
    first = lines_of(get(f"{prefix}/country/{country}/review").text, "//ul[@class='plain']/li")
    assert any(word in line for line in first)


def test_a_corridor_says_when_a_signature_was_read(get, db):
    asked = (
        "select a.country, b.country from ratification a join ratification b "
        "on b.instrument = a.instrument and b.country > a.country where a.instrument = 'untoc' "
        "and a.status = 'signatory' and b.status = 'bound' order by 1, 2 limit 1"
    )
    a, b = db.execute(asked).fetchone()
    page = get(f"/corridor/{a}-{b}".lower()).text
    cells = lines_of(page, "//h2[@id='treaties']/following::table[1]//tbody/tr/td")
    signed = [cell for cell in cells if cell.startswith("signed")]
    assert signed
    assert all(re.search(r"as read (in|on) ", cell) for cell in signed)


@pytest.mark.parametrize("treaty", ["palermo", "smuggling"])
def test_the_count_of_the_depositary_stands_beside_ours(get, db, treaty):
    count = db.execute("select * from treaty_count where instrument = ?", [treaty]).fetchone()
    notes = " ".join(lines_of(get(f"/instrument/{treaty}").text, "//p[@class='note']"))
    told = f"counted {count['parties']} parties on {format_date(count['as_of'])}"
    assert told in notes
    assert f"our lines have {count['held']} States bound" in notes
    missing = count["parties"] - count["held"]
    words = {True: f"{missing} part", False: f"{-missing} State"}[missing > 0]
    assert (words if missing else "The two agree.") in notes


def test_the_count_holds_only_states_bound_by_that_day(db):
    for count in db.execute("select * from treaty_count"):
        held = db.execute(
            "select count(*) from ratification where instrument = ? and status = 'bound' "
            "and (bound_on is null or bound_on <= ?)",
            [count["instrument"], count["as_of"]],
        ).fetchone()[0]
        assert (count["held"], count["missing"]) == (held, count["parties"] - held)

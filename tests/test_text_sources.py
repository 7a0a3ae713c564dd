"""Where texts can be had: the list, the parts that locators name, and how parts, copies and texts
without articles find their place in the knowledge base.
"""

import csv
import json
import re
from pathlib import Path

import pytest
from fixture_text_source import sha256, text_row, write_rows

from ingest.database import Model, create, insert
from ingest.received import texts
from ingest.received.cut_extract import STEPS, CannotCut, cut_extract, fitting_extract
from ingest.received.import_log import imported_texts, is_day, store_file
from ingest.received.text_sources import read_text_sources

ROOT = Path(__file__).parent.parent
CURATED = ROOT / "db" / "curated"
SHARED = ROOT.parent / "shared" / "data"
BOOK = json.dumps({"a": "A", "list": [1], "provisions": [{"number": n, "x": [1]} for n in "123"]})
CUTS = [
    ("a\nb\nc\n", "lines 2-3", "b\nc"),
    ("a\nb\nc\n", "lines 1, 3", "a\nc"),
    ("añb", "characters 2", "ñ"),
    ('{"text": "a &amp; b"}', "field text > unescaped", "a & b"),
    ('{"books": [{"t": "x"}, {"t": "y"}]}', "field books > item 2 > field t", "y"),
    ('{"a": 1, "b": 2}', "keep b", '{\n "b": 2\n}'),
    (
        BOOK,
        "entries 1, 3 > field provisions",
        '[\n {\n  "number": "1"\n },\n {\n  "number": "3"\n }\n]',
    ),
    (BOOK, "places 2-3 > field a", "A"),
]


@pytest.mark.parametrize(("text", "locator", "wanted"), CUTS)
def test_a_locator_names_a_part(text, locator, wanted):
    assert cut_extract(text.encode(), locator).decode() == wanted


def test_sections_of_an_act_in_xml_keep_their_namespaces():
    act = '<Act xmlns:l="urn:l">' + "".join(
        f'<Section l:id="{n}"><Label>{n}</Label></Section>' for n in ("116", "117", "117.1", "118")
    )
    cut = cut_extract(act.encode(), "sections 117").decode()
    assert re.findall(r"<Label>([^<]+)", cut) == ["117", "117.1"]
    assert '<Extract xmlns:l="urn:l">' in cut


WRONG = ["lines 4", "lines 0", "lines x", "field text", "entries 9", "item 1", "leaves 1", ""]


@pytest.mark.parametrize("locator", WRONG)
def test_a_locator_that_does_not_fit_is_named(locator):
    with pytest.raises(CannotCut, match=re.escape(locator.split()[0] if locator else "locator")):
        cut_extract(b"a\nb", locator)


def test_white_space_at_the_end_makes_no_other_text():
    assert fitting_extract(b"a\n\n", [sha256(b"a\n")]) == b"a\n"
    assert fitting_extract(b"a", [sha256(b"a\n")]) == b"a\n"
    assert fitting_extract(b"b", [sha256(b"a\n")]) is None


def test_every_file_is_pinned_and_every_locator_can_be_read():
    sources = list(read_text_sources(CURATED))
    pinned = [source for source in sources if source.by_program]
    assert all(re.search(r"/[0-9a-f]{40}/", source.address) for source in pinned)
    steps = [step for one in pinned if one.locator for step in one.locator.split(" > ")]
    assert {step.split()[0] for step in steps} <= set(STEPS)
    assert len({(one.instrument, one.address, one.locator) for one in sources}) == len(sources)


@pytest.fixture
def small_db():
    """The tables, one source, one instrument and no more."""
    db = create(Path(":memory:"))
    model = Model(db)
    source = {"id": "import", "title": "x", "publisher": "x", "licence": "x", "reuse": "link"}
    insert(db, model, "source", source, "here")
    country = {"id": "AAA", "kind": "state", "source": "import", "verification": "seen"}
    names = {f"name_{code}": "A" for code in ("en", "fr", "pt", "es", "ar")}
    insert(db, model, "country", country | names, "here")
    act = {"id": "aaa-code-1", "kind": "code", "country": "AAA", "status": "in_force"}
    act |= {"title": "x", "title_en": "x", "title_fr": "x"}
    insert(db, model, "instrument", act | {"source": "import", "verification": "seen"}, "here")
    return db, model


def receive(small_db, tmp_path, received: list[tuple[bytes, dict[str, str]]]) -> dict[str, str]:
    """Load texts with these columns of text_source; give the words of the provisions."""
    db, model = small_db
    found = []
    for number, (data, values) in enumerate(received, 1):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(data)
        row = text_row(instrument="aaa-code-1", ordinal=str(number), address="https://x.org/y")
        hashes = {"extract_sha256" if values.get("locator") else "sha256": sha256(data)}
        insert(db, model, "text_source", row | {"sha256": "0" * 64} | hashes | values, "here")
        facts = {"instrument": "aaa-code-1", "received_on": "2026-01-01", "source": "import"}
        found.append(texts.Received(path=path, sha256=sha256(data), **facts))
    texts.load_texts(db, model, found)
    return dict(db.execute("select id, text from provision").fetchall())


def made_law(first: int) -> bytes:
    """Three articles, from this number."""
    sentence = "A person shall not sell another person in any case."
    return "".join(f"{n}. Matter\n{sentence}\n\n" for n in range(first, first + 3)).encode()


def test_parts_of_a_law_stand_beside_one_another(small_db, tmp_path):
    parts = [(made_law(4), {"locator": "lines 1-9"}), (made_law(91), {"locator": "lines 70-79"})]
    words = receive(small_db, tmp_path, parts)
    assert list(words) == [f"aaa-code-1:{n}" for n in (4, 5, 6, 91, 92, 93)]
    assert small_db[0].execute("select count(*) from issue").fetchone()[0] == 0


def test_the_words_on_the_site_are_never_those_of_a_copy(small_db, tmp_path):
    main = made_law(1)
    copy = main.replace(b"sell", b"seII")
    words = receive(small_db, tmp_path, [(main, {}), (copy, {"main": "0"})])
    assert "sell" in words["aaa-code-1:1"]
    kept = small_db[0].execute("select count(*) from version").fetchone()[0]
    assert kept == 2, "the copy is a version of its own"


def test_articles_repealed_in_one_line_are_held_as_such(small_db, tmp_path):
    db, model = small_db
    for number in ("4", "9"):
        row = {"id": f"aaa-code-1:{number}", "instrument": "aaa-code-1", "ordinal": number}
        row |= {"number": number, "label": f"art. {number}", "source": "import"}
        insert(db, model, "provision", row | {"verification": "seen"}, "here")
    law = made_law(1) + b"Sections 4 to 6. [Repealed]\n\n" + made_law(7)[: len(made_law(7)) // 3]
    receive(small_db, tmp_path, [(law, {})])
    assert db.execute("select repealed from version").fetchall() == [("4–6",)]
    hints = dict(db.execute("select value, hint from issue where kind = 'not_met'").fetchall())
    assert hints == {
        "aaa-code-1:4": "1.txt gives articles 4–6 as repealed",
        "aaa-code-1:9": "no article of that number in 1.txt",
    }


@pytest.mark.parametrize(("language", "told"), [("rw", "rw"), ("rw;en;fr", ""), ("", "")])
def test_make_import_is_told_one_language_or_none(tmp_path, language, told):
    write_rows(tmp_path, [text_row(instrument="aaa-code-1", address="x", language=language)])
    [source] = read_text_sources(tmp_path)
    assert source.facts["language"] == told
    assert ("LANGUAGE" in source.import_line) == bool(told)


def test_the_day_of_a_consolidated_text_goes_with_it(small_db, tmp_path):
    path = tmp_path / "law.txt"
    path.write_bytes(made_law(1))
    facts = {"text_state": "consolidated", "as_of": "2024-03-01", "address": "https://x.org/y"}
    write_rows(tmp_path, [text_row(instrument="aaa-code-1", **facts)])
    [source] = read_text_sources(tmp_path)
    assert source.import_line.endswith("STATE=consolidated AS_OF=2024-03-01")
    store_file(path, {**source.facts, "source": "import"}, tmp_path / "raw")
    texts.load_texts(*small_db, imported_texts(tmp_path / "raw"))
    assert small_db[0].execute("select as_of from version").fetchone()[0] == "2024-03-01"


@pytest.mark.parametrize(
    ("value", "right"),
    [("", True), ("2024", True), ("2024-02", True), ("2024-02-29", True), ("2023-02-29", False)]
    + [(value, False) for value in ("2024-13", "1.3.2024", "2024-3-1", "24", "2024-02-29x")],
)
def test_a_day_is_one_of_the_calendar(value, right):
    assert is_day(value) == right


def test_a_text_without_articles_is_kept_whole(small_db, tmp_path):
    words = receive(small_db, tmp_path, [("医疗机构、社会福利机构。".encode(), {})])
    assert list(words) == ["aaa-code-1:nc-text"]
    assert "医疗机构" in words["aaa-code-1:nc-text"]


@pytest.fixture(scope="module")
def statutes() -> list[dict[str, str]]:
    index = SHARED / "statutes" / "index.csv"
    if not index.is_file():
        pytest.skip("the corpus of real statutes is not beside this repository")
    with index.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def data_of(statute: dict[str, str]) -> bytes:
    return (SHARED / statute["dir"] / statute["file"]).read_bytes()


def test_every_held_text_has_its_address_pinned_by_commit(statutes):
    known = {one: source for source in read_text_sources(CURATED) for one in source.hashes}
    for statute in statutes:
        source = known.get(sha256(data_of(statute)))
        assert source, f"{statute['dir']}: no row of text_source has its hash"
        assert statute["source_commit"] in source.address

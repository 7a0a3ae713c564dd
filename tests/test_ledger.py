"""The account of every character: places, reasons, what is left out, sentences that must not be."""

import os
from pathlib import Path

import pytest
from fixture_files import make_pdf

from ingest.law import readers
from ingest.law.readers.document import Block, Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting.ledger import PLACES, count_signs, sentences_of

SHARED = Path(__file__).resolve().parents[2] / "shared"
LAW = """Harbour Act
Whereas the harbours of the land are old.
Article 1
The master of the harbour counts the ships.
[Article 1 amended by Act 7 of 2021]
Article 2
The fine is ten crowns for each ship that is not counted.
CHAPTER II
Last rules
Article 3
This Act is in force from the day it is read out.
Done at Portville, 3 May 2020
The Master
"""


def test_every_entry_has_a_place_and_a_reason() -> None:
    document = Document({}, line_blocks(LAW))
    ledger = split(document).ledger()
    assert sum(ledger.values()) == count_signs(document.text)
    assert {entry.place for entry in ledger.entries} <= set(PLACES)
    assert all(entry.reason for entry in ledger.entries)


def test_share_kept_and_largest_pieces_left_out() -> None:
    ledger = split(Document({}, line_blocks(LAW))).ledger()
    left_out = ledger.left_out()
    assert [entry.place for entry in left_out] == ["front", "signature", "note"]
    assert left_out[1].text == "Done at Portville, 3 May 2020\nThe Master"
    assert left_out[2].reason == "a bracket with words of editors' notes"
    kept, *pieces = ledger.summary(most=2)
    share = 1 - sum(entry.size for entry in left_out) / sum(ledger.values())
    assert 0 <= share - float(kept.split("%")[0]) / 100 < 0.001
    assert len(pieces) == 2
    assert "Whereas the harbours" in pieces[0]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("note", "Whoever sells a person is tried and fined."),
        ("noise", "Whoever sells a person is tried and fined."),
        ("noise", "يعاقب بالسجن كل من باع شخصا أو اشتراه."),
        ("note", "凡出售他人者，处以罚款。"),
    ],
)
def test_a_sentence_called_note_or_noise_is_a_warning(kind: str, line: str) -> None:
    blocks = [*line_blocks(LAW), Block(line, kind, reason="the format says so")]
    (warning,) = [one for one in split(Document({}, blocks)).warnings if "left out" in one]
    assert "1, such as" in warning
    assert f"as {kind} (the format says so)" in warning
    assert line[:20] in warning


def test_no_warning_for_what_the_articles_have_too_or_what_is_no_sentence() -> None:
    lines = ["The master of the harbour counts the ships.", "Harbour Act, page 12", "see Act 7."]
    blocks = line_blocks(LAW) + [Block(line, "noise") for line in lines]
    assert not [one for one in split(Document({}, blocks)).warnings if "left out" in one]


def test_a_title_is_no_sentence_and_a_long_broken_line_is_one() -> None:
    assert sentences_of("REPUBLIC OF RURITANIA. HARBOUR ACT OF THE YEAR. 1999") == []
    long = " ".join(["and every master who leaves the harbour without counting them"] * 2)
    assert sentences_of(long) == [long]


def test_a_sentence_beside_a_note_of_the_margin_is_text() -> None:
    result = split(
        Document({}, line_blocks(LAW.replace("The fine", "The fine\nAdded by: of the court")))
    )
    assert "of the court" in result.provisions[1].text
    assert result.provisions[1].notes == ("Added by:",)
    whole = LAW.replace("CHAPTER II", "Amended by: Act 9 of 2022\nCHAPTER II")
    assert split(Document({}, line_blocks(whole))).provisions[1].notes == (
        "Amended by: Act 9 of 2022",
    )


def test_a_sentence_lost_with_the_furniture_of_a_page_is_said() -> None:
    head = " ".join(["Whoever sells any man and hides him"] * 3)
    pages = [
        [head, f"{page}. Matter {page}", "The master of the harbour counts the ships of the land."]
        for page in range(1, 5)
    ]
    result = split(readers.read(make_pdf(pages), "law.pdf"))
    assert result.ledger()["noise"] >= 4 * count_signs(head)
    assert "sentences left out as noise" in result.warnings[0]


def outside_of(data: bytes, name: str) -> dict[str, str]:
    """What a reader leaves out of a file, by reason, as the ledger has it."""
    ledger = split(readers.read(data, name)).ledger()
    return {entry.reason: entry.text for entry in ledger.entries if entry.place == "outside"}


def test_what_a_page_has_beside_its_text() -> None:
    page = (
        "<html><body><nav>Home <svg><text>logo</text></svg></nav><script>x = 1</script>"
        "<p>Article 1</p><p>Ships are counted.</p><select><option>French</option></select></body>"
    )
    assert outside_of(page.encode(), "law.html") == {
        "inside <nav>": "Home logo",
        "inside <select>": "French",
    }


def test_a_law_inside_a_form_is_missed_aloud() -> None:
    page = f"<html><body><p>Harbour Act</p><form><p>{LAW}</p></form></body></html>"
    (warning,) = [
        one for one in split(readers.read(page.encode(), "law.html")).warnings if "left out" in one
    ]
    assert warning.startswith("sentences left out as outside (inside <form>): ")


def test_fields_and_columns_that_are_not_read() -> None:
    record = (
        '{"title": "Act 1", "note": {"by": "A clerk wrote this note of the law."}, "provisions": ['
        '{"section": "1", "content": "Ships are counted.", "content_fr": "On compte les bateaux."},'
        '{"section": "2", "content": "The fine is ten crowns."}]}'
    )
    assert outside_of(record.encode(), "law.json") == {
        "field note": "A clerk wrote this note of the law.",
        "field content_fr": "On compte les bateaux.",
    }
    table = "number,text,remark\n1,Ships are counted.,seen\n2,The fine is ten crowns.,,beside\n"
    assert outside_of(table.encode(), "law.csv") == {
        "column remark": "seen",
        "column beside the table": "beside",
    }


def held_files() -> list[Path]:
    return sorted(
        file
        for folder in ("data/statutes", "cases")
        for file in (SHARED / folder).rglob("*")
        if file.stem == "text" or (file.parent.name == "cases" and file.suffix != ".md")
    )


@pytest.mark.slow
def test_every_held_text_and_every_case_is_accounted_for() -> None:
    """No character without a place and a reason, and no sentence left out without a word."""
    if not (SHARED / "cases").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the held texts are missing")
        pytest.skip("the held texts are not beside this repository")
    files = held_files()
    assert len(files) > 150
    wrong = []
    for file in files:
        document = readers.read(file.read_bytes(), file.name)
        result = split(document)
        ledger = result.ledger()
        outside = sum(count_signs(words) for words, _ in document.left_out)
        named = all(doubt in result.warnings for doubt in ledger.doubts())
        whole = sum(ledger.values()) == count_signs(document.text) + outside
        if not (whole and named and all(entry.reason for entry in ledger.entries)):
            wrong.append(str(file))
    assert wrong == []

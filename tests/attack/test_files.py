"""Files made to mislead or to take for ever, beside those of tests/test_hostile_files.py and
tests/test_readers.py: PDF, signs that are not seen, YAML.
"""

import io
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pypdf
import pytest
from fixture_files import make_pdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ingest import curated
from ingest.database import Model, Refused
from ingest.law import readers
from ingest.law.split import split

SECONDS = 20.0  # of computing in which any of these files is read or refused
WORDS = (
    "A person who recruits another by force for the purpose of forced labour commits an offence."
)
LAW = [["1. Title", WORDS, "2. Offence", WORDS, "3. Penalty", WORDS, WORDS]]


def rewritten(change) -> bytes:
    """A small law as PDF after a change to its parts."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(LAW)))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def pages_in_a_circle(writer):
    """The tree of pages has itself among its branches."""
    pages = writer._root_object["/Pages"]
    pages["/Kids"].append(writer._root_object.raw_get("/Pages"))
    pages[NameObject("/Count")] = NumberObject(2)


def a_million_pages(writer):
    """The count of pages is a lie."""
    writer._root_object["/Pages"][NameObject("/Count")] = NumberObject(1_000_000)


def one_page_many_times(writer):
    """A page stands 20,000 times in the tree."""
    pages = writer._root_object["/Pages"]
    first = pages["/Kids"][0]
    pages[NameObject("/Kids")] = ArrayObject([first] * 20_000)
    pages[NameObject("/Count")] = NumberObject(20_000)


def a_script(writer):
    """A script that a viewer would run."""
    script = {NameObject("/S"): NameObject("/JavaScript")}
    script[NameObject("/JS")] = TextStringObject("app.alert('x'); while (true) {}")
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(script)


def stream_without_end(writer):
    """Half a million instructions that draw nothing, small when packed."""
    stream = DecodedStreamObject()
    stream.set_data(b"q Q " * 500_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())


PDFS = [pages_in_a_circle, a_million_pages, one_page_many_times, a_script, stream_without_end]


@pytest.mark.parametrize("change", PDFS, ids=lambda change: change.__name__)
def test_a_pdf_is_read_or_refused_in_time(change):
    data = rewritten(change)
    started = time.process_time()
    try:
        document = readers.read(data, "law.pdf")
    except readers.Unreadable:
        document = None
    assert time.process_time() - started < SECONDS
    if change is a_script:
        assert document
        assert "app.alert" not in str(document)


def test_a_packed_stream_is_not_unpacked_without_bound():
    """A hundred megabytes of blanks in a stream of a hundred kilobytes."""
    packed = zlib.compress(b" " * 100_000_000)
    data = make_pdf(LAW).replace(b"endstream", b"endstream", 1)
    broken = data[: data.index(b"stream")] + b"stream\n" + packed + b"\nendstream endobj"
    started = time.process_time()
    with pytest.raises(readers.Unreadable):
        readers.read(broken, "law.pdf")
    assert time.process_time() - started < SECONDS


UNSEEN = ["\0", "\u202e", "\u2066", "\ufeff", "\u200b", "\x1b[31m", "\x85"]


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
@pytest.mark.parametrize("at", ["Article 1{}", "{}Article 1", "Arti{}cle 1"])
def test_signs_that_are_not_seen_hide_no_article(sign, at):
    law = "\n".join(f"Article {number}\nWords of the article.\n" for number in (1, 2, 3))
    found = split(readers.read(law.replace("Article 1", at.format(sign)).encode(), "law.txt"))
    assert [one.number for one in found.provisions][-2:] == ["2", "3"]
    assert len(found.provisions) == 3 or found.warnings


RUN = [
    "!!python/object/apply:os.system ['touch caught']",
    "!!python/name:os.system",
    "!!python/object/new:subprocess.Popen [['touch', 'caught']]",
]
CIRCLES = ["&a [*a]", "&a {b: *a}"]


def rows_of(words: str, folder: Path, model: Model) -> list[curated.Row]:
    """The rows of a law with these words where its provisions should stand."""
    path = folder / "instrument" / "TUV" / "tuv-act-2009-1.yml"
    path.parent.mkdir(parents=True)
    path.write_text(f"id: tuv-act-2009-1\nprovision: {words}\n", encoding="utf-8")
    return list(curated.read(folder, model))


@pytest.mark.parametrize("words", RUN)
def test_yaml_runs_nothing(words, model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with suppress(Refused):  # else it is words, which the schema has to take
        rows = rows_of(words, tmp_path / "curated", model)
        assert all(isinstance(value, str) for row in rows for value in row.values.values() if value)
    assert not (tmp_path / "caught").exists()


@pytest.mark.parametrize("words", CIRCLES)
def test_yaml_that_holds_itself_is_refused_with_its_place(words, model, tmp_path):
    with pytest.raises(Refused, match=r"tuv-act-2009-1\.yml:2: "):
        rows_of(words, tmp_path / "curated", model)

"""Files that must not hurt: half imports, changed and torn files, pipes, folders that name what is
not theirs, and texts made to take for ever.
"""

import contextlib
import errno
import os
import threading
import time
from pathlib import Path

import click
import pytest
from test_readers import make_docx, paragraph

from ingest.law import readers
from ingest.law.split import split
from ingest.received import import_log
from ingest.received.import_list import listed_files
from ingest.received.import_log import import_faults, imported_texts, read_log, store_file
from ingest.text import main as show_text
from scrapers import whole_file
from scrapers.whole_file import NotPlain, OverSize, read_plain, write_whole

ACT = {"instrument": "sle-act-2022-12"}
LAW = "Section 1\nNobody may be sold.\nSection 2\nWhoever sells a person is tried.\n"
HALF = b"\\ud800"
SECONDS = 6.0  # of CPU, on a busy machine; what is quadratic here takes a minute and more


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.txt"
    path.write_text(LAW)
    return path


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def stored(raw: Path) -> list[bytes]:
    return [one.path.read_bytes() for one in imported_texts(raw)]


@pytest.mark.parametrize("left", ["", "Section 1\nNobody"], ids=["no line", "half a file"])
def test_a_file_under_its_hash_is_no_import_without_its_line(law, raw, left):
    store_file(law, ACT, raw)
    (file,) = (raw / "import" / ACT["instrument"]).iterdir()
    (raw / "import" / "imported.csv").unlink()
    file.write_text(left or LAW)
    assert imported_texts(raw) == []
    assert [fault.place for fault in import_faults(raw)] == [f"{ACT['instrument']}/{file.name}"]
    assert "already" not in store_file(law, ACT, raw)
    assert stored(raw) == [law.read_bytes()]
    assert import_faults(raw) == []


def test_a_line_without_its_whole_file_is_mended_by_the_next_import(law, raw):
    store_file(law, ACT, raw)
    imported_texts(raw)[0].path.write_text("Section 1\nOther words.")
    assert "whole again" in store_file(law, ACT, raw)
    assert stored(raw) == [law.read_bytes()]
    assert "already there" in store_file(law, ACT, raw)


@pytest.mark.parametrize("after", range(4))
def test_a_disk_that_fills_at_any_write_leaves_what_was_there(law, raw, monkeypatch, after):
    store_file(law, ACT, raw)
    before = (raw / "import" / "imported.csv").read_bytes()
    steps = iter(range(100))

    def full(*_):
        if next(steps) >= after:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    other = law.with_name("other.txt")
    other.write_text(LAW.replace("sold", "bought"))
    if after < 3:  # the fourth step is that of the folder, with the new list in its place
        with pytest.raises(OSError, match="No space"):
            store_file(other, ACT, raw)
        assert (raw / "import" / "imported.csv").read_bytes() == before
    monkeypatch.undo()
    store_file(other, ACT, raw)
    assert stored(raw) == [law.read_bytes(), other.read_bytes()]
    assert list(raw.rglob("*.part")) == []


@pytest.mark.parametrize("off", [1, 25, 60, 110, 150])
def test_a_torn_list_is_named_and_heals(law, raw, off):
    store_file(law, ACT, raw)
    first = law.read_bytes()
    law.write_text(LAW + "Section 3\nThis Act is in force.\n")
    store_file(law, ACT, raw)
    path = raw / "import" / "imported.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[:-off] + b"sle-act-2022-12,one,more" if off > 1 else whole[:-1])
    assert stored(raw)[0] == first
    if off > 1:
        assert any("imported.csv:3" in fault.place for fault in import_faults(raw))
    store_file(law, ACT, raw)
    assert stored(raw) == [first, law.read_bytes()]
    assert import_faults(raw) == []
    assert off == 1 or b"one,more" in (raw / "import" / "torn.txt").read_bytes()


def test_a_list_that_names_a_file_elsewhere_is_not_followed(law, raw):
    store_file(law, ACT, raw)
    path = raw / "import" / "imported.csv"
    (row,) = read_log(raw).rows
    path.write_text(path.read_text().replace(row["file"], "../../law.txt"))
    assert imported_texts(raw) == []
    assert "outside" in import_faults(raw)[0].hint


def test_what_is_written_whole_has_no_half_after_a_fault(tmp_path):
    target = tmp_path / "a.csv"
    write_whole(target, b"old")
    writing = whole_file.replacing(target)
    writing.__enter__().write_bytes(b"ne")
    fault = KeyboardInterrupt()
    assert not writing.__exit__(type(fault), fault, None)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_only_a_plain_file_of_a_known_size_is_read(tmp_path, capsys):
    pipe, large = tmp_path / "pipe.txt", tmp_path / "large.txt"
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(4_000_000_000)  # without blocks on the disk
    for odd in (pipe, Path("/dev/zero"), tmp_path):
        with pytest.raises((NotPlain, IsADirectoryError)):
            readers.load(odd)
        assert show_text([str(odd)]) == 1
    with pytest.raises(readers.TooLarge, match="4,000,000,000"):
        readers.load(large)
    with pytest.raises(OverSize):
        read_plain(large, 100)
    assert "not a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"provisions":[{"number":"1","text":"Article ' + HALF + b'"}]}', "a.json"),
        (b'{"title":"' + HALF + b'","text":"Article 1\\nNobody may be sold."}', "b.json"),
        (b'---\ntitle: "' + HALF + b'"\n---\n# Act 1\n\nArticle 1\n', "a.md"),
    ],
    ids=["article", "title", "front matter"],
)
def test_half_a_character_is_refused_by_every_reader_that_can_bring_it(data, name):
    with pytest.raises(readers.Damaged, match=r"half a character \(U\+D"):
        readers.read(data, name)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.xml", "a.txt", "a.csv", "a.docx", "a.json"])
def test_what_any_reader_gives_can_be_written(name):
    """The other readers bring no half characters: what asks for one becomes a sign of loss or is
    refused. A file whose own name is no text is read all the same.
    """
    words = "number,text\n1,<p>Article &#xD800; &#55296; \\udfff</p>"
    data = make_docx(paragraph(words)) if name == "a.docx" else words.encode()
    with contextlib.suppress(readers.Damaged):
        document = readers.read(data, name)
        (document.text + str(document.metadata)).encode()
    assert readers.read(b"Article 1\nNobody.", "lo\udce9.txt").metadata["name"] == "lo?.txt"


@pytest.mark.parametrize(
    "line",
    ["/etc/passwd", "../secret.txt", "link.txt", "folder/../../secret.txt", "a\0.txt", "gone.txt"],
)
def test_a_received_folder_names_only_its_own_files(tmp_path, line):
    folder = tmp_path / "received"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(LAW)
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "good.txt").write_text(LAW)
    (folder / "near.txt").symlink_to("good.txt")
    plan = folder / "imports.csv"
    plan.write_text("file,instrument\ngood.txt,sle-act-2022-12\nnear.txt,sle-act-2022-12\n")
    assert [file.name for file, _ in listed_files(folder)] == ["good.txt", "near.txt"]
    with plan.open("a") as file:
        file.write(f"{line},sle-act-2022-12\n,sle-act-2022-12\n")
    with pytest.raises(click.ClickException) as error:
        listed_files(folder)
    assert "imports.csv:4" in error.value.message
    assert "imports.csv:5: no file" in error.value.message, "all faults at once"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"file;instrument\na.txt;x\n", "no such columns"),
        (b"file,instrument,sha256\na.txt,x,0\n", "no such columns"),
        (b"file,instrument\na.txt,x,more\n", "more cells"),
        (b"file,instrument\n\xe9.txt,x\n", "UTF-8"),
        (b'file,instrument\n"a.txt,x\n', "CSV"),
    ],
)
def test_a_list_that_is_no_list_is_named(tmp_path, content, words):
    (tmp_path / "imports.csv").write_bytes(content)
    with pytest.raises(click.ClickException, match=words) as error:
        listed_files(tmp_path)
    assert "imports.csv" in error.value.message


SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
AKN = f"<akomaNtoso xmlns='{SPACE}'><act><body>{{}}</body></act></akomaNtoso>"
SECTION = "<section><num>1.</num><content><p>x</p></content></section>"
ARTICLE = "<article><num>1</num><content><p>y</p></content></article>"
DEEP = "<part>" * 200 + SECTION * 6_000 + "</part>" * 200 + ARTICLE
ENDLESS = {
    "comments.md": "# A\n\n" + "<!-- " * 40_000,
    "pictures.md": "# A\n\n" + "![" * 40_000,
    "headings.md": "# A\n" + "\n# " * 10_000,
    "lines.md": "# A\n" + "\nA" * 15_000,
    "quad.xml": AKN.format(DEEP),
    "bold.html": "<html><body>" + "<strong>" * 40_000 + "x",
    "numbers.txt": "\n1." * 5_000,
    "articles.txt": "\nArticle 1" * 5_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_no_text_takes_time_by_the_square_of_its_length(name):
    started = time.process_time()
    with contextlib.suppress(readers.TooLarge):
        split(readers.read(ENDLESS[name].encode(), name))
    assert time.process_time() - started < SECONDS


def test_a_word_file_without_end_is_refused_before_it_is_unfolded():
    started = time.process_time()
    words = (f"{n * 2654435761 % 2**32:x}" for n in range(95_000))  # packs badly, as a law does
    law = make_docx("".join(map(paragraph, words)))
    with pytest.raises(readers.TooLarge, match="tags of mark-up"):
        readers.read(law, "law.docx")
    assert time.process_time() - started < SECONDS


def test_two_imports_at_once_wait_for_one_another(law, raw):
    """The list is read and replaced under a lock, so that no line is lost."""
    other = threading.Thread(target=store_file, args=(law, ACT, raw))
    with import_log.locked_folder(raw / "import"):
        other.start()
        other.join(timeout=0.3)
        assert imported_texts(raw) == []
    other.join(timeout=60)
    assert stored(raw) == [law.read_bytes()]

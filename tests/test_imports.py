"""Texts by hand: preview, storing, joining to curated articles, older versions, and files that
cannot be used.
"""

import csv
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from fixture_rows import ask

from bench.search_corpus import MERGED, SHARED
from ingest.build import build
from ingest.received.import_file import main
from ingest.received.import_log import imported_texts

pytestmark = [pytest.mark.slow, pytest.mark.engine]

ROOT = Path(__file__).parent.parent
CURATED = ROOT / "db" / "curated"
HEAD = "THE ANTI-TRAFFICKING ACT (MADE FOR TESTS)\n\nPART I - PRELIMINARY\n\n"
ARTICLES = {
    number: f"{number}. Matter {number}\n"
    f"The Minister may by order make provision on matter {number}."
    for number in range(1, 41)
    if number != 13
}
ARTICLES[2] = (
    "2. Task Force\nThere shall be a body that coordinates the work of the ministries against "
    "trafficking."
)
ARTICLES[12] = (
    "12. Offence of trafficking\n(1) A person who recruits another person by force for "
    "exploitation commits an offence.\n"
    "(2) The penalty is imprisonment for a term of not less than twenty-five years."
)
LAW = (
    HEAD + "\n\n".join(ARTICLES.values()) + "\n"
)  # the Act has sections 1 to 39: 13 is left out here, 40 is one too many
ACT = "sle-act-2022-12"


def run(*arguments: str, raw: Path):
    return CliRunner().invoke(main, [*arguments, "--batch", "--raw", str(raw)])


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.txt"
    path.write_text(LAW)
    return path


def test_preview_says_what_was_understood(law, tmp_path):
    result = run(str(law), "--instrument", ACT, raw=tmp_path / "raw")
    assert result.exit_code == 0, result.output
    assert "articles  39, from 1 to 40" in result.output
    assert "missing   13\n" in result.output
    assert "language  en" in result.output
    assert re.search(r"kept      100.0% of [\d,]+ characters\n", result.output)
    assert "left out" not in result.output


def test_preview_says_what_is_left_out_and_why(law, tmp_path):
    law.write_text(LAW + "\nDone at Freetown, 3 May 2022\nThe Clerk of Parliament\n")
    result = run(str(law), "--instrument", ACT, raw=tmp_path / "raw")
    assert re.search(r"kept      9\d.\d% of [\d,]+ characters\n", result.output)
    assert "left out  43 signature: stands behind a line that opens the signatures" in result.output


def test_imported_text_joins_the_curated_articles_by_number(law, few_facts, tmp_path):
    run(
        str(law),
        "--instrument",
        ACT,
        "--state",
        "as_enacted",
        "--url",
        "https://example.org/act.txt",
        raw=tmp_path / "raw",
    )
    build(few_facts, tmp_path / "tip.db", tmp_path / "raw")
    ((text, state, language, summary),) = ask(
        tmp_path / "tip.db",
        f"select text, text_state, language, summary_en from provision where id = '{ACT}:12'",
    )
    assert "not less than twenty-five years" in text
    assert (state, language) == ("as_enacted", "en")
    assert summary, "our summary stays beside the words of the law"
    assert ask(
        tmp_path / "tip.db",
        f"select number, source, verification from provision where id = '{ACT}:40'",
    ) == [("40", "import", "seen")]
    unmet = {
        value
        for (value,) in ask(
            tmp_path / "tip.db",
            "select value from issue where kind = 'not_met' and origin like '%.txt'",
        )
    }
    assert f"{ACT}:13" in unmet
    assert f"{ACT}:12" not in unmet
    ((sha, official, provisions),) = ask(
        tmp_path / "tip.db", "select sha256, official, provisions from version"
    )
    assert len(sha) == 64
    assert (official, provisions) == ("unknown", 39)
    assert (
        ask(
            tmp_path / "tip.db",
            "select count(*) from provision_fts where provision_fts match 'coordinates'",
        )[0][0]
        >= 1
    )


def test_an_amended_text_keeps_the_older_one_and_is_in_the_ledger(law, few_facts, tmp_path):
    raw, output = tmp_path / "raw", tmp_path / "tip.db"
    run(str(law), "--instrument", ACT, raw=raw)
    build(few_facts, output, raw)
    law.write_text(LAW.replace("twenty-five", "thirty"))
    run(str(law), "--instrument", ACT, raw=raw)
    build(few_facts, output, raw)
    assert [row[0] for row in ask(output, "select ordinal from version order by ordinal")] == [1, 2]
    texts = [
        row[0]
        for row in ask(output, "select text from version_text where number = '12' order by version")
    ]
    assert len(texts) == 2
    assert texts[0] != texts[1]
    ((text,),) = ask(output, f"select text from provision where id = '{ACT}:12'")
    assert "thirty" in text
    ((old, new, reason),) = ask(
        output,
        f"select old, new, reason from change where entity_id = '{ACT}:12' and field = 'text' "
        "and old is not null",
    )
    assert "twenty-five" in old
    assert "thirty" in new
    assert reason == "changed"


def test_the_page_shows_the_words_that_changed(law, few_facts, tmp_path, get_from):
    raw, output = tmp_path / "raw", tmp_path / "tip.db"
    run(str(law), "--instrument", ACT, raw=raw)
    law.write_text(LAW.replace("twenty-five", "thirty"))
    run(str(law), "--instrument", ACT, raw=raw)
    build(few_facts, output, raw)
    older = ask(output, "select id from version where ordinal = 1")[0][0]

    site = get_from(output)
    text = site(f"/instrument/{ACT}/text?since={older}").text
    assert "<ins>thirty</ins>" in text
    assert "<del>twenty-five</del>" in text.replace(
        "<del>twenty</del><del>-</del><del>five</del>", "<del>twenty-five</del>"
    )
    rows = site(f"/instrument/{ACT}/text.json").json()["rows"]
    assert [row["provision"] for row in rows] == [f"{ACT}:{number}" for number in ARTICLES]


def test_same_file_is_stored_once(law, tmp_path):
    for _ in range(2):
        result = run(str(law), "--instrument", ACT, raw=tmp_path / "raw")
    assert "already there" in result.output
    assert len(imported_texts(tmp_path / "raw")) == 1


def test_a_day_that_is_none_is_refused_and_nothing_is_stored(law, tmp_path):
    result = run(str(law), "--instrument", ACT, "--as-of", "2024-02-30", raw=tmp_path / "raw")
    assert result.exit_code == 1
    assert "'2024-02-30' is no day, month or year" in result.output
    assert imported_texts(tmp_path / "raw") == []


def test_unknown_instrument_is_refused_with_a_hint_and_nothing_is_stored(law, tmp_path):
    result = run(str(law), "--instrument", "sle-act-2022-13", raw=tmp_path / "raw")
    assert result.exit_code == 1
    assert "did you mean sle-act-2022-12" in result.output
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "Empty"),
        ("prose.txt", b"A letter about the weather.\nIt is fine.", "no article"),
        (
            "page.html",
            b"<html><title>Just a moment...</title><body>Checking your browser</body></html>",
            "Challenge",
        ),
        ("law.docx", b"PK\x03\x04 not really", "Damaged"),
    ],
)
def test_file_without_a_law_is_refused_by_name(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    result = run(str(tmp_path / name), "--instrument", ACT, raw=tmp_path / "raw")
    assert result.exit_code == 1
    assert words in result.output
    assert not (tmp_path / "raw").exists()


def test_folder_with_a_list(law, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    shutil.copy(law, folder / "a.txt")
    (folder / "b.txt").write_text("nothing here")
    (folder / "imports.csv").write_text(
        "file,instrument,text_state\na.txt,sle-act-2022-12,consolidated\n"
        "b.txt,lso-act-2011-1,unknown\n"
    )
    result = run(str(folder), raw=tmp_path / "raw")
    assert "1 of 2 imported" in result.output
    assert result.exit_code == 1
    assert [(one.instrument, one.text_state) for one in imported_texts(tmp_path / "raw")] == [
        (ACT, "consolidated")
    ]


def test_bad_line_of_the_list_is_named(law, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "imports.csv").write_text("file,instrument\nmissing.txt,sle-act-2022-12\n")
    result = run(str(folder), raw=tmp_path / "raw")
    assert result.exit_code == 1
    assert "imports.csv:2" in result.output
    assert "'missing.txt'" in result.output


def test_texts_lost_changed_or_torn_are_issues_and_the_build_goes_on(law, few_facts, tmp_path):
    """A file changed after its import is never published under the hash of the old one."""
    raw = tmp_path / "raw"
    for instrument in (ACT, "lso-act-2011-1"):
        run(str(law), "--instrument", instrument, raw=raw)
    lost, changed = imported_texts(raw)
    lost.path.unlink()
    changed.path.write_text(LAW.replace("twenty-five", "two"))
    with (raw / "import" / "imported.csv").open("a") as log:
        log.write("sle-act-2022-12,torn")
    build(few_facts, tmp_path / "tip.db", raw)
    hints = ask(
        tmp_path / "tip.db",
        "select hint from issue where kind = 'unreadable' and source = 'import' order by rowid",
    )
    wanted = ("cells", "FileNotFoundError", "bytes changed")
    assert [word in hint for (hint,), word in zip(hints, wanted, strict=True)] == [True] * 3
    assert ask(tmp_path / "tip.db", "select count(*) from version") == [(0,)]


def test_log_of_imports_is_a_table_anyone_can_read(law, tmp_path):
    run(str(law), "--instrument", ACT, "--official", "yes", raw=tmp_path / "raw")
    (row,) = csv.DictReader(
        (tmp_path / "raw" / "import" / "imported.csv").read_text(encoding="utf-8").splitlines()
    )
    assert (row["instrument"], row["official"], row["text_state"]) == (ACT, "yes", "unknown")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared law texts are not beside this checkout")
def test_real_texts_of_the_recorded_laws_meet_their_articles(tmp_path):
    for listed in sorted((SHARED / "facts" / "digests").glob("*/instruments.csv")):
        for row in csv.DictReader(listed.read_text(encoding="utf-8").splitlines()):
            (text,) = (SHARED / "data" / row["statute_dir"]).glob("text.*")
            result = run(
                str(text), "--instrument", MERGED.get(row["id"], row["id"]), raw=tmp_path / "raw"
            )
            assert result.exit_code == 0, result.output
    build(CURATED, tmp_path / "tip.db", tmp_path / "raw")
    of_law = (
        "from provision p join version v on v.instrument = p.instrument "
        "where p.summary_en is not null and p.number is not null"
    )
    ((recorded, given),) = ask(
        tmp_path / "tip.db", f"select count(*), sum(p.text is not null) {of_law}"
    )
    assert recorded >= 570
    assert given / recorded >= 0.95
    ((words,),) = ask(
        tmp_path / "tip.db", "select text from provision where id = 'sle-act-2022-12:38'"
    )
    assert "repealed" in words
    ((article,),) = ask(
        tmp_path / "tip.db", "select text from provision where id = 'mar-code-penal-448-1:448-1'"
    )
    assert "الاتجار" in article

"""Decisions of the desk become facts: files, commits, the build that takes them, and back."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from click.testing import CliRunner
from fixture_desk import add_reviewers
from fixture_rows import ask

from ingest import ROOT
from ingest.build import build
from ingest.lint import lint
from ingest.review import write_back
from ingest.review.progress import report_as_value
from ingest.review.records import hash_of_value
from ingest.review.standing import hash_of_provision
from ingest.review.store import add_row, connect, writing

FLAT = {
    "source": "id,title,publisher,licence,reuse\ns,Gazette,Printer,open,open\n",
    "country": "id,kind,name_en,name_fr,name_pt,name_es,name_ar,region,latitude,longitude,source,"
    "verification\nCHL,state,Chile,Chili,Chile,Chile,x,Americas,-30,-71,s,seen\n",
    "benchmark": "id,title_en,title_fr,source\np,Protocol,Protocole,s\n",
    "item": "code,benchmark,ordinal,pillar,obligation,label_en,label_fr,requirement_en,"
    "requirement_fr\n"
    + "".join(f"p:{n},p,{n},protection,mandatory,Item {n},Point {n},Do,Faire\n" for n in (1, 2, 3)),
    "lexicon/concept": "id,label_en\nc,Concept\n",
    "lexicon/concept_word": "concept,language,word,negative\n"
    + "".join(f"c,{code},word,0\n" for code in ("ar", "en", "es", "fr", "pt")),
    "lexicon/item_concept": "item,concept\np:1,c\np:2,c\np:3,c\n",
}
LAW = """id: chl-act-1
kind: act
country: CHL
title: Law
title_en: Law
title_fr: Loi
status: in_force
in_force_on: '2010-01-01'
role: main
source: s
verification: seen
provision:
- number: '1'
  label: art. 1
  text: Victims are compensated by the fund and housed.
  text_state: as_enacted
  crossref:
  - item: p:1
    extent: partial
    basis: text
    evidence: by the fund
  - item: p:2
    extent: full
    basis: text
    evidence: housed
  penalty:
    kind: imprisonment
    max_months: '60'
- number: '2'
  label: art. 2
  text: Nothing else.
  text_state: as_enacted
"""
FIRST, SECOND = "chl-act-1:1", "chl-act-1:2"
VERDICTS = "select item, verdict, certainty from verdict where country = 'CHL' order by item"


def git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


class Checkout:
    """A folder of facts under git, its built database, and a review database."""

    def __init__(self, folder):
        self.facts, self.database = folder / "curated", folder / "tip.db"
        self.review = folder / "review.db"
        for name, text in FLAT.items():
            path = self.facts / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in ("choice.csv", "choice_column.csv"):
            shutil.copy(ROOT / "db" / "curated" / name, self.facts)
        self.law = self.facts / "instrument" / "CHL" / "chl-act-1.yml"
        self.law.parent.mkdir(parents=True)
        self.law.write_text(LAW, encoding="utf-8")
        git(folder, "init", "-q", ".")
        git(folder, "config", "user.name", "Somebody")
        git(folder, "config", "user.email", "somebody@example.org")
        lint(self.facts, write=True)
        self.commit("Begin")
        add_reviewers(self.review, ama="reviewer", kofi="reviewer")
        build(self.facts, self.database)

    def commit(self, message):
        git(self.facts, "add", ".")
        git(self.facts, "commit", "-qm", message)

    def decide(self, field, value, entity="crossref", on=FIRST, **more):
        with closing(sqlite3.connect(self.database)) as db:
            db.row_factory = sqlite3.Row
            provision = db.execute("select * from provision where id = ?", [on]).fetchone()
        row = {"instrument": "chl-act-1", "entity": entity, "entity_id": on, "field": field}
        row |= {"value": value, "language": "en", "follows": 0, "actor": "ama"}
        row |= {"decision": "change" if value else "reject"}
        row |= {"words_hash": hash_of_provision(provision)} if provision else {}
        with closing(connect(self.review)) as review, writing(review):
            add_row(review, "decision", row | more)

    def write_back(self, *more):
        words = [f"--review={self.review}", f"--database={self.database}"]
        return CliRunner().invoke(write_back.main, [*words, f"--curated={self.facts}", *more])

    def verdicts(self):
        build(self.facts, self.database)
        return {item: (verdict, certainty) for item, verdict, certainty in self.ask(VERDICTS)}

    def ask(self, sql):
        return ask(self.database, sql)


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_decisions_go_into_files_the_build_takes_them_and_a_revert_brings_back_the_old(checkout):
    before = checkout.verdicts()
    assert before == {"p:1": ("partial", "B"), "p:2": ("full", "B")}
    more = {"seen": "partial", "reason": "The fund pays all"}
    checkout.decide("p:1", "full", **more)
    checkout.decide("p:1", "full", actor="kofi", seen="partial", decision="change")
    checkout.decide("p:2", None, seen="full", reason="Housing is no shelter")
    start = len("Victims are compensated ")
    quoted = {"evidence_start": start, "evidence_end": start + len("by the fund and housed")}
    checkout.decide("p:3", "partial", seen=None, **quoted)

    said = checkout.write_back()
    assert said.exit_code == 0, said.output
    assert "chl-act-1, ama: 2 written" in said.output
    assert "chl-act-1, ama; kofi: 1 written" in said.output
    assert lint(checkout.facts, write=False) == []
    log = git(checkout.facts, "log", "-2", "--format=%s%n%b")
    assert "Review chl-act-1, by ama; kofi" in log
    assert "chl-act-1:1 p:1: partial -> full (ama: The fund pays all)" in log
    assert "chl-act-1:1 p:2: full -> reject (ama: Housing is no shelter)" in log
    assert "Reviewed-by: kofi" in log

    assert checkout.verdicts() == {"p:1": ("full", "A"), "p:3": ("partial", "A")}
    links = checkout.ask(
        "select item, reviewer, review_reason, review_language, evidence from crossref order by 1"
    )
    assert links == [
        ("p:1", "ama; kofi", "The fund pays all", "en", "by the fund"),
        ("p:3", "ama", None, None, "by the fund and housed"),
    ]
    assert checkout.ask("select item, reviewer from rejection") == [("p:2", "ama")]
    assert checkout.ask("select * from reviewed") == [("CHL", 2, 1, 1, 0)]
    assert checkout.write_back().output == ""  # nothing twice

    git(checkout.facts, "revert", "--no-edit", "HEAD~2..HEAD")
    assert checkout.verdicts() == before


def test_a_record_edited_since_is_named_and_left_as_it_is(checkout):
    checkout.decide("p:1", "full", seen="partial", reason="x")
    checkout.decide("p:2", "full", seen="full")
    edited = checkout.law.read_text(encoding="utf-8").replace("partial", "contrary")
    checkout.law.write_text(edited, encoding="utf-8")
    assert "not committed" in checkout.write_back().output
    checkout.commit("Edit")
    said = checkout.write_back().output
    assert "not written: chl-act-1:1 p:1: was 'partial' when it was decided, is 'contrary'" in said
    assert "chl-act-1, ama: 1 written" in said
    assert "extent: contrary" in checkout.law.read_text(encoding="utf-8")


def test_what_readers_differ_on_or_are_unsure_of_or_read_in_other_words_is_not_written(checkout):
    checkout.decide("p:1", "full", seen="partial")
    checkout.decide("p:1", "contrary", actor="kofi", seen="partial")
    checkout.decide("p:2", None, seen="full", decision="unsure")
    checkout.decide("p:3", "full", words_hash="0" * 64)
    before = checkout.law.read_bytes()
    assert checkout.write_back().output == ""
    assert checkout.law.read_bytes() == before


def test_penalties_definitions_a_further_article_and_an_act_read_whole(checkout):
    seen = '{"kind": "imprisonment", "max_months": 60.0}'
    checkout.decide(
        "1", '{"kind": "imprisonment", "max_months": 84.0}', "penalty", seen=seen, reason="seven"
    )
    checkout.decide("+1", '{"fine_min": 100.0, "kind": "fine"}', "penalty", on=SECOND)
    checkout.decide("child_age", "18", "definition", on=SECOND)
    with closing(connect(checkout.review)) as review:
        hashes = [row[0] for row in review.execute("select distinct words_hash from decision")]
    assert len(hashes) == 2
    with closing(sqlite3.connect(checkout.database)) as db:
        db.row_factory = sqlite3.Row
        whole = write_back.hash_of_act(db, "chl-act-1")
    act = {"entity": "instrument", "on": "chl-act-1", "decision": "read_whole"}
    checkout.decide("read_whole", None, **act, words_hash=whole)
    said = checkout.write_back("--no-commit")
    assert "5 written" in said.output, said.output  # and the definition, as a whole
    checkout.verdicts()
    penalties = checkout.ask("select provision, kind, max_months, fine_min from penalty order by 1")
    assert penalties == [(FIRST, "imprisonment", 84, None), (SECOND, "fine", None, 100)]
    definitions = checkout.ask("select provision, child_age, verification from definition")
    assert definitions == [(SECOND, 18, "reviewed")]
    assert checkout.ask("select read_whole_by from instrument") == [("ama",)]
    assert checkout.ask("select item from absent_in_act") == [("p:3",)]


def test_a_penalty_taken_out_leaves_the_numbers_of_the_others_and_one_added_is_new(checkout):
    law = checkout.law.read_text(encoding="utf-8")
    one = "  penalty:\n    kind: imprisonment\n    max_months: '60'\n"
    three = "".join(f"  - kind: imprisonment\n    max_months: '{n}'\n" for n in (60, 70, 80))
    assert one in law
    checkout.law.write_text(law.replace(one, f"  penalty:\n{three}"), encoding="utf-8")
    lint(checkout.facts, write=True)
    checkout.commit("Three penalties")
    build(checkout.facts, checkout.database)

    def seen(months):
        return f'{{"kind": "imprisonment", "max_months": {months}.0}}'

    checkout.decide("1", None, "penalty", seen=seen(60), reason="of another offence")
    checkout.decide("2", seen(70), "penalty", seen=seen(70), decision="confirm")
    checkout.decide("3", seen(90), "penalty", seen=seen(80), reason="ninety")
    checkout.decide("+1", seen(100), "penalty", reason="two lines below\n\nReviewed-by: Nobody")
    said = checkout.write_back()
    assert "4 written" in said.output, said.output
    assert lint(checkout.facts, write=False) == []
    assert "\nReviewed-by: Nobody" not in git(checkout.facts, "log", "-1", "--format=%b")
    build(checkout.facts, checkout.database)
    held = checkout.ask("select ordinal, max_months, verification from penalty order by 1")
    assert held == [(2, 70, "reviewed"), (3, 90, "reviewed"), (4, 100, "reviewed")]
    assert checkout.write_back().output == ""


def test_a_summary_that_two_agree_on_is_written_and_an_article_without_links_is_not(checkout):
    told = "  label: art. 1\n  summary_en: Pays.\n  summary_fr: Paie.\n"
    law = checkout.law.read_text(encoding="utf-8").replace("  label: art. 1\n", told)
    checkout.law.write_text(law, encoding="utf-8")
    lint(checkout.facts, write=True)
    checkout.commit("A summary")
    build(checkout.facts, checkout.database)
    words = {"entity": "provision", "seen": "Pays.", "reason": "It says so"}
    checkout.decide("summary_en", "Pays victims.", **words)
    checkout.decide("summary_en", "Pays victims.", actor="kofi", **words)
    checkout.decide("", None, "provision", on=SECOND, decision="none")
    assert "chl-act-1, ama; kofi: 1 written" in checkout.write_back().output
    build(checkout.facts, checkout.database)
    assert checkout.ask(f"select summary_en from provision where id = '{FIRST}'") == [
        ("Pays victims.",)
    ]
    assert checkout.write_back().output == ""


def test_a_corrected_body_keeps_the_page_that_says_so_and_the_day(checkout):
    body = checkout.facts / "body" / "CHL.csv"
    body.parent.mkdir()
    body.write_text(
        "id,country,name,name_en,name_fr,role,hotline,source,verification\n"
        "chl-line,CHL,Line,Line,Ligne,hotline,149,s,seen\n",
        encoding="utf-8",
    )
    add_sources(checkout)
    lint(checkout.facts, write=True)
    checkout.commit("A body")
    build(checkout.facts, checkout.database)
    page = {"source": "https://example.org/line", "as_of": "2026-11-29", "seen": "149"}
    page |= {"instrument": "chl-line", "words_hash": hash_of_value("149")}
    checkout.decide("hotline", "150", "body", on="chl-line", **page)
    plan = page | {"instrument": "chl-act-1", "seen": None, "words_hash": hash_of_value(None)}
    checkout.decide("period_end", "2030", "instrument", on="chl-act-1", **plan)
    said = checkout.write_back()
    assert "chl-line, ama: 1 written" in said.output, said.output
    assert lint(checkout.facts, write=False) == []
    build(checkout.facts, checkout.database)
    assert checkout.ask("select hotline, as_of from body") == [("150", "2026-11-29")]
    assert checkout.ask("select period_end, as_of from instrument") == [("2030", "2026-11-29")]
    witnesses = checkout.ask("select entity, value, shown, locator from witness order by 1")
    assert witnesses == [
        ("body", "150", "150", "https://example.org/line"),
        ("instrument", "2030", "2030", "https://example.org/line"),
    ]
    assert checkout.write_back().output == ""


def add_sources(checkout):
    path = checkout.facts / "source.csv"
    more = "palermo-ledger,Readings,Us,open,open\nreader-report,A reader,Readers,open,open\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


PLAN = """id: chl-plan-1
kind: plan
country: CHL
title: Plan
title_en: Plan
title_fr: Plan
status: in_force
source: s
verification: seen
plan_activity:
- activity_en: Paint the house
  activity_fr: Peindre la maison
  body: Works
  body_fr: Travaux
  status: planned
  plan_progress:
  - reported_on: '2025'
    status: started
    source: s
    verification: seen
- activity_en: Plant trees
  activity_fr: Planter des arbres
  body: Works
  body_fr: Travaux
  status: planned
"""


def test_progress_told_or_confirmed_at_the_desk_stands_in_the_files_of_its_plan(checkout):
    add_sources(checkout)
    (checkout.law.parent / "chl-plan-1.yml").write_text(PLAN, encoding="utf-8")
    lint(checkout.facts, write=True)
    checkout.commit("A plan")
    build(checkout.facts, checkout.database)
    read = {"instrument": "chl-plan-1", "entity": "plan_activity"}
    seen = report_as_value({"status": "started"})
    recorded = {"seen": seen, "words_hash": hash_of_value(seen), "decision": "confirm"}
    checkout.decide("2025 s", seen, **read, **recorded, on="chl-plan-1:1")
    told = report_as_value({"status": "done", "percent": "100"})
    page = {"source": "https://example.org/r", "as_of": "2026", "words_hash": hash_of_value(None)}
    checkout.decide("2026 palermo-ledger", told, **read, **page, on="chl-plan-1:2")

    said = checkout.write_back()
    assert "chl-plan-1, ama: 2 written" in said.output, said.output
    assert lint(checkout.facts, write=False) == []
    build(checkout.facts, checkout.database)
    assert checkout.ask(
        "select activity, reported_on, status, percent, source, locator, verification"
        " from plan_progress order by 1"
    ) == [
        ("chl-plan-1:1", "2025", "started", None, "s", None, "reviewed"),
        (
            "chl-plan-1:2",
            "2026",
            "done",
            100.0,
            "palermo-ledger",
            "https://example.org/r",
            "reviewed",
        ),
    ]
    assert checkout.write_back().output == ""


def test_what_a_reader_reported_is_in_the_ledger_once_and_says_so(checkout):
    add_sources(checkout)
    lint(checkout.facts, write=True)
    checkout.commit("Sources")
    build(checkout.facts, checkout.database)
    checkout.decide("p:1", "full", seen="partial", reason="A reader is right")
    checkout.decide("p:2", None, seen="full", reason="Housing is no shelter")
    with closing(connect(checkout.review)) as review, writing(review):
        words = {"path": "/", "wrong": "p:1 is full", "language": "en"}
        add_row(review, "report", {"reference": "ABCD-2345", **words})
        answer = {"report": "ABCD-2345", "outcome": "corrected", "actor": "ama", "decision": 1}
        add_row(review, "answer", answer)

    said = checkout.write_back()
    assert said.exit_code == 0, said.output
    assert "reported by a reader (ABCD-2345)" in git(checkout.facts, "log", "-1", "--format=%b")
    assert lint(checkout.facts, write=False) == []
    build(checkout.facts, checkout.database)
    ledger = "select field, old, new, source from change where entity = 'crossref' and reason = "
    ours = [row for row in checkout.ask(f"{ledger}'changed'") if row[0] == "extent"]
    assert ours == [("extent", "partial", "full", "reader-report")]
    assert checkout.ask(f"{ledger}'removed'") == [(None, None, None, "s")]  # no reader said it


def test_without_a_desk_or_a_build_it_says_so(checkout):
    checkout.database.unlink()
    assert "not there" in checkout.write_back().output
    assert CliRunner().invoke(write_back.main, ["--review=/no/review.db"]).exit_code == 1

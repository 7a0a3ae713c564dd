"""The verdict rule, one test a rule, on a made database of a dozen rows.

Each test is named after the rule. To turn the rule round in db/schema.sql must fail the test.
"""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ingest.database import create
from ingest.database.verdict_periods import fill_verdict_periods

LAW = """
insert into instrument (id, kind, country, title, title_en, title_fr, status, adopted_on,
  in_force_on, ended_on, role, narrow, read_whole_on, read_whole_by, source, verification)
values (:id, :kind, 'SLE', 'Law', 'Law', 'Loi', :status, :adopted_on,
  :in_force_on, :ended_on, :role, :narrow, :read_whole_on, :read_whole_by, 's', 'seen')
"""


class Ledger:
    """A State, two items, and as many laws as a test writes."""

    def __init__(self) -> None:
        self.db = create(Path(":memory:")).conn
        self.db.row_factory = sqlite3.Row
        self.db.executescript(
            """
            insert into source (id, title, publisher, url, licence, reuse)
              values ('s', 'A gazette', 'A printer', 'https://example.org', 'open', 'open');
            insert into country (id, iso2, kind, name_en, name_fr, name_pt, name_es, name_ar,
                source, verification)
              values ('SLE', 'SL', 'state', 'Sierra Leone', 'Sierra Leone', 'Serra Leoa',
                'Sierra Leona', 'سيراليون', 's', 'seen');
            insert into benchmark (id, title_en, title_fr, source)
              values ('palermo', 'Protocol', 'Protocole', 's');
            insert into item (code, benchmark, article, pillar, obligation, ordinal,
                label_en, label_fr, requirement_en, requirement_fr)
              values ('palermo:5.1', 'palermo', '5(1)', 'prosecution', 'mandatory', 1,
                'Offence', 'Infraction', 'Make it a crime', 'En faire une infraction'),
              ('palermo:6.6', 'palermo', '6(6)', 'protection', 'mandatory', 2,
                'Compensation', 'Indemnisation', 'Compensate', 'Indemniser');
            """
        )

    def law(self, name: str, **values: Any) -> None:
        """A law; in force since 2010 and read in part unless told otherwise."""
        whole = values.pop("read_whole_on", None)
        row = {"kind": "act", "status": "in_force", "adopted_on": "2010-01-01"}
        row |= dict.fromkeys(("in_force_on", "ended_on", "narrow"))
        row |= {"role": "main", "read_whole_on": whole, "read_whole_by": whole and "editors"}
        self.db.execute(LAW, {**row, "id": name, **values})

    def link(
        self, law: str, number: int, extent: str | None, item: str = "palermo:6.6", **values: Any
    ) -> None:
        """An article of a law and what it does for an item; its words were read unless told
        otherwise.
        """
        provision = f"{law}:{number}"
        self.db.execute(
            "insert or ignore into provision (id, instrument, ordinal, number, label, source, "
            "verification) values (?, ?, ?, ?, 's.', 's', 'seen')",
            [provision, law, number, str(number)],
        )
        row = {"basis": "text", "evidence": "words", "verification": "seen"}
        row |= dict.fromkeys(("reason_en", "reason_fr", "reviewer", "reviewed_on"))
        row |= {"provision": provision, "item": item, "extent": extent, **values}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        self.db.execute(f"insert into crossref (source, {names}) values ('s', {marks})", row)

    def account(self, law: str, number: int, extent: str | None) -> None:
        """The same from an account that says enough, with the reason."""
        reason = extent and "the report says so"
        self.link(
            law,
            number,
            extent,
            basis="digest",
            evidence=None,
            reason_en=reason,
            reason_fr=reason,
        )

    def verdict(self, on: str = "2026-01-01", item: str = "palermo:6.6") -> dict[str, Any]:
        """The verdict of a day; `verdict` is not_assessed where nothing says anything."""
        fill_verdict_periods(self.db)
        row = self.db.execute(
            "select * from verdict_period where item = ? and from_on <= ? "
            "and (until_on is null or until_on > ?)",
            [item, on, on],
        ).fetchone()
        return dict(row) if row else {"verdict": "not_assessed", "certainty": None}


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_the_best_extent_of_the_law_in_force_is_the_verdict(ledger):
    ledger.law("a")
    ledger.link("a", 1, "partial")
    ledger.link("a", 2, "full")
    found = ledger.verdict()
    assert (found["verdict"], found["provision"], found["provisions"]) == ("full", "a:2", 2)


def test_a_contrary_provision_beside_a_full_one_is_shown_and_makes_it_contested(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full")
    ledger.link("a", 2, "contrary")
    found = ledger.verdict()
    assert found["verdict"] == "full"
    assert (found["contested"], found["contrary"]) == ("provision", "a:2")


def test_a_partial_provision_beside_a_full_one_does_not_contest_it(ledger):
    ledger.law("a")
    ledger.link("a", 1, "partial")
    ledger.link("a", 2, "full")
    assert ledger.verdict()["contested"] is None


def test_a_contrary_provision_alone_is_the_verdict(ledger):
    ledger.law("a")
    ledger.link("a", 1, "contrary")
    found = ledger.verdict()
    assert (found["verdict"], found["contested"]) == ("contrary", None)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "bill"},
        {"status": "draft"},
        {"status": "repealed", "ended_on": "2015-03-01"},
        {"status": "superseded", "ended_on": "2015-03-01"},
        {"in_force_on": "2030-01-01"},
    ],
    ids=["bill", "draft", "repealed", "superseded", "not yet in force"],
)
def test_what_is_not_in_force_that_day_carries_no_verdict(ledger, values):
    ledger.law("a", **values)
    ledger.link("a", 1, "full")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_a_heading_alone_touches_and_is_never_counted(ledger):
    ledger.law("a")
    ledger.link("a", 1, None, basis="heading", evidence=None)
    found = ledger.verdict()
    assert (found["verdict"], found["certainty"], found["provision"]) == (
        "not_assessed",
        "D",
        "a:1",
    )


def test_an_account_without_judgement_touches_and_is_never_counted(ledger):
    ledger.law("a")
    ledger.account("a", 1, None)
    found = ledger.verdict()
    assert (found["verdict"], found["certainty"]) == ("not_assessed", "D")


def test_an_account_judged_counts_with_certainty_c(ledger):
    ledger.law("a")
    ledger.account("a", 1, "partial")
    found = ledger.verdict()
    assert (found["verdict"], found["certainty"]) == ("partial", "C")


def test_an_account_judged_without_a_reason_is_refused(ledger):
    ledger.law("a")
    with pytest.raises(sqlite3.IntegrityError, match="account_judged_has_reason"):
        ledger.link("a", 1, "full", basis="digest")


def test_words_without_a_place_in_the_text_are_c_at_most(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full", evidence=None)
    assert ledger.verdict()["certainty"] == "C"


def test_words_read_are_b_and_a_once_a_person_confirmed_them(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full")
    assert ledger.verdict()["certainty"] == "B"
    confirmed = {"verification": "reviewed", "reviewer": "A. Lawyer", "reviewed_on": "2026-01-01"}
    ledger.link("a", 2, "full", **confirmed)
    found = ledger.verdict()
    assert (found["certainty"], found["provision"]) == ("A", "a:2")


def test_what_is_known_and_was_not_seen_never_counts(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full", verification="general")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_an_act_read_whole_makes_the_items_it_does_not_name_absent(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.link("a", 1, "full", item="palermo:5.1")
    found = ledger.verdict()
    assert (found["verdict"], found["instrument"], found["certainty"]) == ("absent", "a", "B")
    assert ledger.verdict(item="palermo:5.1")["verdict"] == "full"


def test_a_related_act_nobody_read_whole_keeps_an_item_from_being_absent(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.law("b", role="related")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_a_general_act_nobody_read_does_not_keep_an_item_from_being_absent(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.law("b", role="general")
    assert ledger.verdict()["verdict"] == "absent"


@pytest.mark.parametrize("role", ["amending", "subordinate", "related", "general"])
def test_only_the_main_act_makes_a_gap_of_the_state(ledger, role):
    ledger.law("a", role=role, read_whole_on="2026-01-01")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_an_item_that_could_not_be_looked_for_is_not_absent(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.db.execute("insert into not_looked_for values ('a', 'palermo:6.6', 'cut', 'coupé')")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_an_act_read_before_an_item_was_asked_says_nothing_on_it(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.db.execute("update item set asked_since = '2026-06-01'")
    assert ledger.verdict()["verdict"] == "not_assessed"
    ledger.db.execute("update instrument set read_whole_on = '2026-07-01'")
    assert ledger.verdict("2026-08-01")["verdict"] == "absent"


def usually_elsewhere(ledger: Ledger) -> None:
    """A duty to compensate that usually stands in general law."""
    ledger.db.execute(
        "insert into usual_place values ('palermo:6.6', 'civil law', 'droit civil', 0)"
    )


def test_silence_on_a_duty_that_usually_stands_elsewhere_is_no_gap(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    usually_elsewhere(ledger)
    found = ledger.verdict()
    assert (found["verdict"], found["certainty"]) == ("not_assessed", None)
    assert found["instrument"] == "a", "the act that was looked in"
    cell = "select touched, silent from gap where country = 'SLE' and item = ?"
    assert tuple(ledger.db.execute(cell, ["palermo:6.6"]).fetchone()) == (0, 1)
    ledger.link("a", 1, None)
    assert ledger.verdict()["certainty"] == "D", "a provision that touches it is shown first"
    assert tuple(ledger.db.execute(cell, ["palermo:6.6"]).fetchone()) == (1, 0)


def test_somebody_who_looked_elsewhere_in_vain_makes_a_gap_of_it(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    usually_elsewhere(ledger)
    ledger.db.execute(
        "insert into absence (country, item, looked_in, looked_on, by, source) "
        "values ('SLE', 'palermo:6.6', 'the civil code', '2025-11-01', 'editors', 's')"
    )
    assert ledger.verdict()["verdict"] == "absent"


def test_a_provision_that_only_touches_an_item_keeps_it_from_being_absent(ledger):
    ledger.law("a", read_whole_on="2026-01-01")
    ledger.link("a", 1, None)
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_a_past_day_is_answered_with_the_law_of_that_day(ledger):
    ledger.law("old", status="superseded", adopted_on="2000-05-01", ended_on="2010-06-01")
    ledger.law("new", adopted_on="2010-06-01")
    ledger.link("old", 1, "partial")
    ledger.link("new", 1, "full")
    assert ledger.verdict("1999-12-31")["verdict"] == "not_assessed"
    assert ledger.verdict("2005-01-01")["provision"] == "old:1"
    assert ledger.verdict("2010-05-31")["verdict"] == "partial"
    assert ledger.verdict("2010-06-01")["verdict"] == "full"


def test_the_end_of_a_repealed_law_is_read_from_the_law_that_repeals_it(ledger):
    ledger.law("old", status="repealed", adopted_on="2000-05-01")
    ledger.law("new", adopted_on="2010-06-01")
    ledger.db.execute(
        "insert into relation (instrument, other, kind, source, verification) "
        "values ('new', 'old', 'repeals', 's', 'seen')"
    )
    ledger.link("old", 1, "full")
    assert ledger.verdict("2005-01-01")["provision"] == "old:1"
    assert ledger.verdict("2011-01-01")["verdict"] == "not_assessed"


def test_a_law_of_a_year_counts_from_the_last_day_of_that_year(ledger):
    ledger.law("a", adopted_on="2005")
    ledger.link("a", 1, "full")
    assert ledger.verdict("2005-06-01")["verdict"] == "not_assessed"
    assert ledger.verdict("2006-01-01")["verdict"] == "full"


def test_a_law_without_a_date_is_listed_apart_and_answers_no_day(ledger):
    ledger.law("a", adopted_on=None)
    ledger.link("a", 1, "full")
    assert ledger.verdict()["verdict"] == "not_assessed"
    undated = ledger.db.execute("select instrument, begin_unknown from law_undated").fetchall()
    assert [tuple(row) for row in undated] == [("a", 1)]


def test_a_superseded_law_whose_end_nobody_knows_is_listed_apart_and_answers_no_day(ledger):
    ledger.law("a", status="superseded")
    ledger.link("a", 1, "full")
    assert ledger.verdict()["verdict"] == "not_assessed"
    undated = ledger.db.execute("select instrument, begin_unknown from law_undated").fetchall()
    assert [tuple(row) for row in undated] == [("a", 0)]


def test_since_is_the_day_from_which_the_verdict_has_held_without_a_break(ledger):
    ledger.law("old", status="superseded", adopted_on="2000-05-01", ended_on="2010-06-01")
    ledger.law("new", adopted_on="2010-06-01")
    ledger.link("old", 1, "full")
    ledger.link("new", 1, "full")
    found = ledger.verdict("2020-01-01")
    assert (found["provision"], found["since"]) == ("new:1", "2000-05-01")
    ledger.db.execute("update instrument set ended_on = '2009-01-01' where id = 'old'")
    assert ledger.verdict("2020-01-01")["since"] == "2010-06-01"


def test_an_act_on_children_stands_for_trafficking_only_where_nothing_else_does(ledger):
    ledger.law("child", narrow="children", adopted_on="2001-01-01")
    ledger.law("main")
    ledger.link("child", 1, "full")
    assert ledger.verdict("2005-01-01")["narrow"] == "children"
    ledger.link("main", 1, "partial")
    found = ledger.verdict()
    assert (found["verdict"], found["provision"], found["narrow"]) == ("partial", "main:1", None)


@pytest.mark.parametrize("extent", ["partial", "contrary"])
def test_a_narrower_act_only_touches_where_a_main_act_may_say_more(ledger, extent):
    ledger.law("child", narrow="children", adopted_on="2001-01-01")
    ledger.law("main", adopted_on="2010-01-01")
    ledger.link("child", 1, extent)
    assert ledger.verdict("2005-01-01")["verdict"] == extent
    found = ledger.verdict("2015-01-01")
    assert (found["verdict"], found["certainty"]) == ("not_assessed", "D")
    ledger.link("child", 2, "full")
    assert ledger.verdict("2015-01-01")["verdict"] == "full", "what a part has, the whole law has"


def test_the_main_act_represents_before_words_before_the_newest(ledger):
    ledger.law("main")
    ledger.law("other", role="general", adopted_on="2020-01-01")
    ledger.account("main", 1, "full")
    ledger.link("other", 1, "full")
    assert ledger.verdict()["provision"] == "main:1"
    ledger.link("main", 2, "full")
    assert ledger.verdict()["provision"] == "main:2"
    ledger.law("newer", adopted_on="2021-01-01")
    ledger.link("newer", 1, "full")
    assert ledger.verdict()["provision"] == "newer:1"


def test_an_article_on_the_item_is_shown_before_one_that_names_it_in_passing(ledger):
    ledger.law("a")
    ledger.link("a", 1, "partial", main=0)
    ledger.link("a", 2, "partial", main=1)
    ledger.link("a", 3, "partial")
    assert ledger.verdict()["provision"] == "a:2"


def test_articles_read_together_give_one_verdict_while_all_of_them_hold(ledger):
    ledger.law("a")
    ledger.law("b", status="superseded", adopted_on="2012-01-01", ended_on="2020-01-01")
    ledger.link("a", 1, "full")
    ledger.link("a", 2, "partial")
    ledger.link("b", 1, "partial")
    ledger.db.execute("insert into read_with values ('a:1', 'palermo:6.6', 'b:1')")
    days = ("2011-01-01", "2015-01-01", "2021-01-01")
    assert [ledger.verdict(day)["verdict"] for day in days] == ["partial", "full", "partial"]


def broken(ledger: Ledger, check: str) -> list[str]:
    """The provisions that break a rule of the whole database."""
    return [row["provision"] for row in ledger.db.execute(f"select provision from {check}")]


@pytest.mark.parametrize("narrow", ["children", "slavery", "sexual_exploitation"])
def test_an_act_narrower_than_trafficking_meets_no_duty_in_full(ledger, narrow):
    ledger.law("a", narrow=narrow)
    ledger.link("a", 1, "full", item="palermo:5.1")
    ledger.link("a", 2, "full")
    ledger.link("a", 3, "partial")
    assert broken(ledger, "check_narrow_act_full") == ["a:1", "a:2"]


def test_an_offence_is_not_full_where_children_need_means(ledger):
    ledger.db.executescript(MORE_ITEMS.replace("palermo:6.4", "palermo:3.c"))
    ledger.law("a")
    ledger.link("a", 1, "full", item="palermo:5.1")
    ledger.link("a", 2, "partial", item="palermo:3.c")
    check = "check_offence_full_beside_contrary_child_rule"
    assert broken(ledger, check) == []
    ledger.link("a", 3, "contrary", item="palermo:3.c")
    assert broken(ledger, check) == ["a:1"]


def test_what_an_account_does_not_tell_is_not_missing(ledger):
    ledger.law("a")
    reason = {"reason_en": "Purposes are not told.", "reason_fr": "Les buts ne sont pas dits."}
    ledger.link("a", 1, "partial", basis="digest", evidence=None, **reason)
    ledger.account("a", 2, "partial")
    assert broken(ledger, "check_account_judged_on_what_is_not_told") == ["a:1"]


def finding(ledger: Ledger, year: str, verdict: str = "not_met") -> None:
    ledger.db.execute(
        "insert into finding (id, country, item, verdict, statement_en, statement_fr, year, source,"
        " verification) values (?, 'SLE', 'palermo:6.6', ?, 'x', 'x', ?, 's', 'seen')",
        [f"f-{year}", verdict, year],
    )


def test_a_finding_of_the_last_five_years_contests_a_full_verdict(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full")
    finding(ledger, "2022")
    assert ledger.verdict("2025-01-01")["contested"] == "finding"
    assert ledger.verdict("2025-01-01")["finding"] == "f-2022"
    assert ledger.verdict("2028-01-01")["contested"] is None


def test_a_finding_older_than_the_law_does_not_contest_it(ledger):
    ledger.law("a", adopted_on="2023-01-01")
    ledger.link("a", 1, "full")
    finding(ledger, "2022")
    assert ledger.verdict("2024-01-01")["contested"] is None


def test_a_finding_that_the_duty_is_met_contests_nothing(ledger):
    ledger.law("a")
    ledger.link("a", 1, "full")
    finding(ledger, "2022", "met")
    assert ledger.verdict("2025-01-01")["contested"] is None


def test_somebody_looked_in_vain_and_said_where(ledger):
    ledger.law("a", adopted_on="2000-01-01")
    ledger.link("a", 1, "full", item="palermo:5.1")
    ledger.db.execute(
        "insert into absence (country, item, looked_in, looked_on, by, source) "
        "values ('SLE', 'palermo:6.6', 'reports', '2025-11-01', 'editors', 's')"
    )
    assert ledger.verdict("2026-01-01")["verdict"] == "absent"
    assert ledger.verdict("2026-01-01")["certainty"] == "C"
    assert ledger.verdict("2025-10-01")["verdict"] == "not_assessed"
    ledger.db.execute("update absence set looked_on = '2025-11'")
    assert ledger.verdict("2025-11-02")["verdict"] == "absent", "a month counts from its first day"


MORE_ITEMS = """
insert into item (code, benchmark, article, pillar, obligation, ordinal, label_en, label_fr,
    requirement_en, requirement_fr)
  values ('palermo:6.3', 'palermo', '6(3)', 'protection', 'mandatory', 3, 'x', 'x', 'x', 'x'),
  ('palermo:6.4', 'palermo', '6(4)', 'protection', 'mandatory', 4, 'x', 'x', 'x', 'x')
"""


def score(ledger: Ledger) -> tuple[float | None, float, float]:
    """The score of protection today, and the range."""
    fill_verdict_periods(ledger.db)
    row = ledger.db.execute("select * from score where pillar = 'protection'").fetchone()
    return row["score"], row["low"], row["high"]


def test_no_score_below_half_of_the_mandatory_items(ledger):
    ledger.db.executescript(MORE_ITEMS)
    ledger.law("a")
    ledger.link("a", 1, "full")
    assert score(ledger) == (None, 33.3, 100.0)
    ledger.link("a", 2, "partial", item="palermo:6.3")
    assert score(ledger) == (75.0, 50.0, 83.3)


def test_a_contested_verdict_counts_neither_way_and_widens_the_range(ledger):
    ledger.db.executescript(MORE_ITEMS)
    ledger.law("a")
    ledger.link("a", 1, "partial", item="palermo:6.3")
    ledger.link("a", 2, "partial", item="palermo:6.4")
    ledger.link("a", 3, "full")
    assert score(ledger) == (66.7, 66.7, 66.7)
    ledger.link("a", 4, "contrary")
    assert score(ledger) == (50.0, 33.3, 66.7)


PAGE = Path(__file__).parent.parent / "docs" / "verdicts.md"


def agreement(ledger: Ledger, *, between_states: int, status: str = "bound") -> None:
    """An agreement on trafficking in force since 2012, and what Sierra Leone is to it."""
    ledger.db.execute(
        "insert into usual_place values ('palermo:6.6', 'accords', 'accords', ?)", [between_states]
    )
    ledger.law("pact", kind="agreement", role=None, adopted_on="2012-01-01")
    ledger.db.execute("update instrument set country = null where id = 'pact'")
    ledger.db.execute(
        "insert into party (instrument, country, status, source, verification) "
        "values ('pact', 'SLE', ?, 's', 'seen')",
        [status],
    )


def test_an_agreement_answers_in_part_what_is_owed_to_other_States(ledger):
    agreement(ledger, between_states=1)
    ledger.link("pact", 1, "full")
    found = ledger.verdict()
    assert (found["verdict"], found["certainty"], found["provision"]) == ("partial", "B", "pact:1")
    assert found["since"] == "2012-01-01"
    assert ledger.verdict("2011-12-31")["verdict"] == "not_assessed"


@pytest.mark.parametrize("status", ["signatory", "left"])
def test_an_agreement_answers_nothing_for_a_State_it_does_not_bind(ledger, status):
    agreement(ledger, between_states=1, status=status)
    ledger.link("pact", 1, "full")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_an_agreement_answers_no_duty_within_a_State(ledger):
    agreement(ledger, between_states=0)
    ledger.link("pact", 1, "full")
    assert ledger.verdict()["verdict"] == "not_assessed"


def test_a_law_is_shown_before_an_agreement_that_says_as_much(ledger):
    agreement(ledger, between_states=1)
    ledger.link("pact", 1, "full")
    ledger.law("code", role="general")
    ledger.account("code", 1, "partial")
    assert ledger.verdict()["provision"] == "code:1"


def test_an_agreement_on_children_alone_only_touches_beside_a_main_act(ledger):
    agreement(ledger, between_states=1)
    ledger.db.execute("update instrument set narrow = 'children' where id = 'pact'")
    ledger.link("pact", 1, "full")
    assert ledger.verdict()["verdict"] == "partial"
    ledger.law("act")
    assert ledger.verdict()["certainty"] == "D"


def test_every_rule_on_the_page_of_rules_names_a_test_that_exists():
    """And every test of this file but this one stands there."""
    named: dict[str, set[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if test := re.search(r"`(test_\w+)`", line):
            file = re.search(r"`tests/(\w+\.py)`", line)
            named.setdefault(file[1] if file else Path(__file__).name, set()).add(test[1])
    for file, tests in named.items():
        text = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert tests <= set(re.findall(r"^def (test_\w+)", text, re.M)), file
    here = set(re.findall(r"^def (test_\w+)", Path(__file__).read_text(encoding="utf-8"), re.M))
    assert here - named[Path(__file__).name] == {
        "test_every_rule_on_the_page_of_rules_names_a_test_that_exists"
    }

"""Facts a lawyer could check, asked of the built database."""

import re


def one(db, sql, *values):
    rows = db.execute(sql, values).fetchall()
    assert len(rows) == 1, [tuple(row) for row in rows]
    return dict(rows[0])


def test_sierra_leone_act_of_2022_section_12_penalty(db):
    act = one(db, "select * from instrument where id = 'sle-act-2022-12'")
    assert (act["adopted_on"], act["in_force_on"], act["status"]) == (
        "2022-07-18",
        "2022-07-21",
        "in_force",
    )
    section = one(db, "select * from provision where id = 'sle-act-2022-12:12'")
    assert section["label"] == "s. 12"
    penalty = one(db, "select * from penalty where provision = 'sle-act-2022-12:12'")
    assert penalty["min_months"] == 300
    assert penalty["fine_min"] is None
    assert penalty["fine_max"] is None


def test_sierra_leone_act_of_2005_is_repealed_by_that_of_2022(db):
    assert (
        one(db, "select status from instrument where id = 'sle-act-7-2005'")["status"] == "repealed"
    )
    assert (
        one(
            db,
            """
            select kind
            from relation
            where instrument = 'sle-act-2022-12' and other = 'sle-act-7-2005'
            """,
        )["kind"]
        == "repeals"
    )
    resting_on = {
        row[0] for row in db.execute("select instrument from verdict where country = 'SLE'")
    }
    assert "sle-act-2022-12" in resting_on
    assert "sle-act-7-2005" not in resting_on
    before = db.execute(
        """
        select instrument
        from verdict_period
        where country = 'SLE' and from_on <= '2010-01-01' and until_on > '2010-01-01'
          and instrument in (select id from instrument where country = 'SLE')
        """
    )
    assert {row[0] for row in before} == {"sle-act-7-2005"}, "it answers for its own days"


def test_mali_cote_divoire_agreement_of_2000_is_one_instrument_with_two_parties(db):
    agreement = one(db, "select * from instrument where id = 'agr-civ-mli-2000'")
    assert agreement["adopted_on"] == "2000-09-01"
    parties = {
        row["country"]
        for row in db.execute(
            "select country from ratification where instrument = 'agr-civ-mli-2000'"
        )
    }
    assert parties == {"CIV", "MLI"}
    sources = db.execute(
        "select distinct source from witness where entity_id = 'agr-civ-mli-2000'"
    ).fetchall()
    assert sources, "the second description of the agreement is kept as a further source"


def test_accord_of_2006_is_one_instrument_and_keeps_the_disputed_day(db):
    assert (
        one(db, "select adopted_on from instrument where id = 'abuja-2006'")["adopted_on"]
        == "2006-07-06"
    )
    others = {
        row["value"]
        for row in db.execute(
            "select value from witness where entity_id = 'abuja-2006' and field = 'adopted_on'"
        )
    }
    assert "2006-07-07" in others
    assert db.execute(
        "select 1 from conflict where entity_id = 'abuja-2006' and other_value = '2006-07-07'"
    ).fetchone()


def test_three_states_left_ecowas_on_29_january_2025(db):
    left = {
        row["country"]: row["left_on"]
        for row in db.execute(
            "select * from membership where \"grouping\" = 'ecowas' and left_on is not null"
        )
    }
    assert {country: left[country] for country in ("BFA", "MLI", "NER")} == dict.fromkeys(
        ("BFA", "MLI", "NER"), "2025-01-29"
    )
    assert left["MRT"] == "2000-12"
    now = {
        row["country"]
        for row in db.execute(
            "select country from membership where \"grouping\" = 'ecowas' and left_on is null"
        )
    }
    assert now == {
        "BEN",
        "CPV",
        "CIV",
        "GMB",
        "GHA",
        "GIN",
        "GNB",
        "LBR",
        "NGA",
        "SEN",
        "SLE",
        "TGO",
    }


def test_dr_congo_child_trafficking_standard_is_shown_as_a_conflict(db):
    row = one(db, "select * from conflict where country = 'COD' and kind = 'finding'")
    assert {row["value"], row["other_value"]} == {"met", "not_met"}
    assert {row["source"], row["other_source"]} == {"us-dol-ilab-2021", "us-dol-ilab-2022"}


def test_palermo_table_of_2014_has_its_159_parties_and_117_signatures(db):
    rows = db.execute(
        "select * from party where instrument = 'palermo' and source = 'un-treaties-2015'"
    ).fetchall()
    assert len(rows) == 167
    assert sum(row["status"] == "bound" for row in rows) == 159
    assert sum(row["signed_on"] is not None for row in rows) == 117
    assert {row["as_of"] for row in rows} == {"2014-01"}
    dr_congo = next(row for row in rows if row["country"] == "COD")
    assert (dr_congo["bound_on"], dr_congo["bound_by"]) == ("2005-10-28", "accession")


def test_congo_signed_palermo_and_the_claim_of_ratification_is_a_conflict(db):
    assert (
        one(
            db,
            """
            select status
            from party
            where instrument = 'palermo' and country = 'COG' and source = 'un-treaties-2015'
            """,
        )["status"]
        == "signatory"
    )
    assert (
        one(
            db,
            "select signed_on from ratification where instrument = 'palermo' and country = 'COG'",
        )["signed_on"]
        == "2000-12-14"
    )


def test_cameroon_law_of_2005_is_one_instrument_repealed_in_2011(db):
    law = one(db, "select * from instrument where id = 'cmr-loi-2005-015'")
    assert (law["adopted_on"], law["status"]) == ("2005-12-29", "repealed")
    assert (
        one(
            db,
            "select instrument from relation where other = 'cmr-loi-2005-015' and kind = 'repeals'",
        )["instrument"]
        == "cmr-loi-2011-024"
    )


def test_unconfirmed_articles_have_no_number_and_an_id_that_is_none(db):
    rows = db.execute("select id, number, label from provision where id like '%:nc-%'").fetchall()
    assert len(rows) >= 45
    assert {row["number"] for row in rows} == {None}
    assert {row["label"] for row in rows} == {"article not confirmed"}


def test_what_was_not_read_decides_nothing(db):
    """A scope or a content that was not read is no verdict (docs/conventions.md)."""
    unread = re.compile(
        "(whether .*|is one|what it gives|how it is awarded) (was|were) not read|how it is awarded"
    )
    rows = db.execute("select note_en, note_fr, extent from crossref where note_en is not null")
    notes = [(row["note_en"], row["note_fr"] or "", row["extent"]) for row in rows]
    assert [note for note, _, extent in notes if extent and unread.search(note)] == []
    judged = [(note, extent) for note, _, extent in notes if note.startswith("Not judged")]
    assert len(judged) >= 5
    assert {extent for _, extent in judged} == {None}
    assert all(fr.startswith("Non évalué") for en, fr, _ in notes if en.startswith("Not judged"))


def test_headings_never_count(db):
    assert db.execute("select count(*) from crossref where basis = 'heading'").fetchone()[0] >= 100
    assert (
        db.execute(
            "select count(*) from crossref where basis = 'heading' and extent is not null"
        ).fetchone()[0]
        == 0
    )
    ghana = dict(one(db, "select * from gap where country = 'GHA' and item = 'palermo:6.1'"))
    assert ghana["verdict"] == "not_assessed" or ghana["basis"] != "heading"


def test_child_trafficking_that_needs_means_is_contrary(db):
    row = one(
        db,
        """
        select extent
        from crossref
        where provision = 'cmr-loi-2005-015:2' and item = 'palermo:3.c'
        """,
    )
    assert row["extent"] == "contrary"
    assert (
        one(
            db,
            """
            select means_required_for_child
            from definition
            where provision = 'cod-loi-09-001:162'
            """,
        )["means_required_for_child"]
        == "yes"
    )


def test_mauritania_senegal_corridor_of_the_2024_deck_has_later_texts(db):
    row = one(db, "select * from corridor_status where id = 'mrt-sen'")
    assert row["named_by"] == "iom-deck-2024"
    assert row["own_agreements"] >= 2
    dates = {
        row["adopted_on"]
        for row in db.execute(
            """
            select adopted_on
            from instrument
            where id in ('mou-mrt-sen-2024', 'agr-mrt-sen-2025-tip')
            """
        )
    }
    assert dates == {"2024-11-05", "2025-06-02"}
    claim = one(db, "select * from claim where corridor = 'mrt-sen'")
    assert (claim["status"], claim["closed_on"]) == ("closed", "2025-06-02")


def test_mali_nigeria_corridor_has_no_agreement_of_its_own(db):
    row = one(db, "select * from corridor_status where id = 'mli-nga'")
    assert row["own_agreements"] == 0
    assert row["state"] == "wider_only"


def test_untfhs_budgets_of_gabon_and_guinea(db):
    budgets = {
        row["country"]: row["budget"]
        for row in db.execute("select country, budget from programme where id like 'untfhs-%'")
    }
    assert budgets == {"GAB": 347475, "GIN": 300000}


def test_corrections_are_applied(db):
    assert one(db, "select since from body where id = 'cmr-hotline-1503'")["since"] == "2022-01-18"
    assert (
        one(db, "select adopted_on from instrument where id = 'mrt-loi-2015-031'")["adopted_on"]
        == "2015-09-10"
    )
    assert one(db, "select number from provision where id = 'gnq-ley-2004-01:10'")["number"] == "10"


def test_every_item_speaks_both_languages_and_has_a_requirement(db, items):
    rows = db.execute("select * from item").fetchall()
    assert len(rows) == len(items)
    assert all(
        (row["requirement_en"] and row["requirement_fr"] and row["label_fr"] != row["label_en"])
        or row["code"] == "untoc:16"
        for row in rows
    )


def test_notes_of_treaty_actions_are_whole_and_say_a_thing_once(db):
    """Brackets in pairs, no comma left over, no statement twice; the notes of the copied tables
    were once fragments.
    """
    notes = {text for row in db.execute("select note, note_fr from party") for text in row if text}
    broken = {
        text
        for text in notes
        if text.count("(") != text.count(")")
        or text.count('"') % 2
        or text.endswith((",", ";", ":"))
        or ",;" in text
        or "  " in text
    }
    said = {text: [part.strip() for part in text.split(";")] for text in notes}
    assert broken | {text for text, parts in said.items() if len(set(parts)) < len(parts)} == set()
    assert len(notes) > 50


def test_enough_is_held(db):
    """The floor of the first release; a change that loses facts falls through it."""
    floor = {
        "country": 190,
        "instrument": 400,
        "provision": 950,
        "item": 60,
        "clause": 340,
        "party": 3000,
        "body": 120,
        "tier": 2500,
        "finding": 220,
        "plan_activity": 100,
        "claim": 40,
    }
    held = {table: db.execute(f"select count(*) from {table}").fetchone()[0] for table in floor}
    assert {table: n for table, n in held.items() if n < floor[table]} == {}
    assert db.execute("select count(*) from tier where measure = 'tip'").fetchone()[0] >= 2500
    assert (
        db.execute(
            "select count(*) from provision where summary_en is not null and summary_fr is not null"
        ).fetchone()[0]
        >= 950
    )
    african = "select id from country where region = 'Africa' and kind = 'state'"
    lawless = f"""
    {african}
      and id not in (select country from instrument where kind in ('act', 'code', 'decree'))
      and id not in (select country from absence)
    """
    assert db.execute(lawless).fetchall() == []


def test_we_never_hold_more_parties_than_the_depositary_counts(db):
    counts = db.execute("select * from treaty_count where instrument = 'palermo'").fetchall()
    assert [(row["as_of"], row["parties"]) for row in counts] == [("2024-04-20", 182)]
    assert all(0 <= row["missing"] == row["parties"] - row["held"] for row in counts)


def test_japan_is_bound_by_a_seen_source_only(db):
    """What is known without a source never outranks a source that was seen."""
    japan = one(db, "select * from ratification where instrument = 'palermo' and country = 'JPN'")
    assert japan["status"] == "signatory"
    barbados = one(
        db, "select * from ratification where instrument = 'palermo' and country = 'BRB'"
    )
    assert (barbados["status"], barbados["bound_on"]) == ("bound", "2014-11-11")


def test_a_law_whose_note_says_that_it_was_read_whole_counts_as_read_whole(db):
    """The page says of any other that it was not, and that nothing is absent from it."""
    said = db.execute(
        """
        select id, read_whole_on from instrument
        where country is not null and (note like 'read whole%' or note_fr like 'lue en entier%')
        """
    ).fetchall()
    assert said, "some laws were read whole"
    assert [row["id"] for row in said if not row["read_whole_on"]] == []

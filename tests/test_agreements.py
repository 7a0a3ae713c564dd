"""Pairs of countries on a day: own texts, wider texts by dated membership, and what is not known
shown as not known.
"""

import random
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from plugins.kit.pair_counts import count_shared


def pair(get, name, on=None):
    return get(f"/corridor/{name}.json" + (f"?on={on}" if on else "")).json()


def own(get, name, on=None):
    return {row["id"] for row in pair(get, name, on)["own"]}


def members(get, group, on):
    return {row["id"] for row in get(f"/agreements.json?group={group}&on={on}").json()["members"]}


def test_mali_and_nigeria_have_no_text_of_their_own(get):
    data = pair(get, "mli-nga")
    assert data["own"] == []
    assert {"abuja-2006", "abidjan-2005"} <= {row["id"] for row in data["wider"]}
    assert "palermo" in {row["id"] for row in data["treaties"]}
    text = get("/corridor/mli-nga").text
    assert "That is not proof that none exists" in text
    assert data["claims"][0]["id"] == "deck-2024-corridor-mli-nga"


def test_mauritania_and_senegal_signed_in_november_2024_and_june_2025(get):
    assert own(get, "mrt-sen", "2024-11-04") == set()
    assert own(get, "mrt-sen", "2024-11-05") == {"mou-mrt-sen-2024"}
    assert own(get, "mrt-sen", "2025-06-01") == {"mou-mrt-sen-2024"}
    assert own(get, "mrt-sen", "2025-06-02") == {
        "mou-mrt-sen-2024",
        "agr-mrt-sen-2025-tip",
        "agr-mrt-sen-2025-stay",
    }
    newest = pair(get, "mrt-sen")["meetings"][0]
    assert (newest["held_on"], newest["both_seen"]) == ("2025-06-02", 1)


def test_burkina_faso_and_nigeria_signed_a_memorandum_in_2021(get):
    assert own(get, "bfa-nga", "2021-11-30") == set()
    (row,) = pair(get, "bfa-nga", "2022-01-01")["own"]
    assert (row["id"], row["kind"], row["adopted_on"], row["in_force_on"]) == (
        "mou-nga-bfa-2021",
        "mou",
        "2021-12",
        None,
    )
    assert "entry into force not known" in get("/corridor/bfa-nga").text


def test_members_of_ecowas_before_and_after_29_january_2025(get):
    before, after = members(get, "ecowas", "2025-01-28"), members(get, "ecowas", "2025-01-29")
    assert before - after == {"BFA", "MLI", "NER"}
    assert len(before) == 15
    assert len(after) == 12
    assert "MRT" not in before
    assert "MRT" in members(get, "ecowas", "1999-12-31")


def test_texts_of_a_community_that_one_has_left_are_neither_counted_nor_hidden(get):
    before = {row["id"]: row for row in pair(get, "mli-nga", "2025-01-28")["wider"]}[
        "ecowas-extradition-1994"
    ]
    after = {row["id"]: row for row in pair(get, "mli-nga", "2025-01-29")["wider"]}[
        "ecowas-extradition-1994"
    ]
    assert (before["standing_a"], before["standing_b"]) == ("bound", "bound")
    assert (after["standing_a"], after["standing_b"]) == ("left_community", "bound")
    text = get("/corridor/mli-nga?on=2025-01-29").text
    assert "may or may not still be bound" in text
    assert "may or may not still be bound" not in get("/corridor/mli-nga?on=2025-01-28").text
    rows = {
        on: {row["id"]: row for row in get(f"/agreements.json?group=deck&on={on}").json()["rows"]}
        for on in ("2025-01-28", "2025-01-29")
    }
    assert rows["2025-01-28"]["mli-nga"]["wider"] > rows["2025-01-29"]["mli-nga"]["wider"] >= 2
    assert (
        rows["2025-01-28"]["mli-nga"]["doubtful"] == 0 < rows["2025-01-29"]["mli-nga"]["doubtful"]
    )


def test_who_is_bound_by_the_palermo_protocol_only_from_the_day_on(get, db):
    row = db.execute(
        "select bound_on from ratification where instrument = 'palermo' and country = 'MLI'"
    ).fetchone()
    late = db.execute(
        """
        select max(bound_on) as day
        from ratification
        where instrument = 'palermo' and country in ('MLI', 'NGA')
        """
    ).fetchone()["day"]
    assert row["bound_on"] <= late
    both = {
        r["id"]: (r["standing_a"], r["standing_b"]) for r in pair(get, "mli-nga", late)["treaties"]
    }
    assert both["palermo"] == ("bound", "bound")
    earlier = {
        r["id"]: (r["standing_a"], r["standing_b"])
        for r in pair(get, "mli-nga", "2000-12-31")["treaties"]
    }
    assert earlier.get("palermo", ("signatory",))[0] != "bound"


def test_member_without_an_act_of_its_own_is_not_called_bound(get):
    rows = {row["id"]: row for row in pair(get, "bwa-zaf")["wider"]}
    assert rows["sadc-mla-2002"]["standing_a"] == "unknown"
    assert "own act not known" in get("/corridor/bwa-zaf").text


def test_first_view_is_the_ten_pairs_named_in_2024(get, db):
    named = {row["id"] for row in db.execute("select id from corridor")}
    data = get("/agreements.json").json()
    assert {row["id"] for row in data["deck"]} == named
    assert len(named) == 10
    assert get("/agreements.json?on=2024-07-22").json()["deck"] == []
    codes = {row["id"] for row in data["members"]}
    assert {"MLI", "BFA", "NER", "NGA", "GAB", "TGO", "BEN", "MRT", "SEN", "CMR", "COD"} <= codes


def test_matrix_today_agrees_with_the_view_on_own_texts(get, db):
    view = {row["id"]: row["own_agreements"] for row in db.execute("select * from corridor_status")}
    rows = get("/agreements.json").json()["rows"]
    assert len(rows) == len({row["id"] for row in rows})
    assert {row["id"]: row["own"] for row in rows if row["own"]} == {
        key: view[key] for key in view if view[key] and key in {row["id"] for row in rows}
    }


def test_neighbours_without_a_text_are_neighbours(get, db):
    borders = {(row["country_a"], row["country_b"]) for row in db.execute("select * from border")}
    data = get("/agreements.json?group=africa").json()
    assert data["matrix"] is None, "too many for a first view"
    bare = {(row["country_a"], row["country_b"]) for row in data["bare"]}
    assert bare <= borders
    assert ("NER", "NGA") not in bare
    assert ("BEN", "NER") in bare
    assert ("MLI", "NGA") not in bare, "no common border"


def test_borders_are_what_an_atlas_says(db):
    def around(code):
        return {
            row["other"]
            for row in db.execute(
                """
                select iif(country_a = ?1, country_b, country_a) as other
                from border
                where ?1 in (country_a, country_b)
                """,
                [code],
            )
        }

    assert around("MLI") == {"DZA", "NER", "BFA", "CIV", "GIN", "SEN", "MRT"}
    assert around("GMB") == {"SEN"}
    assert around("LSO") == {"ZAF"}
    assert around("COD") == {"AGO", "BDI", "CAF", "COG", "RWA", "SSD", "TZA", "UGA", "ZMB"}
    assert around("NGA") == {"BEN", "CMR", "NER", "TCD"}
    islands = {
        row["id"]
        for row in db.execute("select id from country where region = 'Africa' and kind = 'state'")
    } - {c for row in db.execute("select * from border") for c in (row[0], row[1])}
    assert islands == {"COM", "CPV", "MDG", "MUS", "STP", "SYC"}


def test_articles_speak_for_the_texts_that_were_read_and_only_subjects_for_the_others(get):
    topics = pair(get, "civ-mli")["topics"]
    assert any(line["basis"] == "undertaking" for line in topics["return"]["agr-civ-mli-2000"])
    assert {
        line["basis"] for line in pair(get, "ben-gab")["topics"]["return"]["agr-ben-gab-2018"]
    } == {"subject"}
    assert topics["extradition"]["untoc"][0]["basis"] == "clause"
    assert "only named as a subject" in get("/corridor/ben-gab").text


def test_unknown_meeting_and_unknown_topic_are_said_to_be_unknown(get):
    text = re.sub(r"<[^>]+>", " ", get("/corridor/dza-tun").text)
    assert re.search(r"Last known meeting\s+not known", text)
    assert pair(get, "mli-nga")["meetings"][0]["held_on"] == "2020-12"


@pytest.mark.parametrize("path", ["/corridor/NGA-mli", "/corridor/nga-mli"])
def test_either_order_finds_the_pair(get, path):
    assert get(path + ".json").json()["pair"]["id"] == "mli-nga"


@pytest.mark.parametrize("path", ["/corridor/zzz-mli", "/corridor/mli-mli"])
def test_what_is_no_pair_is_not_found(get, path):
    assert get(path).status_code == 404


def test_unknown_group_is_refused_and_the_groups_are_named(get):
    answer = get("/agreements?group=nowhere")
    assert answer.status_code == 400
    assert "ecowas" in answer.text


def test_every_state_has_a_sign_and_a_word_and_the_picture_has_a_title(get):
    text = get("/agreements").text
    sheet = get("/assets/ledger.css").text
    for state in ("in_force", "in_force_unknown", "wider_only"):
        assert f"s-{state}" in text
        assert re.search(rf'\.s-{state}::before \{{ content: "', sheet)
    svg = re.search(
        r'<svg viewBox="0 0 \d+ \d+" role="group" aria-labelledby="nettitle.*?</svg>', text, re.S
    )[0]
    root = ElementTree.fromstring(svg)
    assert root.find("title").text
    assert root.find("desc").text
    own_pairs = [row for row in get("/agreements.json").json()["rows"] if row["own"]]
    assert len(root.findall("path")) == len(own_pairs)


def test_no_cell_and_no_heading_calls_the_unknown_a_no(get):
    for path in (
        "/agreements",
        "/corridor/mli-nga",
        "/corridor/dza-tun",
        "/plans",
        "/plan/nga-plan-2022",
    ):
        cells = re.findall(r"<(?:td|dd)[^>]*>\s*(no|none|never)\s*</", get(path).text, re.I)
        assert cells == []


def test_pairs_counted_at_once_are_those_counted_one_by_one():
    chance = random.Random(14)
    codes = ["AAA", "BBB", "CCC", "DDD"]
    standings = ("bound", "signatory", "participant", "left_community")
    held = [
        {
            "instrument": f"text-{number}",
            "family": chance.choice(("agreement", "treaty", "network")),
            "own": chance.random() < 0.5,
            "in_force": chance.random() < 0.5,
        }
        for number in range(60)
    ]
    # a country may hold a text twice, as a member of two communities
    rows = [
        {**text, "standing": standing, "countries": " ".join(chance.choices(codes, k=2))}
        for text in held
        for standing in chance.sample(standings, 2)
    ]
    counts = count_shared(rows, codes)
    for a, b in combinations(range(len(codes)), 2):
        shared = [
            (one, {one["standing"], other["standing"]})
            for one in rows
            for other in rows
            if one["instrument"] == other["instrument"]
            for _ in range(
                one["countries"].split().count(codes[a])
                * other["countries"].split().count(codes[b])
            )
        ]
        sure = [(text, both) for text, both in shared if "left_community" not in both]
        agreements = [text for text, _ in sure if text["family"] == "agreement"]
        assert {name: int(matrix[a, b]) for name, matrix in counts.items()} == {
            "own": sum(text["own"] for text in agreements),
            "own_in_force": sum(text["own"] and text["in_force"] for text in agreements),
            "wider": sum(not text["own"] for text in agreements),
            "doubtful": len(shared) - len(sure),
            "treaties": sum(
                text["family"] == "treaty" and both == {"bound"} for text, both in shared
            ),
            "networks": sum(text["family"] == "network" for text, _ in sure),
        }

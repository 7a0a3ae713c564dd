"""The reconciliation service as OpenRefine uses it: manifest, batches by GET and POST, suggestions,
previews, values; and what nobody should send.
"""

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

pytestmark = pytest.mark.slow


def ask(get, **queries):
    answer = get("/reconcile?" + urllib.parse.urlencode({"queries": json.dumps(queries)}))
    assert answer.status_code == 200, answer.text
    return {name: found["result"] for name, found in answer.json().items()}


def post(address, data, **headers):
    request = urllib.request.Request(
        f"{address}/reconcile",
        data=urllib.parse.urlencode(data).encode(),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer), answer.headers


def test_manifest_has_what_the_protocol_asks_for(get):
    found = get("/reconcile").json()
    assert "0.2" in found["versions"]
    assert {
        "name",
        "identifierSpace",
        "schemaSpace",
        "view",
        "preview",
        "suggest",
        "extend",
    } <= set(found)
    assert "{{id}}" in found["view"]["url"]
    assert "{{id}}" in found["preview"]["url"]
    assert isinstance(found["preview"]["width"], int)
    for part in (*found["suggest"].values(), found["extend"]["propose_properties"]):
        assert get(part["service_path"] + "?prefix=se").status_code == 200


@pytest.mark.parametrize(
    ("asked", "kind", "identity"),
    [
        ("Sénégal", "country", "SEN"),
        ("senegal", "country", "SEN"),
        ("Cote d'Ivoire", "country", "CIV"),
        ("NGA", "country", "NGA"),
        ("السنغال", "country", "SEN"),
        ("Republic of Senegal", "country", "SEN"),
        ("RCA", "country", "CAF"),
        ("RDC", "country", "COD"),
        ("DRC", "country", "COD"),
        ("Congo, Dem. Rep.", "country", "COD"),
        ("Congo", "country", "COG"),
        ("UK", "country", "GBR"),
        ("usa", "country", "USA"),
        ("EAU", "country", "ARE"),
        ("Niger (the)", "country", "NER"),
        ("Nigéria (le)", "country", "NGA"),
        ("Guinea", "country", "GIN"),
        ("Guinea (Equatorial)", "country", "GNQ"),
        ("Guinée-Bissau (la)", "country", "GNB"),
        ("Dominique (la)", "country", "DMA"),
        ("Dominican Republic (the)", "country", "DOM"),
        ("Korea (the Republic of)", "country", "KOR"),
        ("Korea (the Democratic People's Republic of)", "country", "PRK"),
        ("Anti-Human Trafficking and Migrant Smuggling Act 2022", "instrument", "sle-act-2022-12"),
        ("Palermo Protocol", "instrument", "palermo"),
    ],
)
def test_the_thing_meant_is_the_first_candidate(get, asked, kind, identity):
    found = ask(get, q=({"query": asked, "type": kind}))["q"]
    assert found[0]["id"] == identity
    assert found[0]["match"] or kind != "country", "a country is known by its whole name or not"
    assert found[0]["type"] == [{"id": kind, "name": kind.capitalize()}]
    assert 0 <= found[0]["score"] <= 100


@pytest.mark.parametrize("asked", ["RPA", "XKR", "Korea", "Northern Ireland", "RCAN", "CAFE"])
def test_what_is_no_name_of_a_country_is_no_match(get, asked):
    """Letters are like the letters of any code: RCA was CAN, RDC was GRC."""
    found = ask(get, q={"query": asked, "type": "country"})["q"]
    assert not any(row["match"] for row in found)


def test_a_country_of_a_property_is_known_by_any_of_its_names(get):
    for printed in ("Niger (the)", "NE", "NER", "niger"):
        asked = {
            "query": "Ordonnance 2010-86",
            "type": "instrument",
            "properties": [{"pid": "country", "v": printed}],
        }
        assert ask(get, q=asked)["q"][0]["id"] == "ner-ordonnance-2010-86"


def test_only_one_certain_thing_is_a_match(get):
    found = ask(
        get,
        sure={"query": "Sierra Leone", "type": "country"},
        unsure={"query": "Guinea", "limit": 5},
        none={"query": "qqqqzzzz xkcdw"},
        blank={"query": " "},
    )
    assert found["sure"][0]["match"] is True
    assert sum(row["match"] for row in found["unsure"]) <= 1
    assert len(found["unsure"]) <= 5
    assert found["none"] == found["blank"] == []


def test_country_as_a_property_decides_between_like_titles(get, db):
    titles = """
    select country, id, title_en from instrument
    where country is not null and title_en like 'Trafficking in Persons%Act%'
    """
    rows = db.execute(titles).fetchall()
    assert len(rows) > 3
    for row in rows:
        asked = {
            "query": "Trafficking in Persons Act",
            "type": "instrument",
            "properties": [{"pid": "country", "v": row["country"]}],
            "limit": 20,
        }
        found = ask(get, q=asked)["q"]
        assert (
            found[0]["description"].split(" · ")[1]
            == db.execute("select name_en from country where id = ?", [row["country"]]).fetchone()[
                0
            ]
        )


def test_the_year_of_a_title_decides_between_an_act_and_its_successor(get):
    for year, identity in (("2022", "sle-act-2022-12"), ("2005", "sle-act-7-2005")):
        asked = {
            "query": f"Anti-Human Trafficking Act {year}",
            "type": "instrument",
            "properties": [{"pid": "country", "v": "Sierra Leone"}],
        }
        assert ask(get, q=asked)["q"][0]["id"] == identity


def test_post_batches_work_from_programs_and_from_other_sites(address):
    queries = {
        "queries": json.dumps(
            {f"q{number}": {"query": "Togo", "type": ["country"]} for number in range(50)}
        )
    }
    answer, headers = post(address, queries)
    assert len(answer) == 50
    assert headers["access-control-allow-origin"] == "*"
    answer, headers = post(
        address, queries, Origin="https://example.org", Sec_Fetch_Site="cross-site"
    )
    assert answer["q7"]["result"][0]["id"] == "TGO"
    request = urllib.request.Request(
        f"{address}/tip/-/query",
        data=b"sql=select+1",
        headers={"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"},
    )
    with pytest.raises(
        urllib.error.HTTPError, match="405"
    ):  # nothing else of the site takes a post
        urllib.request.urlopen(request, timeout=20)


def test_jsonp_only_for_names_of_functions(get):
    answer = get("/reconcile?callback=jQuery.cb_1")
    assert answer.text.startswith("/**/jQuery.cb_1({")
    assert answer.headers["content-type"].startswith("application/javascript")
    assert get("/reconcile?callback=alert(1)//").status_code == 400


def test_suggestions_begin_as_typed(get):
    found = get("/reconcile/suggest/entity?prefix=seneg").json()["result"]
    assert "SEN" in {row["id"] for row in found}
    assert [row["id"] for row in get("/reconcile/suggest/type?prefix=in").json()["result"]] == [
        "instrument"
    ]
    assert "adopted_on" in {
        row["id"] for row in get("/reconcile/suggest/property?prefix=adopted").json()["result"]
    }


def test_values_can_be_added_to_what_was_matched(get, db):
    extend = {
        "ids": ["SEN", "sle-act-2022-12", "nothing"],
        "properties": [{"id": "status"}, {"id": "country"}, {"id": "latitude"}, {"id": "note"}],
    }
    answer = get("/reconcile?" + urllib.parse.urlencode({"extend": json.dumps(extend)})).json()
    assert [meta["id"] for meta in answer["meta"]] == ["status", "country", "latitude", "note"]
    assert answer["rows"]["sle-act-2022-12"] == {
        "status": [
            {
                "str": db.execute(
                    "select status from instrument where id = 'sle-act-2022-12'"
                ).fetchone()[0]
            }
        ],
        "country": [{"id": "SLE", "name": "Sierra Leone"}],
        "latitude": [],
        "note": [],
    }
    assert "float" in answer["rows"]["SEN"]["latitude"][0]
    assert answer["rows"]["nothing"]["status"] == []
    proposed = get("/reconcile/properties?type=body&limit=3").json()
    assert (proposed["type"], len(proposed["properties"])) == ("body", 3)


def test_every_candidate_has_a_page_and_a_preview(get, db):
    body = db.execute("select id from body limit 1").fetchone()[0]
    for identity in ("SEN", "sle-act-2022-12", body):
        target = get(f"/reconcile/view?id={identity}").headers["location"]
        assert get(target).status_code == 200
        assert identity in get(f"/reconcile/preview?id={identity}").text
    assert get("/reconcile/preview?id=nothing").status_code == 404


def test_ids_of_different_types_never_meet(db):
    twice = """
    select id from (
      select id from country
      union all select id from instrument
      union all select id from body
    ) group by id having count(*) > 1
    """
    assert db.execute(twice).fetchall() == []


@pytest.mark.parametrize(
    "queries",
    [
        "",
        "{",
        "[]",
        '"x"',
        '{"q0": 1}',
        '{"q0": {"query": 5}}',
        json.dumps({str(number): {"query": "a"} for number in range(201)}),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(get, queries):
    answer = get("/reconcile?" + urllib.parse.urlencode({"queries": queries}))
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.headers["access-control-allow-origin"] == "*"

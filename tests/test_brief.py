"""The brief of a State: only what peers have and it lacks, what is owed most first, each with its
source, on one sheet in either language.
"""

import pypdfium2
import pytest
from lxml import html

from plugins.brief import LISTED, WORDED, default_community, owed, rank_gaps


def gap(item, verdict, obligation="mandatory", reported=None):
    return {"item": item, "verdict": verdict, "obligation": obligation, "reported": reported}


def test_a_gap_is_what_a_peer_has_and_the_state_has_not():
    full, partial = {"verdict": "full"}, {"verdict": "partial"}
    own = [gap("met", "full"), gap("half", "partial"), gap("same", "partial")]
    own += [gap("none", "absent"), gap("alone", "absent"), gap("unread", "not_assessed")]
    held = {"met": [full], "half": [full, partial], "same": [partial], "none": [partial]}
    held["unread"] = [full, full]
    ranked = rank_gaps(own, held)
    assert [(row["item"], row["peers_with_it"]) for row in ranked] == [
        ("none", 1),
        ("half", 1),
        ("unread", 2),
    ]


def test_what_is_known_to_be_missing_is_owed_before_what_nobody_assessed():
    def place(*what, **more):
        return owed({**gap("x", *what, **more), "peers_with_it": 1})

    assert place("partial", "recommended") < place("not_assessed", "mandatory")
    assert place("absent", "mandatory") < place("partial", "mandatory")
    assert place("absent", "mandatory") < place("absent", "consider")
    assert place("not_assessed", "mandatory", reported="2020") < place("not_assessed", "mandatory")


@pytest.mark.parametrize(
    ("sizes", "chosen"), [((8, 12, 54), "12"), ((54,), "54"), ((), ""), ((3, 8), "8")]
)
def test_the_community_is_the_largest_that_is_still_a_neighbourhood(sizes, chosen):
    assert default_community([{"id": str(size), "members": size} for size in sizes]) == chosen


@pytest.mark.parametrize(("prefix", "code"), [("", "SEN"), ("/fr", "MRT")])
def test_each_line_of_the_brief_leads_to_its_evidence(get, prefix, code):
    page = html.fromstring(get(f"{prefix}/country/{code}/brief").text)
    rows = page.xpath("//table//tbody/tr")
    assert 0 < len(rows) <= LISTED
    for row in rows:
        here, there = row.xpath("td")
        assert here.xpath(f".//a[contains(@href, '/verdict/{code}/')]")
        assert there.text_content().strip()
    wordings = page.xpath("//div[@class='proof']")
    assert 0 < len(wordings) <= WORDED
    assert all(one.xpath(".//a[contains(@href, '/provision/')]") for one in wordings)
    assert all(one.xpath(".//cite")[0].text_content().strip() for one in wordings)


def test_a_state_without_a_community_has_a_brief_and_a_wrong_one_is_refused(get):
    assert get("/country/TUV/brief").status_code == 200
    assert get("/country/SEN/brief?group=nowhere").status_code == 400
    assert get("/country/ZZZ/brief").status_code == 404


@pytest.mark.slow
def test_the_brief_is_one_sheet(browser, address):
    page = browser.new_page(base_url=address)
    for path in ("/country/SEN/brief", "/fr/country/COD/brief", "/country/SLE/brief"):
        page.goto(path)
        assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 1, path
    page.close()

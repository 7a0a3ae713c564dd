"""What readers ask, and what they share: worked answers whose links lead somewhere in both
languages, pages that a messenger shows with a title and a picture, errors that lead on.
"""

import io
import re
from urllib.parse import unquote

import pytest
from lxml import html
from PIL import Image

from plugins.kit.language import LANGUAGES
from plugins.share_card import HEIGHT, WIDTH

# what each address of a worked answer shows: an XPath of its page, and how often at least
PROVISIONS = "//main//a[contains(@href, '/provision/')]"
PICTURES = "//figcaption/a[contains(@href, '.svg') or contains(@href, '.png')]"
CELLS = "//table[contains(@class, 'cells')]/tbody/tr"
WORDINGS = "//*[@id='wordings']/following::ul[@class='cards'][1]/li"
SHOWN = {
    "/item/model:non-punishment#wordings": (WORDINGS, 3),
    "/search": ("//ol[@class='hits']/li", 5),
    "/provision/sle-act-2022-12:12": ("//main//details[contains(@class, 'cite')]//code", 1),
    "/compare?c=BEN,TGO,GHA,NGA,CIV#penalties": ("//table[contains(@class, 'cases')]//th", 6),
    "/item/model:reflection": (PROVISIONS, 5),
    "/country/MRT/brief": ("//*[@id='gaps']/following::table[1]/tbody/tr", 3),
    "/item/palermo:6.6?for=MRT#wordings": (WORDINGS, 3),
    "/instrument/sle-act-2022-12": ("//main//span[contains(@class, 'badge')]", 1),
    "/corridor/mli-nga": ("//main//a[contains(@href, '/instrument/')]", 1),
    "/agreements": ("//main//a[contains(@href, '/corridor/')]", 20),
    "/country/DZA#treaties": ("//*[@id='treaties']/following::table[1]//tr", 5),
    "/compare?c=SLE,SEN,NGA#elements": ("//*[@id='elements']/following::table[1]/tbody/tr", 4),
    "/plans?group=ecowas": ("//main//table//a[contains(@href, '/plan/')]", 10),
    "/plan/nga-plan-2022": ("//main//*[starts-with(@id, 'nga-plan-2022')]", 5),
    "/plans/overdue": ("//main//a[contains(@href, '/plan/')]", 1),
    "/country/GNB/brief": ("//*[@id='gaps']/following::table[1]/tbody/tr", 3),
    "/changes/country/SEN": ("//head/link[@type='application/atom+xml']", 1),
    "/chart/map": (PICTURES, 2),
    "/charts": ("//main//a[contains(@href, '/chart/')]", 7),
    "/country/MRT#findings": ("//*[@id='findings']/following::li", 5),
    "/country/GAB#bodies": ("//*[@id='bodies']/following::li", 3),
    "/verdict/SLE/palermo:6.6": ("//a[contains(@href, 'sql=')]", 1),
    "/about": ("//main//h2", 3),
    "/chart/trend?group=ecowas": (PICTURES, 2),
    "/gaps?group=ecowas&on=2005-01-01": (CELLS, 12),
    "/gaps?region=world&on=2024-01-01": (CELLS, 190),
    "/codebook": ("//main//h2 | //main//dt", 100),
    "/gaps.fr.csv?region=world": None,
    "/countries": ("//main//a[contains(@href, '/country/')]", 190),
    "/chart/laws": (PICTURES, 2),
    "/tip/instrument?_facet=kind": ("//table[contains(@class, 'rows-and-columns')]/tbody/tr", 50),
    "/chart/tiers": (PICTURES, 2),
    "/tip/-/query": ("//textarea", 1),
    "/downloads#texts": ("//*[@id='texts']/following::code", 1),
    "/downloads#releases": ("//*[@id='release-1']/..//a[contains(@href, '/tip-1')]", 1),
    "/gaps?certainty=A": (CELLS, 12),
    "/tip/review_debt": ("//table[contains(@class, 'rows-and-columns')]/tbody/tr", 1),
    "/reconcile": None,
    "/api": ("//main//h2 | //main//code", 5),
    "/openapi.json": None,
}


@pytest.mark.parametrize("prefix", ["", *(f"/{code}" for code in LANGUAGES if code != "en")])
def test_each_question_has_an_answer_and_each_link_shows_it(get, prefix):
    page = html.fromstring(get(f"{prefix}/help").text)
    questions = page.xpath("//main//li[strong]")
    assert len(questions) == 36
    assert all(len(one.text_content()) > len(one.xpath("strong")[0].text) for one in questions)
    for link in sorted(set(page.xpath("//main//li[strong]//a/@href"))):
        answer = get(link.partition("#")[0])
        assert answer.status_code == 200, link
        path = unquote(link).removeprefix(prefix)
        wanted = SHOWN["/search" if path.startswith("/search?q=") else path]
        if not wanted:
            continue
        shown = html.fromstring(answer.content)
        assert len(shown.xpath(wanted[0])) >= wanted[1], link
        anchor = link.partition("#")[2]
        assert not anchor or shown.xpath(f"//*[@id='{anchor}']"), link


def test_the_files_of_worked_answers_are_what_they_are_said_to_be(get):
    assert get("/gaps.fr.csv?region=world").text.splitlines()[0].count(";") > 5
    assert get("/reconcile").json()["defaultTypes"]
    assert get("/openapi.json").json()["openapi"].startswith("3.")
    assert "AND" in get("/help").text
    both, either = ('"victims+of+trafficking"+AND+child', '"victims+of+trafficking"+OR+child')
    counts = [get(f"/search.json?q={q}").json()["total"] for q in (both, either)]
    assert 0 < counts[0] < counts[1]
    assert get("/search.json?q=victims+NOT+child").json()["total"] > 0


def test_every_page_and_every_error_leads_to_help(get):
    assert 'href="/fr/help"' in get("/fr/glossary").text
    wrong = get("/country/ZZZ")
    assert wrong.status_code == 404
    assert html.fromstring(wrong.text).xpath("//main//a[@href='/help']")


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(
    "path",
    ["/country/SEN", "/item/palermo:6.6", "/plan/nga-plan-2022", "/provision/sle-act-2022-12:12"],
)
def test_a_shared_page_has_its_title_words_and_picture(get, prefix, path):
    page = html.fromstring(get(prefix + path).text)
    said = {
        one.get("property") or one.get("name"): one.get("content")
        for one in page.xpath("//head/meta[@content]")
    }
    heading = " ".join(page.xpath("//h1")[0].text_content().split())
    assert said["og:title"].split(",")[0][:20] in heading
    assert said["og:description"] == said["description"]
    assert said["twitter:card"] == "summary_large_image"
    picture = re.sub(r"^https?://[^/]+", "", said["og:image"])
    card = Image.open(io.BytesIO(get(picture).content))
    assert card.size == (2 * WIDTH, 2 * HEIGHT)
    assert len(card.convert("RGB").getcolors(1 << 20)) > 10


def test_a_card_of_nothing_is_not_found(get):
    assert get("/card/country/ZZZ.png").status_code == 404
    assert get("/card/other/SEN.png").status_code == 404

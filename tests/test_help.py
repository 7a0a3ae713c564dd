"""What readers ask, and what they share: worked answers whose links lead somewhere in both
languages, pages that a messenger shows with a title and a picture, errors that lead on.
"""

import io
import re

import pytest
from lxml import html
from PIL import Image

from plugins.share_card import HEIGHT, WIDTH


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_each_question_has_an_answer_and_each_link_leads_somewhere(get, prefix):
    page = html.fromstring(get(f"{prefix}/help").text)
    questions = page.xpath("//main//li[strong]")
    assert len(questions) == 36
    assert all(len(one.text_content()) > len(one.xpath("strong")[0].text) for one in questions)
    links = {link.partition("#") for link in page.xpath("//main//li[strong]//a/@href")}
    for address, _sign, anchor in sorted(links):
        answer = get(address)
        assert answer.status_code == 200, address
        if anchor:
            assert f'id="{anchor}"' in answer.text, (address, anchor)


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

"""Pages are HTML that closes what it opens, with each id and attribute once; feeds are Atom that a
reader of feeds takes without complaint and say where they are in the other languages.
"""

import re
from itertools import pairwise

import feedparser
import pytest
from lxml import etree, html

from plugins.kit.language import CATALOGUES
from plugins.kit.routes import sample_pages

HTML5 = re.compile(r"Tag \w+ invalid")  # the parser is older than these elements
OURS = ["/tip", "/tip/party?_size=5", "/tip/source/acerwc-org", "/tip/-/query?sql=select+1"]
FEEDS = ["/changes.atom", "/changes/country/SEN.atom", "/plans.atom", "/search.atom?q=fund"]


@pytest.mark.parametrize("path", [*sample_pages(), *OURS, "/-/api", "/ar/country/MRT", "/fr/gaps"])
def test_a_page_is_sound_html(get, path):
    parser = etree.HTMLParser()
    etree.fromstring(get(path).content, parser)
    faults = [f"{one.line}: {one.message}" for one in parser.error_log]
    assert [fault for fault in faults if not HTML5.search(fault)] == []
    text = get(path).text
    assert "<</" not in text, "a sign of its own is escaped"
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", text)]
    assert [pair for pair in pairwise([0, *levels]) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("path", sample_pages())
def test_figures_of_a_table_that_stacks_on_a_telephone_say_what_they_are(get, path):
    tables = html.fromstring(get(path).text).xpath("//table[starts-with(@class, 'stack')]")
    bare = [
        cell.text_content()
        for table in tables
        for cell in table.xpath(".//td[@class='n']")
        if cell.text_content().strip()
        and not cell.get("data-h")
        and f"--h{len(list(cell.itersiblings(preceding=True))) + 1}:'" not in table.get("style", "")
    ]
    assert bare == []


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_sound_and_names_itself_in_the_other_languages(get, path):
    for code in ("", "/fr", "/ar"):
        answer = get(code + path)
        feed = feedparser.parse(answer.content)
        assert not feed.bozo
        assert all(entry.id and entry.title and entry.updated for entry in feed.entries)
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        others = {
            link.get("hreflang"): link.href
            for link in feed.feed.links
            if link.rel == "alternate" and link.get("hreflang")
        }
        own = code.strip("/") or "en"
        assert set(others) == {"en", *CATALOGUES} - {own}
        assert get(re.sub("^https?://[^/]+", "", others["es"])).status_code == 200

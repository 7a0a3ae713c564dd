"""Official journals on one vendor's portal: Congo, Mauritania, Mali and Guinea. Lists of issues and
search results.

Quirk: the issue number printed on a page can be wrong, so the one in the file name is given beside
it. No live page was at hand when this was written: the shape comes from public descriptions of the
portal.
"""

import re
from collections.abc import Iterator

from bs4 import Tag

from scrapers.outcome import PageChanged
from scrapers.page import (
    Row,
    address_of,
    all_elements,
    one_element,
    optional_element,
    read_html,
    text_of,
)

SOURCE = "sgg"
TITLE = "Official journals of Congo, Mauritania, Mali and Guinea"
TERMS = "official texts"
ACCEPT = ("html",)
HOSTS = {
    "cog": "https://www.sgg.cg",
    "mrt": "https://www.msgg.gov.mr",
    "mli": "https://sgg-mali.ml",
    "gin": "https://journal-officiel.sgg.gov.gn",
}
KINDS = {"law": 12, "ordinance": 13, "decree": 7, "decision": 5}
SEARCH = "/fr/journal-officiel/recherche.html?field_idType={}&action=Rechercher&page={}&row={}"
PAGES = {
    f"{country}-{kind}-001": host + SEARCH.format(number, 1, 0)
    for country, host in HOSTS.items()
    for kind, number in KINDS.items()
}
SIZE = 20
MOST = 50  # pages of one search
ISSUE = re.compile(
    r"(?P<country>[a-z]+)-jo-(?P<year>\d{4})-(?P<number>\d+)(?P<part>(?:-bis|-ter|-sp)?)\.pdf", re.I
)
TOTAL = re.compile(r"(\d[\d  ]*)\s+(?:résultats?|textes?|documents?)", re.I)


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the first page of a search: the further ones."""
    country, kind, number = name.rsplit("-", 2)
    if number != "001":
        return
    total = next(row["total"] for _, row in parse(name, page))
    for turn in range(2, min(-(-total // SIZE), MOST) + 1):
        yield (
            f"{country}-{kind}-{turn:03}",
            HOSTS[country] + SEARCH.format(KINDS[kind], turn, total),
        )


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield a 'search' row (total, read), then 'act' rows: title, pdf, journal, year, issue (from
    the file name), words (all of it).
    """
    tree = read_html(page)
    host = HOSTS.get(name.split("-")[0], "")
    results = one_element(tree, ".search-results")
    total = TOTAL.search(text_of(results))
    if not total:
        raise PageChanged(f"{name}: no count of results in {text_of(results)[:100]!r}")
    acts = [
        act_row(f"{name}, result {number}", item, host)
        for number, item in enumerate(all_elements(results, ".card-content li"), 1)
    ]
    number, before = (
        int(re.sub(r"\D", "", total[1])),
        SIZE * (int(name[-3:]) - 1 if name[-3:].isdigit() else 0),
    )
    if len(acts) != min(SIZE, number - before):
        raise PageChanged(
            f"{name}: {number} results, {before} on the pages before, {len(acts)} on this one"
        )
    yield "search", {"total": number, "read": len(acts)}
    yield from (("act", row) for row in acts)


def act_row(origin: str, item: Tag, host: str) -> dict[str, str | None]:
    title = text_of(one_element(item, "div.link-dc p.name"))
    pdf, journal = optional_element(item, "a.link-pdf"), optional_element(item, "a.link-jo")
    if not title or (pdf is None and journal is None):
        raise PageChanged(f"{origin}: no title, or no link to the text: {text_of(item)[:100]!r}")
    url = address_of(journal, host) if journal else None
    issue = ISSUE.search(url or "")
    if url and not issue:
        raise PageChanged(
            f"{origin}: an issue by another name than <country>-jo-<year>-<number>.pdf: {url!r}"
        )
    return {
        "title": title,
        "pdf": address_of(pdf, host) if pdf else None,
        "journal": url,
        "year": issue["year"] if issue else None,
        "issue": issue["number"] + issue["part"] if issue else None,
        "words": text_of(item),
    }

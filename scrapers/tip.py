"""US Trafficking in Persons report: tier, recommendations and narrative of a country.

Quirks: the tier stands in the head only (the text speaks of tiers of past years); heads change case
between years; years without a chapter answer 404. US public domain, to be cited. No live page was
at hand when this was written: it comes from descriptions.
"""

import re
from collections.abc import Iterator

from bs4 import Tag

from scrapers.outcome import PageChanged
from scrapers.page import Row, describe_place, read_html, text_of

SOURCE = "us-tip"
TITLE = "US Department of State, Trafficking in Persons report"
TERMS = "public domain in the US, to be cited"
ACCEPT = ("html",)
YEARS = (2025, 2024, 2023)
SLUGS = (
    "benin burkina-faso cabo-verde cameroon central-african-republic chad congo-republic-of-the "
    "democratic-republic-of-the-congo cote-divoire equatorial-guinea gabon the-gambia ghana guinea "
    "guinea-bissau liberia mali mauritania niger nigeria sao-tome-and-principe senegal "
    "sierra-leone togo"
).split()
REPORT = "https://www.state.gov/reports/{}-trafficking-in-persons-report/{}/"
PAGES = {f"{year}-{slug}": REPORT.format(year, slug) for year in YEARS for slug in SLUGS}

TIER = re.compile(
    r"(?P<country>[^()]+?)(?: ?\*)? ?"
    r"\((?P<tier>Tier 1|Tier 2 Watch ?List|Tier 2|Tier 3|Special Case)\)",
    re.I,
)
HEADS = {
    "prioritized recommendations": "recommendations",
    "recommendations": "recommendations",
    "prosecution": "prosecution",
    "protection": "protection",
    "prevention": "prevention",
    "trafficking profile": "profile",
}
NEEDED = {"prosecution", "protection", "prevention"}
# what a sentence of the narrative speaks of -> how to know it; the numbers in it are left to a
# reader
FACTS = {
    "law": re.compile(
        r"\bcriminali[sz]e[ds]?\b|\b(law|act|ordinance|decree|code)\b.{0,60}\b(19|20)\d\d\b", re.I
    ),
    "penalty": re.compile(
        r"prescribed (penalties|punishments?)|penalties of|years?’? imprisonment|years in prison",
        re.I,
    ),
    "investigations": re.compile(
        r"\binitiated\b.{0,60}\binvestigat|\binvestigated\b|\binvestigations\b", re.I
    ),
    "prosecutions": re.compile(r"\bprosecut(ed|ions?)\b", re.I),
    "convictions": re.compile(r"\bconvict(ed|ions?)\b", re.I),
    "plan": re.compile(r"\b(national action plan|NAP)\b", re.I),
}


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield one 'tier' row, then 'recommendation', 'passage' (section, paragraph, text) and
    'sentence' (about, section, text) rows.

    Raises PageChanged when the tier is not in exactly one head or when prosecution, protection or
    prevention is missing.
    """
    tree = read_html(page)
    blocks = [
        block
        for block in tree.select("h1, h2, h3, h4, p, li")
        if not (block.name == "p" and block.find_parent("li"))
    ]
    start, head = find_tier(name, tree, blocks)
    country = head["country"]
    yield "tier", {"country": country, "tier": head["tier"]}
    yield from narrative_rows(name, country, blocks[start + 1 :])


def find_tier(name: str, tree: Tag, blocks: list[Tag]) -> tuple[int, re.Match[str]]:
    """Index of the only head that gives a country and its tier, and what it says."""
    tiers = [
        (number, match)
        for number, block in enumerate(blocks)
        if (match := TIER.fullmatch(text_of(block))) and is_head(block)
    ]
    if len(tiers) != 1:
        raise PageChanged(
            f"{name}: a country with its tier expected in one head, {len(tiers)} found"
            f"{describe_place(tree)}"
        )
    return tiers[0]


def narrative_rows(name: str, country: str, blocks: list[Tag]) -> Iterator[Row]:
    """Rows of the sections under the tier, up to the first heading that is none of theirs."""
    section, paragraph, seen = "opening", 0, set[str]()
    for block in blocks:
        text = text_of(block)
        if is_head(block):
            key = HEADS.get(text.rstrip(": ").lower())
            if key in seen:
                raise PageChanged(f"{name}: the head {text!r} stands twice")
            if key is None and block.name in ("h1", "h2"):  # footer, related reports
                break
            section, paragraph = key or section, 0
            seen.add(section)
        elif text:
            paragraph += 1
            yield from passage_rows(country, section, paragraph, text)
    if missing := NEEDED - seen:
        raise PageChanged(f"{name}: no section {sorted(missing)} in the report on {country}")


def passage_rows(country: str, section: str, paragraph: int, text: str) -> Iterator[Row]:
    if section == "recommendations":
        yield "recommendation", {"country": country, "number": paragraph, "text": text}
        return
    yield "passage", {"country": country, "section": section, "paragraph": paragraph, "text": text}
    for sentence in re.split(r"(?<=[a-z0-9)”’][.!?]) (?=[A-Z“])", text):
        for about, pattern in FACTS.items():
            if section != "profile" and pattern.search(sentence):
                yield (
                    "sentence",
                    {
                        "country": country,
                        "about": about,
                        "section": section,
                        "paragraph": paragraph,
                        "text": sentence,
                    },
                )


def is_head(block: Tag) -> bool:
    """A head is a heading element, or a paragraph that is nothing but bold words."""
    bold = block.find(["strong", "b"])
    return block.name in ("h1", "h2", "h3", "h4") or (
        block.name == "p" and bold is not None and text_of(bold) == text_of(block)
    )

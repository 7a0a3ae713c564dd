"""A static copy of a country's pages in every language: links between them made relative, links out
of the copy made plain words.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from ingest import ROOT
from ingest.folding import for_search

STATIC = Path(__file__).parent / "search.js"
ASSETS = ROOT / "plugins" / "static"
RECORDS = """
select '/instrument/' || id from instrument where country = :country or country is null
union all
select '/plan/' || id from plan_span where country = :country
union all
select '/provision/' || p.id
from provision p
join instrument i on i.id = p.instrument
where i.country = :country or i.country is null
union all
select '/item/' || code from item
union all
select '/corridor/' || lower(min(:country, id) || '-' || max(:country, id))
from country
where id <> :country
"""
GENERAL = ("/search", "/items", "/glossary", "/about")


@dataclass(frozen=True)
class Page:
    """One page of the copy: its path on the site without a language, its title, its first
    sentences, its words for the search.
    """

    path: str
    title: str
    first: str
    words: str


def wanted(database: Path, country: str) -> list[str]:
    """The paths of a pack's pages, the country's own first."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        held = [row[0] for row in db.execute(RECORDS, {"country": country})]
    return [
        f"/country/{country}",
        f"/country/{country}/review",
        f"/changes/country/{country}",
        *held,
        *GENERAL,
    ]


def filename(path: str) -> str:
    """The file of a page: no sign that a file system or an address would trip over."""
    return re.sub(r"[^A-Za-z0-9/._-]", "_", path.strip("/")) + ".html"


def copy(
    client: httpx.Client, paths: list[str], languages: list[str], target: Path
) -> Iterator[tuple[str, Page]]:
    """Write every page in every language below `target`; give (language, page) one by one."""
    known = {f"{language}{path}" for language in languages for path in paths}
    for language in languages:
        for path in paths:
            answer = client.get(("" if language == "en" else f"/{language}") + path)
            answer.raise_for_status()
            page: Any = html.document_fromstring(answer.text)
            file = target / language / filename(path)
            relink(page, language, path, known)
            forget(page, str(client.base_url).rstrip("/"))
            content = page.get_element_by_id("main")
            title = page.findtext(".//title").removesuffix(" · Palermo Ledger")
            said = (
                " ".join(part.text_content().split())
                for part in content.xpath(".//p[not(@class) or @class='lead']")
            )
            first = next((text for text in said if len(text) > 30), "")
            yield (
                language,
                Page(
                    path,
                    " ".join(title.split()),
                    first[:220],
                    " ".join(content.text_content().split()),
                ),
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"<!doctype html>\n" + html.tostring(page, encoding="utf-8"))
    for asset in ("ledger.css", "print.css", "grid.css", "grid.js", "world.svg"):
        (target / "assets").mkdir(parents=True, exist_ok=True)
        (target / "assets" / asset).write_bytes((ASSETS / asset).read_bytes())


def relink(page: html.HtmlElement, language: str, path: str, known: set[str]) -> None:
    """Make a page stand by itself: relative links and files, no form but the search, no link to
    what is not in the pack. `known` are its pages, such as `fr/country/SEN`.
    """
    here = f"{language}/{filename(path)}"
    for part in page.xpath(
        "//head/link[@rel='alternate'][not(@hreflang)] | //footer//p[a[contains(@href, '.json')]]"
        " | //head/style[@id='paper']"  # it names the site that made the pack, as these do
        " | //head/meta[starts-with(@property, 'og:') or starts-with(@name, 'twitter:')]"
        " | //head/meta[@name='DC.identifier'] | //head/script[@type='application/ld+json']"
        " | //span[@class='Z3988']"  # and this, for Zotero
        " | //details[@class='embed']"  # a picture for other sites, made by a running one
    ):
        part.drop_tree()
    for form in page.xpath("//form"):
        if form.get("role") == "search":
            form.set("action", relative(here, f"{language}/search.html"))
        else:
            form.drop_tree()
    for element, attribute in (
        (element, name) for name in ("href", "src") for element in page.xpath(f"//*[@{name}]")
    ):
        address = element.get(attribute)
        local = inside(address, known)
        if local:
            element.set(attribute, relative(here, local))
        elif not re.match(r"[a-z]+:|#", address):
            away(element)


def forget(page: html.HtmlElement, site: str) -> None:
    """Take the address of the site that made the pack out of the words of a page: nobody reaches it
    from elsewhere, and a citation with it could not be followed.
    """
    address = re.compile(rf",?\s*<?{re.escape(site)}[^\s<>]*>?")
    for element in page.iter():
        element.text = element.text and address.sub("", element.text)
        element.tail = element.tail and address.sub("", element.tail)


def inside(address: str, known: set[str]) -> str | None:
    """The file in the pack that an address of the site leads to, or None."""
    if address.startswith("/assets/"):
        return address[1:].split("?")[0]
    found = re.fullmatch(r"(?:/([a-z]{2})(?=/|$))?(/[^?#]*)?(\?[^#]*)?(#.*)?", address)
    if not found or address.startswith("#"):
        return None
    where, anchor = found[2] or "/", found[4] or ""
    to = found[1] or "en"
    if where == "/" and not found[3]:
        return "index.html"
    return f"{to}/{filename(where)}{anchor}" if to + where in known else None


def relative(here: str, there: str) -> str:
    """The way from one file of the pack to another."""
    file, sign, anchor = there.partition("#")
    return os.path.relpath(file, os.path.dirname(here)).replace(os.sep, "/") + sign + anchor


def away(element: html.HtmlElement) -> None:
    """Leave the words of a link that leads out of the pack, in a drawing as a part of the drawing;
    take an entry of a menu, or a picture, away altogether.
    """
    in_menu = next(element.iterancestors("nav"), None) is not None
    if in_menu or element.tag in ("link", "img"):
        element.drop_tree()
    else:
        element.tag = "span" if next(element.iterancestors("svg"), None) is None else "g"
        element.attrib.pop("href", None)


def searchable(pages: list[Page], language: str, target: Path) -> None:
    """Write the index of the pages and put the search into the search page; without JavaScript the
    page lists everything.
    """
    rows = [
        {
            "u": filename(page.path),
            "t": page.title,
            "s": page.first,
            "w": " ".join(sorted(set(re.findall(r"\w{2,}", for_search(page.words))))),
        }
        for page in pages
    ]
    folder = target / language
    (folder / "index.js").write_text(
        "const PAGES = " + json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + ";\n",
        encoding="utf-8",
    )
    (target / "assets" / "search.js").write_bytes(STATIC.read_bytes())
    file = folder / "search.html"
    page: Any = html.document_fromstring(file.read_text(encoding="utf-8"))
    content = page.get_element_by_id("main")
    listed = html.fragment_fromstring("<ol id='found' class='plain' aria-live='polite'></ol>")
    for row in rows:
        entry = html.fragment_fromstring("<li><a></a><br><small></small></li>")
        entry[0].set("href", row["u"])
        entry[0].text, entry[2].text = row["t"], row["s"]
        listed.append(entry)
    content.append(listed)
    for source in ("index.js", "../assets/search.js"):
        script = html.fragment_fromstring("<script></script>")
        script.set("src", source)
        page.body.append(script)
    file.write_bytes(b"<!doctype html>\n" + html.tostring(page, encoding="utf-8"))

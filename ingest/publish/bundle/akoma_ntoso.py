"""Laws as Akoma Ntoso 3.0: every instrument whose newest text may be passed on, article by article
as received. The site gives single laws in the same form, so this imports the standard library only.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Row = Mapping[str, Any] | sqlite3.Row

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
EDITOR = "#palermo-ledger"
LANGUAGES = {
    "en": "eng",
    "fr": "fra",
    "es": "spa",
    "pt": "por",
    "ar": "ara",
    "sw": "swa",
    "de": "deu",
    "it": "ita",
    "nl": "nld",
}
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LAW = """
select v.id as version, v.language, v.received_on, v.url, v.text_state, v.source,
  s.title as source_title, i.id, i.kind, i.title, i.number, i.frbr_uri,
  coalesce(i.adopted_on, i.in_force_on, v.received_on) as day,
  lower(coalesce(k.iso2, 'un')) as place
from version v
join source s on s.id = v.source
join instrument i on i.id = v.instrument
left join country k on k.id = i.country
"""
NEWEST = f"""
{LAW}
where v.ordinal = (select max(ordinal) from version n where n.instrument = v.instrument)
  and exists (select 1 from version_text t where t.version = v.id)
order by i.id
"""
ARTICLES = """
select number, label, heading, text, parent
from version_text
where version = :version
order by ordinal
"""


def write(db: sqlite3.Connection, folder: Path) -> list[str]:
    """One file an instrument, `<id>.xml`; give the ids. Without a law there is no folder."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    written = []
    for law in cursor.execute(NEWEST).fetchall():
        folder.mkdir(exist_ok=True)
        articles = cursor.execute(ARTICLES, {"version": law["version"]}).fetchall()
        (folder / f"{law['id']}.xml").write_bytes(document(law, articles))
        written.append(law["id"])
    return written


def document(law: Row, articles: Sequence[Row]) -> bytes:
    """The whole document as a file: the metadata, then the articles under their parts.

    law: a row of LAW; articles: number, label, heading, text and parent of each, in order.
    """
    root = Element("akomaNtoso", xmlns=NAMESPACE)
    act = add(
        root,
        "act",
        name=law["kind"],
        contains="singleVersion" if law["text_state"] != "as_enacted" else "originalVersion",
    )
    identify(act, law)
    preface = add(act, "preface")
    add(add(preface, "longTitle"), "p", law["title"])
    body = add(act, "body")
    number = 0
    groups = groupby(articles, key=lambda row: row["parent"] or "")
    for place, (parent, group) in enumerate(groups, 1):
        within = body
        if parent:
            within = add(body, "hcontainer", name="group", eId=f"group_{place}")
            add(within, "heading", parent)
        for article in group:
            number += 1
            put_article(within, article, number)
    indent(root)
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def identify(act: Element, law: Row) -> None:
    """The metadata: work, expression in its language, this file, and where the text came from."""
    meta = add(act, "meta")
    about = add(meta, "identification", source=EDITOR)
    uri = law["frbr_uri"] or f"/akn/{law['place']}/act/{law['day'][:4]}/{law['id']}"
    language = LANGUAGES.get(law["language"], "und")
    precision = {4: "year", 7: "month"}.get(len(law["day"]), "day")
    received = law["received_on"]
    levels = {
        "FRBRWork": (uri, full(law["day"]), f"adoption, known to the {precision}"),
        "FRBRExpression": (f"{uri}/{language}@", full(received), "received"),
        "FRBRManifestation": (f"{uri}/{language}@.xml", full(received), "received"),
    }
    for level, (address, day, name) in levels.items():
        part = add(about, level)
        add(part, "FRBRthis", value=f"{address}/!main")
        add(part, "FRBRuri", value=address)
        if level == "FRBRWork":
            add(part, "FRBRalias", name="title", value=clean(law["title"]))
        add(part, "FRBRdate", date=day, name=name)
        add(part, "FRBRauthor", href="#publisher" if level != "FRBRManifestation" else EDITOR)
        if level == "FRBRWork":
            add(part, "FRBRcountry", value=law["place"])
            if law["number"]:
                add(part, "FRBRnumber", value=clean(law["number"]))
        if level == "FRBRExpression":
            add(part, "FRBRlanguage", language=language)
    refer(meta, law)


def refer(meta: Element, law: Row) -> None:
    """The organisations that the metadata name: ourselves and the publisher of the text."""
    known = add(meta, "references", source=EDITOR)
    for name, address, title in (
        (
            "palermo-ledger",
            "/ontology/organization/palermo-ledger",
            "Palermo Ledger contributors",
        ),
        (
            "publisher",
            law["url"] or f"/ontology/organization/{law['source']}",
            clean(law["source_title"]),
        ),
    ):
        add(known, "TLCOrganization", eId=name, href=address, showAs=title)


def put_article(within: Element, article: Row, place: int) -> None:
    """One article; the running number makes its id unique where a schedule starts to count anew."""
    label = article["label"] or ""
    kind = "article" if label.lower().startswith(("art", "artículo", "المادة")) else "section"
    part = add(within, kind, eId=f"{'art' if kind == 'article' else 'sec'}_{place}")
    add(part, "num", label or article["number"] or str(place))
    if article["heading"]:
        add(part, "heading", article["heading"])
    content = add(part, "content")
    lines = [line for line in article["text"].split("\n") if line.strip()]
    for line in lines or [article["text"]]:
        add(content, "p", line)


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """A child element in the namespace."""
    child = SubElement(parent, tag, attributes)
    if text is not None:
        child.text = clean(text)
    return child


def clean(text: str) -> str:
    """Text without the signs that XML cannot carry."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def full(day: str) -> str:
    """A date that the schema takes: the first day of a year or month known no closer."""
    return date.fromisoformat(
        f"{day}{'-01-01'[len(day) - 4 :] if len(day) < 10 else ''}"
    ).isoformat()

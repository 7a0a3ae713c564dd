"""How to cite an instrument or a provision: plain, BibTeX, CSL-JSON, Dublin Core and COinS, in the
reader's language.
"""

import re
from typing import Any
from urllib.parse import quote, urlencode

from datasette import NotFound

from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.locale_format import format_date as written
from plugins.kit.page import Query
from plugins.kit.releases import WITH_DOI, cite_release

Row = dict[str, Any]
FOUND = """
select
  i.id as instrument,
  i.title,
  i.title_xx as title_here,
  i.kind,
  i.number,
  i.language,
  i.frbr_uri,
  i.adopted_on,
  i.in_force_on,
  i.locator,
  k.name_xx as country,
  s.title as source,
  s.url as source_url,
  p.id as provision,
  p.label,
  p.heading,
  coalesce(p.number, p.text) is not null as confirmed,
  p.locator as provision_locator,
  p.id is not null and e.basis is not 'text' as by_account,
  b.built_at,
  substr(b.content_hash, 1, 12) as version
from instrument i
left join country k on k.id = i.country
left join provision p on p.id = :provision
join source s on s.id = coalesce(p.source, i.source)
left join search_entry e on e.provision = p.id
left join build b
where i.id = :instrument
"""
TYPES = {
    "bill": "bill",
    "treaty": "treaty",
    "agreement": "treaty",
    "mou": "treaty",
    "plan": "report",
    "strategy": "report",
    "policy": "report",
    "nrm": "report",
    "sop": "report",
    "standard": "report",
    "mechanism": "report",
    "declaration": "report",
}
FIGURES_FIRST = re.compile(r"\d+(?:[./–-][A-Z\d]+)*(?: of \d{4})?")  # 025-2018/AN, 29 of 2022
# language -> how its laws print a number, and one of the form 12/2022
PRINTED = {
    "en": ("No. {}", "No. {} of {}"),
    "fr": ("n° {}", "n° {}/{}"),
    "pt": ("n.º {}", "n.º {}/{}"),
    "es": ("n.º {}", "n.º {} de {}"),
    "ar": ("رقم {}", "رقم {} لسنة {}"),
}
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: "\\" + sign for sign in "&%$#_{}"
}


async def load_citation(query: Query, identity: str, site: str) -> Row:
    """How to cite a provision (`sle-act-2022-12:12`) or an instrument: plain, bibtex, csl, and what
    a reference manager reads off the page.

    `site` is the address of the site without a slash at its end. Raises NotFound.
    """
    instrument, _colon, article = identity.partition(":")
    found = await query(FOUND, instrument=instrument, provision=identity if article else "")
    if not found or (article and not found[0]["provision"]):
        raise NotFound(_("Nothing is called %(id)s.", id=identity))
    row = found[0]
    kind = "provision" if article else "instrument"
    row["url"] = f"{site}{language_prefix()}/{kind}/{quote(identity, safe=':')}"
    row["built_on"] = (row["built_at"] or "")[:10]
    row["version_said"] = version_of(row, await query(WITH_DOI))
    row["part"] = (
        (row["label"] if row["confirmed"] else _("article not confirmed")) if article else None
    )
    address = f"{language_prefix()}/cite/{quote(identity, safe=':')}"
    return {
        "row": row,
        "plain": plain_citation(row),
        "bibtex": bibtex(row),
        "csl": csl(row),
        "coins": coins(row),
        "meta": dublin_core(row),
        "frbr_uri": row["frbr_uri"],
        "links": {"bib": f"{address}.bib", "csl": f"{address}.csl.json"},
    }


def plain_citation(row: Row) -> str:
    """Country, title, number, date, article; the source it was read in; where it is shown."""
    number = printed_number(row["number"] or "", row["title"], row["language"] or "")
    date = (
        written(row["adopted_on"])
        if row["adopted_on"] and row["adopted_on"][:4] not in row["title"]
        else None
    )
    law = ", ".join(
        part for part in (row["country"], row["title"], number, date, row["part"]) if part
    )
    source, state = _("Source:"), _("state of")  # not inside the f-string: Babel would miss them
    read_in = f"{source} {row['source']}{account_of(row)}"
    return (
        f"{law}. {read_in}. Palermo Ledger, {state} {written(row['built_on'])}, "
        f"{row['version_said']}, {row['url']}"
    )


def version_of(row: Row, released: list[Row]) -> str:
    """The version of the build in words, with the last release that has a DOI."""
    version = _("version %(version)s", version=row["version"])
    return ", ".join([version, *map(cite_release, released)])


def account_of(row: Row) -> str:
    """That the source is an account and not the words of the law, in brackets; else nothing."""
    words = _("an account, the words of the article were not read")
    return f" ({words})" if row["by_account"] else ""


def printed_number(number: str, title: str, language: str) -> str | None:
    """A number as laws of its language print it: n° 2010-86, No. 32 of 2014, n.º 6/2012, رقم 15
    لسنة 2011; None for what the title says already. One with words of its own (Act 12 of 2022)
    stays as it is.
    """
    figures = [part.lstrip("0") or "0" for part in re.findall(r"\d+", number)]
    said = r"(?<!\d)0*" + r"\D{1,9}0*".join(figures) + r"(?!\d)"
    if not number or number in title or (len(figures) > 1 and re.search(said, title)):
        return None
    if not FIGURES_FIRST.fullmatch(number):
        return number
    first, _of, year = re.sub(r"^(\d+)(?:/| of )(\d{4})$", r"\1 of \2", number).partition(" of ")
    pattern, with_year = PRINTED.get(language.split(";")[0], ("{}", "{}/{}"))
    return with_year.format(first, year) if year else pattern.format(number)


def bibtex(row: Row) -> str:
    """One @misc entry; signs that TeX would take for commands are escaped."""
    fields = {
        "title": "{" + tex(", ".join(part for part in (row["title"], row["part"]) if part)) + "}",
        "author": "{" + tex(row["country"]) + "}" if row["country"] else None,
        "year": (row["adopted_on"] or "")[:4] or None,
        "number": tex(row["number"]) if row["number"] else None,
        "language": row["language"],
        "howpublished": f"Palermo Ledger, \\url{{{row['url']}}}",
        "note": tex(
            f"{row['source']}{account_of(row)}; {row['built_on']}, {row['version_said']}"
        ),
    }
    key = re.sub(r"[^A-Za-z0-9:-]+", "-", row["provision"] or row["instrument"])
    return (
        f"@misc{{{key},\n"
        + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        + "}\n"
    )


def tex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in text)


def csl(row: Row) -> Row:
    """One CSL item."""
    fields = {
        "id": row["provision"] or row["instrument"],
        "type": TYPES.get(row["kind"], "legislation"),
        "title": row["title"],
        "number": row["number"],
        "section": row["part"],
        "jurisdiction": row["country"],
        "authority": row["country"],
        "issued": {"date-parts": [date_parts(row["adopted_on"])]} if row["adopted_on"] else None,
        "accessed": {"date-parts": [date_parts(row["built_on"])]} if row["built_on"] else None,
        "language": row["language"],
        "URL": row["url"],
        "archive": "Palermo Ledger",
        "source": row["source"] + account_of(row),
        "version": row["version"],
        "note": row["title_here"] if row["title_here"] != row["title"] else None,
    }
    return {name: value for name, value in fields.items() if value}


def date_parts(date: str) -> list[int]:
    return [int(part) for part in date.split("-")]


def coins(row: Row) -> str:
    """The title of a COinS span: OpenURL with Dublin Core, the item named as Zotero names its
    types.
    """
    kind = {"legislation": "statute", "bill": "bill", "report": "report", "treaty": "document"}[
        TYPES.get(row["kind"], "legislation")
    ]
    title = ", ".join(filter(None, (row["title"], row["part"])))
    pairs = {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": kind,
        "rft.title": title,
        "rft.creator": row["country"],
        "rft.date": row["adopted_on"],
        "rft.language": row["language"],
        "rft.identifier": row["url"],
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def dublin_core(row: Row) -> dict[str, str]:
    """The meta elements of the page."""
    found = {
        "DC.title": ", ".join(filter(None, (row["title"], row["part"]))),
        "DC.creator": row["country"],
        "DC.date": row["adopted_on"],
        "DC.type": "Text",
        "DC.language": row["language"],
        "DC.identifier": row["url"],
        "DC.source": row["source_url"],
        "DC.relation": row["frbr_uri"],
    }
    return {name: value for name, value in found.items() if value}


def site_of(request: Any) -> str:
    """The address of the site as the reader asked for it."""
    return f"{request.scheme}://{request.host}"

"""Instruments and provisions as schema.org/Legislation inside their pages, so that other programs
know what the page is about.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.language import language_prefix
from plugins.kit.page import Row

LAW = {"act", "code", "decree", "regulation", "bill", "agreement", "treaty", "directive", "mou"}
FORCE = {
    "in_force": "InForce",
    "amended": "InForce",
    "superseded": "NotInForce",
    "repealed": "NotInForce",
    "expired": "NotInForce",
    "draft": "NotInForce",
}
RELATIONS = {
    "amends": "legislationAmends",
    "repeals": "legislationRepeals",
    "replaces": "legislationChanges",
    "implements": "isBasedOn",
    "translates": "translationOfWork",
    "cites": "citation",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def held(values: Row) -> Row:
    """Without what is not held."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def instrument(row: Row, relations: list[Row], site: str) -> Row:
    """One law, plan or agreement; `row` has the columns of `instrument` and `country_name`."""
    law = row["kind"] in LAW
    area = (
        {"@type": "AdministrativeArea", "name": row["country_name"], "identifier": row["country"]}
        if row["country"]
        else None
    )
    linked: Row = {}
    for relation in relations:
        if relation["direction"] == "of" and relation["kind"] in RELATIONS:
            linked.setdefault(RELATIONS[relation["kind"]], []).append(
                {"@id": f"{site}/instrument/{relation['id']}"}
            )
    force = FORCE.get(row["status"])
    span = row["in_force_on"] and f"{row['in_force_on']}/{row['ended_on'] or '..'}"
    return held(
        {
            "@context": "https://schema.org",
            "@type": "Legislation" if law else "CreativeWork",
            "@id": f"{site}/instrument/{row['id']}",
            "url": f"{site}{language_prefix()}/instrument/{row['id']}",
            "name": row["title_en"],
            "alternateName": [
                title
                for title in dict.fromkeys((row["title"], row["title_fr"]))
                if title and title != row["title_en"]
            ],
            "identifier": [value for value in (row["id"], row["number"], row["frbr_uri"]) if value],
            "inLanguage": (row["language"] or "").split(";"),
            "temporalCoverage": span,
            "sdLicense": LICENCE,
            **linked,
            **(
                {
                    "legislationIdentifier": row["frbr_uri"] or row["number"] or row["id"],
                    "legislationType": row["kind"],
                    "legislationJurisdiction": area,
                    "legislationDate": row["adopted_on"],
                    "legislationLegalForce": force and f"https://schema.org/{force}",
                }
                if law
                else {"spatialCoverage": area, "dateCreated": row["adopted_on"]}
            ),
        }
    )


def provision(row: Row, items: list[Row], site: str) -> Row:
    """One article as a part of its instrument; `row` as plugins/provision.py reads it, `items` what
    it gives effect to.
    """
    law = row["kind"] in LAW
    area = (
        {"@type": "AdministrativeArea", "name": row["country_name"], "identifier": row["country"]}
        if row["country"]
        else None
    )
    force = FORCE.get(row["status"])
    whole = {
        "@type": "Legislation" if law else "CreativeWork",
        "@id": f"{site}/instrument/{row['instrument']}",
        "name": row["instrument_title"],
    }
    return held(
        {
            "@context": "https://schema.org",
            "@type": "Legislation" if law else "CreativeWork",
            "@id": f"{site}/provision/{row['id']}",
            "url": f"{site}{language_prefix()}/provision/{row['id']}",
            "name": ", ".join(part for part in (row["label"], row["heading"]) if part),
            "abstract": row["summary_en"],
            "isPartOf": whole,
            "about": [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{site}/item/{one['item']}",
                    "name": one["label"],
                    "termCode": one["item"],
                }
                for one in items
                if one["extent"]
            ],
            "sdLicense": LICENCE,
            **(
                {
                    "legislationIdentifier": row["id"],
                    "legislationJurisdiction": area,
                    "legislationLegalForce": force and f"https://schema.org/{force}",
                }
                if law
                else {"spatialCoverage": area}
            ),
        }
    )


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    def site(request: Any) -> str:
        """The address of the site as the reader wrote it."""
        return str(datasette.absolute_url(request, "/")).rstrip("/")

    env.globals["linked_instrument"] = lambda row, relations, request: instrument(
        row, relations, site(request)
    )
    env.globals["linked_provision"] = lambda row, items, request: provision(
        row, items, site(request)
    )

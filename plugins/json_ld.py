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


def describe_instrument(row: Row, relations: list[Row], site: str) -> Row:
    """One law, plan or agreement; `row` has the columns of `instrument` and `country_name`."""
    titles = dict.fromkeys((row["title"], row["title_fr"]))
    return without_empty(
        {
            **described_as(row, f"instrument/{row['id']}", site),
            "name": row["title_en"],
            "alternateName": [title for title in titles if title and title != row["title_en"]],
            "identifier": [value for value in (row["id"], row["number"], row["frbr_uri"]) if value],
            "inLanguage": (row["language"] or "").split(";"),
            "temporalCoverage": row["in_force_on"]
            and f"{row['in_force_on']}/{row['ended_on'] or '..'}",
            **describe_relations(relations, site),
            **(
                {
                    "legislationIdentifier": row["frbr_uri"] or row["number"] or row["id"],
                    "legislationType": row["kind"],
                    "legislationDate": row["adopted_on"],
                }
                if row["kind"] in LAW
                else {"dateCreated": row["adopted_on"]}
            ),
        }
    )


def describe_provision(row: Row, items: list[Row], site: str) -> Row:
    """One article as a part of its instrument; `row` as plugins/provision.py reads it, `items` what
    it gives effect to.
    """
    return without_empty(
        {
            **described_as(row, f"provision/{row['id']}", site),
            "name": ", ".join(part for part in (row["label"], row["heading"]) if part),
            "abstract": row["summary_en"],
            "isPartOf": {
                "@type": type_of(row),
                "@id": f"{site}/instrument/{row['instrument']}",
                "name": row["instrument_title"],
            },
            "about": [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{site}/item/{item['item']}",
                    "name": item["label"],
                    "termCode": item["item"],
                }
                for item in items
                if item["extent"]
            ],
            **({"legislationIdentifier": row["id"]} if row["kind"] in LAW else {}),
        }
    )


def without_empty(values: Row) -> Row:
    """Without what is not known."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def type_of(row: Row) -> str:
    """The class of schema.org for a kind of instrument."""
    return "Legislation" if row["kind"] in LAW else "CreativeWork"


def described_as(row: Row, path: str, site: str) -> Row:
    """What laws, other instruments and their articles have in common."""
    country = {
        "@type": "AdministrativeArea",
        "name": row["country_name"],
        "identifier": row["country"],
    }
    area = country if row["country"] else None
    force = FORCE.get(row["status"])
    return {
        "@context": "https://schema.org",
        "@type": type_of(row),
        "@id": f"{site}/{path}",
        "url": f"{site}{language_prefix()}/{path}",
        "sdLicense": LICENCE,
        **(
            {
                "legislationJurisdiction": area,
                "legislationLegalForce": force and f"https://schema.org/{force}",
            }
            if row["kind"] in LAW
            else {"spatialCoverage": area}
        ),
    }


def describe_relations(relations: list[Row], site: str) -> Row:
    """What an instrument amends, repeals and so on, by the property of schema.org."""
    linked: Row = {}
    for relation in relations:
        if relation["direction"] == "of" and relation["kind"] in RELATIONS:
            other = {"@id": f"{site}/instrument/{relation['id']}"}
            linked.setdefault(RELATIONS[relation["kind"]], []).append(other)
    return linked


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    def site(request: Any) -> str:
        """The address of the site as the reader wrote it."""
        return str(datasette.absolute_url(request, "/")).rstrip("/")

    env.globals["linked_instrument"] = lambda row, relations, request: describe_instrument(
        row, relations, site(request)
    )
    env.globals["linked_provision"] = lambda row, items, request: describe_provision(
        row, items, site(request)
    )

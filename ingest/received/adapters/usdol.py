"""Findings of the US Department of Labor on child labour."""

from typing import Any, NamedTuple

from ingest.folding import slug
from ingest.received.adapters.context import Context, Rows, Unplaced, Values, Yielded
from scrapers import SOURCES

INSTRUMENTS = {
    "C_138_Ratified": "c138",
    "C_182_Ratified": "c182",
    "Convention_on_the_Rights_of_the_Child_Ratified": "crc",
    "CRC_Commercial_Sexual_Exploitation_of_Children_Ratified": "opsc",
    "CRC_Armed_Conflict_Ratified": "opac",
    "Palermo_Ratified": "palermo",
}


class Standard(NamedTuple):
    """A legal standard of the report: its name there, our item, and what it bans in our words."""

    title: str
    item: str | None
    english: str
    french: str


XML_STANDARDS = {  # by element of the XML edition
    "Prohibition_Child_Trafficking": Standard(
        "Prohibition of Child Trafficking",
        "palermo:3.c",
        "child trafficking",
        "la traite des enfants",
    ),
    "Prohibition_Forced_Labor": Standard(
        "Prohibition of Forced Labor",
        None,
        "forced labour",
        "le travail forcé",
    ),
    "Prohibition_CSEC": Standard(
        "Prohibition of Commercial Sexual Exploitation of Children",
        None,
        "commercial sexual exploitation of children",
        "l'exploitation sexuelle d'enfants à des fins commerciales",
    ),
}
# the PDF reports name a standard by its title
STANDARDS = XML_STANDARDS | {standard.title: standard for standard in XML_STANDARDS.values()}
VERDICTS = {"yes": "met", "no": "not_met"}
STATUSES = {"yes": "bound", "no": "none"}


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Ratification flags and legal standards of the child labour findings; suggested actions as a
    count by area, with the oldest year.
    """
    areas: dict[tuple[str, str, str], list[str]] = {}
    for kind, row in rows:
        country = context.place_country(str(row["country"]))
        if isinstance(country, Unplaced):
            if kind == "country":
                yield "issue", country
            continue
        year = str(row["year"])
        facts: Values = {"country": country, "locator": f"{name}, {year}"}
        if kind == "convention":
            yield from convention_status(facts, row, year)
        elif kind == "standard":
            yield from legal_standard(facts, row, year)
        elif kind == "action":
            area = str(row["area"]).replace("_", " ")
            areas.setdefault((country, year, area), []).append(str(row.get("first_year") or year))
    for (code, year, area), years in areas.items():
        facts = {"country": code, "locator": f"{name}, {year}"}
        yield "finding", suggested_actions(facts, area, year, years)


def convention_status(facts: Values, row: dict[str, Any], year: str) -> Yielded:
    """Whether a convention of this ledger is ratified, where the answer is a plain yes or no."""
    instrument = INSTRUMENTS.get(row["convention"])
    status = STATUSES.get(str(row["ratified"]).lower())
    if instrument and status:
        yield "party", {**facts, "instrument": instrument, "status": status, "as_of": year}


def legal_standard(facts: Values, row: dict[str, Any], year: str) -> Yielded:
    """A finding on a legal standard of the whole country, for a plain yes or no."""
    standard = STANDARDS.get(row["standard"])
    verdict = VERDICTS.get(str(row.get("conforms") or row.get("met")).lower())
    if standard and verdict and not row.get("territory"):
        yield "finding", standard_finding(facts, standard, year, verdict)


def standard_finding(facts: Values, standard: Standard, year: str, verdict: str) -> Values:
    """A finding on a legal standard, in our words."""
    met = verdict == "met"
    english = "meets" if met else "does not meet"
    french = "est conforme" if met else "n’est pas conforme"
    return {
        **facts,
        "id": finding_id(facts, year, slug(standard.title.lower())),
        "item": standard.item,
        "standard": standard.title,
        "year": year,
        "verdict": verdict,
        "statement_en": f"The ban on {standard.english} in law {english} the international standard"
        " used by the Department.",
        "statement_fr": f"L'interdiction légale visant {standard.french} {french} à la norme "
        "internationale retenue par le Département.",
    }


def suggested_actions(facts: Values, area: str, year: str, years: list[str]) -> Values:
    """How much a report asks for in one area, and since when; its sentences stay in the report."""
    number, oldest = len(years), min(years)
    plural = "s" if number > 1 else ""
    return {
        **facts,
        "id": finding_id(facts, year, f"actions-{slug(area.lower())}"),
        "standard": f"Suggested actions: {area}",
        "year": year,
        "first_year": oldest,
        "verdict": "partly",
        "statement_en": f"{number} suggested action{plural} under “{area}”, the oldest since "
        f"{oldest}.",
        "statement_fr": f"{number} mesure{plural} suggérée{plural} sous « {area} », la plus "
        f"ancienne depuis {oldest}.",
    }


def finding_id(facts: Values, year: str, subject: str) -> str:
    return f"{str(facts['country']).lower()}-{SOURCES['usdol']}-{year}-{subject}"

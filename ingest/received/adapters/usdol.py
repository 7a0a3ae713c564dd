"""Findings of the US Department of Labor on child labour."""

from ingest.curated import slug
from ingest.received.adapters.context import Context, Rows, Unplaced, Values, Yielded

CONVENTIONS = {
    "C_138_Ratified": "c138",
    "C_182_Ratified": "c182",
    "Convention_on_the_Rights_of_the_Child_Ratified": "crc",
    "CRC_Commercial_Sexual_Exploitation_of_Children_Ratified": "opsc",
    "CRC_Armed_Conflict_Ratified": "opac",
    "Palermo_Ratified": "palermo",
}
# as either form of the report names it -> name, item, our words in English and French
STANDARDS = {
    "Prohibition_Child_Trafficking": (
        "Prohibition of Child Trafficking",
        "palermo:3.c",
        "child trafficking",
        "la traite des enfants",
    ),
    "Prohibition_Forced_Labor": (
        "Prohibition of Forced Labor",
        None,
        "forced labour",
        "le travail forcé",
    ),
    "Prohibition_CSEC": (
        "Prohibition of Commercial Sexual Exploitation of Children",
        None,
        "commercial sexual exploitation of children",
        "l'exploitation sexuelle d'enfants à des fins commerciales",
    ),
}
STANDARDS |= {words[0]: words for words in list(STANDARDS.values())}


def usdol(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Ratification flags and legal standards of the child labour findings; suggested actions as a
    count by area, with the oldest year.
    """
    areas: dict[tuple[str, str, str], list[str]] = {}
    for kind, row in rows:
        country = context.country(str(row["country"]))
        if isinstance(country, Unplaced):
            if kind == "country":
                yield "issue", country
            continue
        year = str(row["year"])
        facts: Values = {
            "country": country,
            "source": "us-dol-ilab",
            "locator": f"{name}, {year}",
            "verification": "seen",
        }
        if (
            kind == "convention"
            and row["convention"] in CONVENTIONS
            and str(row["ratified"]).lower() in ("yes", "no")
        ):
            status = "bound" if str(row["ratified"]).lower() == "yes" else "none"
            yield (
                "party",
                {
                    **facts,
                    "instrument": CONVENTIONS[row["convention"]],
                    "status": status,
                    "as_of": year,
                },
            )
        elif kind == "standard" and row["standard"] in STANDARDS and not row.get("territory"):
            answer = str(row.get("conforms") or row.get("met")).lower()
            if answer in ("yes", "no"):
                yield "finding", standard(facts, str(row["standard"]), year, answer == "yes")
        elif kind == "action":
            areas.setdefault((country, year, str(row["area"]).replace("_", " ")), []).append(
                str(row.get("first_year") or year)
            )
    for (code, year, area), years in areas.items():
        facts = {
            "country": code,
            "source": "us-dol-ilab",
            "locator": f"{name}, {year}",
            "verification": "seen",
        }
        yield "finding", suggested(facts, area, year, years)


def standard(facts: Values, printed: str, year: str, met: bool) -> Values:
    """A finding on a legal standard, in our words."""
    title, item, english, french = STANDARDS[printed]
    return {
        **facts,
        "id": f"{str(facts['country']).lower()}-us-dol-ilab-{year}-{slug(title.lower())}",
        "item": item,
        "standard": title,
        "year": year,
        "verdict": "met" if met else "not_met",
        "statement_en": f"The ban on {english} in law {'meets' if met else 'does not meet'} the international standard used by the Department.",
        "statement_fr": f"L'interdiction légale visant {french} {'est conforme' if met else 'n’est pas conforme'} à la norme internationale "
        "retenue par le Département.",
    }


def suggested(facts: Values, area: str, year: str, years: list[str]) -> Values:
    """How much a report asks for in one area, and since when; its sentences stay in the report."""
    number, oldest = len(years), min(years)
    return {
        **facts,
        "id": f"{str(facts['country']).lower()}-us-dol-ilab-{year}-actions-{slug(area.lower())}",
        "standard": f"Suggested actions: {area}",
        "year": year,
        "first_year": oldest,
        "verdict": "partly",
        "statement_en": f"{number} suggested action{'s' if number > 1 else ''} under “{area}”, the oldest since {oldest}.",
        "statement_fr": f"{number} mesure{'s' if number > 1 else ''} suggérée{'s' if number > 1 else ''} sous « {area} », "
        f"la plus ancienne depuis {oldest}.",
    }

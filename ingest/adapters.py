"""From rows as a page prints them to rows of the data model: one adapter a source, `adapter(context, name, rows, seen)`.

`name` is the name of the saved page, `seen` the day it was received. An adapter yields (table, values), or ("issue", Unplaced) for what it
cannot place. Sentences of a source are never carried over: what an adapter says about a finding is in our words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from ingest.curated import slug
from ingest.dedupe import Title, known_titles, suggest
from ingest.names import Names, Unread, read_date
from ingest.store import Model

Values = dict[str, str | None]
Yielded = Iterator[tuple[str, "Values | Unplaced"]]
Rows = Iterable[tuple[str, dict[str, Any]]]

PUBLISHER = {  # scraper -> id in db/curated/source.csv
    "untc": "untc", "usdol": "us-dol-ilab", "sherloc": "unodc-sherloc", "tip": "us-tip", "peachjam": "peachjam", "akn": "akn", "sgg": "sgg",
    "capeverde": "boletim-oficial-cv", "uwazi": "uwazi", "uhri": "uhri", "au": "au-int", "normlex": "ilo-normlex",
}  # fmt: skip
TREATIES = {"xviii-12": "untoc", "xviii-12-a": "palermo", "xviii-12-b": "smuggling", "xviii-12-c": "firearms", "iv-8": "cedaw",
            "iv-11": "crc", "iv-11-c": "opsc", "iv-13": "icmw"}  # fmt: skip
ILO = {"C029": "c29", "P029": "p029", "C105": "c105", "C138": "c138", "C182": "c182", "C189": "c189"}
CONVENTIONS = {"C_138_Ratified": "c138", "C_182_Ratified": "c182", "Convention_on_the_Rights_of_the_Child_Ratified": "crc",
               "CRC_Commercial_Sexual_Exploitation_of_Children_Ratified": "opsc", "CRC_Armed_Conflict_Ratified": "opac",
               "Palermo_Ratified": "palermo"}  # fmt: skip
STANDARDS = {  # as either form of the report names it -> name, item, our words in English and French
    "Prohibition_Child_Trafficking": ("Prohibition of Child Trafficking", "palermo:3.c", "child trafficking", "la traite des enfants"),
    "Prohibition_Forced_Labor": ("Prohibition of Forced Labor", None, "forced labour", "le travail forcé"),
    "Prohibition_CSEC": ("Prohibition of Commercial Sexual Exploitation of Children", None, "commercial sexual exploitation of children",
                         "l'exploitation sexuelle d'enfants à des fins commerciales"),
}  # fmt: skip
STANDARDS |= {words[0]: words for words in list(STANDARDS.values())}
TIERS = {"tier 1": "1", "tier 2": "2", "tier 2 watch list": "2WL", "tier 2 watchlist": "2WL", "tier 3": "3", "special case": "special"}
WORDS = ("traite", "traffick", "tráfico de pessoas", "trafic", "esclavage", "escravatura", "slavery", "exploitation")


@dataclass(frozen=True)
class Unplaced:
    """Something a page says that has no place in the data model yet, with a hint for the person who looks at it."""

    kind: str
    value: str
    hint: str = ""


class Context:
    """What adapters may ask of the database under construction."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self.names = Names(db)

    def country(self, printed: str) -> str | Unplaced:
        """The code of a country, or what to report."""
        code = self.names.place(printed)
        if code is None:
            near = self.names.hint(printed)
            return Unplaced("unknown_country", printed, f"near {near}" if near else "")
        return code

    def known(self, model: Model, table: str, values: Values) -> bool:
        """True when a person has already recorded this row: a curated fact is not written over by a page."""
        keys = model.keys[table]
        if not keys:
            return False
        where = " and ".join(f"[{key}] = ?" for key in keys)
        return self.db.execute(f"select 1 from [{table}] where {where}", [values.get(key) for key in keys]).fetchone() is not None


def untc(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Parties of a UN treaty, as at the time the page prints."""
    instrument = TREATIES.get(name)
    as_of = seen
    for kind, row in rows:
        if kind == "treaty" and row["as_at"]:
            as_of = read_date(str(row["as_at"]).split(" ")[0], day_first=True).date
        if kind != "party":
            continue
        country = context.country(str(row["country"]))
        if instrument is None or isinstance(country, Unplaced):
            yield "issue", country if isinstance(country, Unplaced) else Unplaced("unknown_instrument", name)
            continue
        status = "left" if row["withdrawn"] == "yes" else "bound" if row["bound_on"] else "signatory"
        act = {"participation": "definitive_signature"}.get(str(row["bound_by"]), row["bound_by"])
        yield "party", {
            "instrument": instrument, "country": country, "status": status, "signed_on": day(row["signed_on"]), "bound_on": day(row["bound_on"]),
            "bound_by": act if row["bound_on"] else None, "as_of": as_of, "source": PUBLISHER["untc"], "locator": name, "verification": "seen",
        }  # fmt: skip


def usdol(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Ratification flags and legal standards of the child labour findings; suggested actions as a count by area, with the oldest year."""
    areas: dict[tuple[str, str, str], list[str]] = {}
    for kind, row in rows:
        country = context.country(str(row["country"]))
        if isinstance(country, Unplaced):
            if kind == "country":
                yield "issue", country
            continue
        year = str(row["year"])
        facts: Values = {"country": country, "source": PUBLISHER["usdol"], "locator": f"{name}, {year}", "verification": "seen"}
        if kind == "convention" and row["convention"] in CONVENTIONS and str(row["ratified"]).lower() in ("yes", "no"):
            status = "bound" if str(row["ratified"]).lower() == "yes" else "none"
            yield "party", {**facts, "instrument": CONVENTIONS[row["convention"]], "status": status, "as_of": year}
        elif kind == "standard" and row["standard"] in STANDARDS and not row.get("territory"):
            answer = str(row.get("conforms") or row.get("met")).lower()
            if answer in ("yes", "no"):
                yield "finding", standard(facts, str(row["standard"]), year, answer == "yes")
        elif kind == "action":
            areas.setdefault((country, year, str(row["area"]).replace("_", " ")), []).append(str(row.get("first_year") or year))
    for (code, year, area), years in areas.items():
        facts = {"country": code, "source": PUBLISHER["usdol"], "locator": f"{name}, {year}", "verification": "seen"}
        yield "finding", suggested(facts, area, year, years)


def standard(facts: Values, printed: str, year: str, met: bool) -> Values:
    """A finding on a legal standard, in our words."""
    title, item, english, french = STANDARDS[printed]
    return {
        **facts, "id": f"{str(facts['country']).lower()}-us-dol-ilab-{year}-{slug(title.lower())}", "item": item, "standard": title, "year": year,
        "verdict": "met" if met else "not_met",
        "statement_en": f"The ban on {english} in law {'meets' if met else 'does not meet'} the international standard used by the Department.",
        "statement_fr": f"L'interdiction légale visant {french} {'est conforme' if met else 'n’est pas conforme'} à la norme internationale "
                        "retenue par le Département.",
    }  # fmt: skip


def suggested(facts: Values, area: str, year: str, years: list[str]) -> Values:
    """How much a report asks for in one area, and since when; its sentences stay in the report."""
    number, oldest = len(years), min(years)
    return {
        **facts, "id": f"{str(facts['country']).lower()}-us-dol-ilab-{year}-actions-{slug(area.lower())}", "standard": f"Suggested actions: {area}",
        "year": year, "first_year": oldest, "verdict": "partly",
        "statement_en": f"{number} suggested action{'s' if number > 1 else ''} under “{area}”, the oldest since {oldest}.",
        "statement_fr": f"{number} mesure{'s' if number > 1 else ''} suggérée{'s' if number > 1 else ''} sous « {area} », "
                        f"la plus ancienne depuis {oldest}.",
    }  # fmt: skip


def tip(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """The tier of a country; its name carries the year, as in 2025-benin."""
    for kind, row in rows:
        if kind == "tier":
            country = context.country(str(row["country"]))
            if isinstance(country, Unplaced):
                yield "issue", country
            else:
                value = TIERS[str(row["tier"]).lower()]
                yield "tier", {"country": country, "year": name[:4], "measure": "tip", "value": value, "source": PUBLISHER["tip"],
                               "locator": name, "verification": "seen"}  # fmt: skip


def sherloc(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """How many trafficking cases and articles the portal lists for a country."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind, row in rows:
        if kind in ("case", "legislation"):
            country = context.country(str(row["fields"].get("country_label", "")))
            if isinstance(country, Unplaced):
                yield "issue", country
            else:
                counts[kind, country] += 1
    for (kind, country), number in sorted(counts.items()):
        words = ("court cases", "affaires") if kind == "case" else ("articles of law", "articles de loi")
        yield "statistic", counted(f"sherloc-{kind}-{country.lower()}-{name}", country, f"sherloc_{kind}", number, seen, words, "sherloc", name)


def uhri(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """How often human rights mechanisms spoke to a country about trafficking."""
    counts: Counter[str] = Counter()
    for kind, row in rows:
        for printed in row["countries"] if kind == "observation" else ():
            country = context.country(printed)
            if isinstance(country, Unplaced):
                yield "issue", country
            else:
                counts[country] += 1
    for country, number in sorted(counts.items()):
        words = ("recommendations and observations on trafficking", "recommandations et observations sur la traite")
        yield "statistic", counted(f"uhri-{country.lower()}", country, "uhri_observations", number, seen, words, "uhri", name)


def counted(identity: str, country: str, measure: str, number: int, seen: str, words: tuple[str, str], source: str, name: str) -> Values:
    """A count of entries in a database, never of victims or of events."""
    return {
        "id": identity, "country": country, "period_end": seen or None, "measure": measure, "value": str(number), "bound": "exact", "unit": "entries",
        "definition_en": f"Number of {words[0]} that the database lists for the country on the day it was read.",
        "definition_fr": f"Nombre d'entrées ({words[1]}) que la base recense pour le pays au jour de la lecture.",
        "source": PUBLISHER[source], "locator": name, "verification": "seen",
    }  # fmt: skip


def normlex(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Ratifications of ILO conventions from a saved page of a country; the page is named after it, as in ghana."""
    country = context.country(name.split("-")[0] if "-" not in name else name.replace("-", " "))
    for kind, row in rows:
        if kind != "ratification" or row["code"] not in ILO:
            continue
        if isinstance(country, Unplaced):
            yield "issue", country
            return
        status = "left" if row["status"] == "Denounced" else "bound"
        yield "party", {"instrument": ILO[row["code"]], "country": country, "status": status, "bound_on": day(row["date"]), "bound_by": "ratification",
                        "as_of": seen or None, "source": PUBLISHER["normlex"], "locator": name, "verification": "seen"}  # fmt: skip


def titles(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Titles in official journals and collections that speak of trafficking: known, confirmed by a person, or left to one with a hint."""
    known = known_titles(context.db)
    held = {one.title.lower() for one in known} | {row["printed"].lower() for row in context.db.query("select printed from instrument_alias")}
    for kind, row in rows:
        title = str(row.get("title") or "")
        if kind in ("act", "entity", "listed") and any(word in title.lower() for word in WORDS) and title.lower() not in held:
            country = {"cog": "COG", "mrt": "MRT", "mli": "MLI", "gin": "GIN"}.get(name.split("-")[0])
            near = suggest([Title(title, country, title, date=row.get("date") or row.get("year"))], known, most=1)
            hint = f"near {near[0].known} ({near[0].score:.0f}, {near[0].reason}); " if near else ""
            yield "issue", Unplaced("unknown_instrument", title, hint + str(row.get("pdf") or row.get("url") or row.get("date") or ""))


def day(printed: Any) -> str | None:
    """A printed date as the data model keeps it; None stays None. Raises Unread for what is no date."""
    return read_date(str(printed)).date if printed else None


ADAPTERS: dict[str, Callable[[Context, str, Rows, str], Yielded]] = {
    "untc": untc, "usdol": usdol, "tip": tip, "sherloc": sherloc, "uhri": uhri, "normlex": normlex,
    "sgg": titles, "capeverde": titles, "uwazi": titles, "au": titles,
}  # fmt: skip
__all__ = ["ADAPTERS", "PUBLISHER", "Context", "Unplaced", "Unread"]

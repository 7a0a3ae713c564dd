"""Is a text the law it is to be filed under? Number, year, title, country and language of the text
are compared with the record.

    check_identity(read_identity(document, act), record, records)  ->  Verdict("other", [...])

same    the number is that of the record, or the title is, and nothing speaks against it
other   the text names another number, year or country, is in another language, or is plainly the
        text of another record: refused
doubt   neither: a person looks
"""

from typing import NamedTuple

from ingest.law.acts import Act
from ingest.received.law_identity import (
    Identity,
    compare_countries,
    compare_languages,
    compare_numbers,
    compare_years,
    read_identity,
    say_difference,
    title_share,
)
from ingest.received.law_records import LawRecord, LawRecords

# Shares of the words of a title, by their rarity. Set by hand on the texts of docs/measurements.md.
SURE_TITLE, SAME_TITLE, LIKE_TITLE, OTHER_TITLE = 0.85, 0.72, 0.5, 0.3
IMPOSSIBLE = 2.0  # the title of a national law alone proves nothing: many States use the same
MOST_PLACES = 10  # records that are looked at closely
COUNTRY_COUNTS = {"same": 0.5, "unknown": 0.0, "other": -1.0}  # beside the share of a title
CLEARLY = 0.5  # by so much the title of another record fits better


class ChosenAct(NamedTuple):
    """An act of a file and whether it is the law of a record."""

    act: Act
    verdict: "Verdict"


class Place(NamedTuple):
    """The record whose law an act is, or None and a hint for a person."""

    record: LawRecord | None
    hint: str

    @property
    def shown(self) -> str:
        """For a list of acts."""
        return f"{self.record.id} ({self.record.shown[:90]})" if self.record else self.hint


class Verdict(NamedTuple):
    """same, other or doubt, and why, in words that name both values."""

    kind: str
    reasons: list[str]


def check_identity(identity: Identity, record: LawRecord, records: LawRecords) -> Verdict:
    """Whether a text is the law of a record."""
    share = title_share(identity, record, records)
    number = compare_numbers(identity, record)
    found = {
        "number": number,
        "year": compare_years(identity, record),
        "country": compare_countries(identity, record),
        "language": compare_languages(identity, record, records),
    }
    against = [
        fault
        for key in found
        if found[key] == "other"
        for fault in [say_difference(key, identity, record)]
    ]
    enough = share_needed(identity, record, found)
    if not against and (share >= enough or (number == "same" and share >= OTHER_TITLE)):
        return Verdict("same", [])
    plain = number == "other" or found["country"] == "other" or len(against) > 1
    if against and (plain or share < SAME_TITLE):
        return Verdict("other", against)
    if better := better_record(identity, record, share, records):
        return Verdict("other", [f"its title is that of {better.id} ({better.shown[:100]})"])
    unsure = f"{share:.0%} of the words of its title stand at the head, and nothing else says it"
    return Verdict("doubt", against or [unsure])


def share_needed(identity: Identity, record: LawRecord, found: dict[str, str]) -> float:
    """How much of its title must stand at the head of a text of which nothing differs."""
    if identity.own and (found["number"] == "mentioned" or not record.country):
        # it bears the number of another act, such as one that amends or approves this one
        return IMPOSSIBLE
    if found["number"] == "mentioned" or "same" in (found["year"], found["country"]):
        return SAME_TITLE
    return IMPOSSIBLE if record.country else SURE_TITLE


def better_record(
    identity: Identity, record: LawRecord, share: float, records: LawRecords
) -> LawRecord | None:
    """Another record of which the text plainly is."""
    for other in records.by_id.values():
        if other.id == record.id or other.country != record.country:
            continue
        fits = title_share(identity, other, records)
        numbers = compare_numbers(identity, other), compare_numbers(identity, record)
        if fits >= LIKE_TITLE and numbers[0] == "same" != numbers[1]:
            return other
        if fits >= max(SAME_TITLE, share + CLEARLY) and "same" not in numbers:
            return other
    return None


def choose_act(
    found: list[Act], record: LawRecord, records: LawRecords, language: str = ""
) -> ChosenAct:
    """Which of the acts of a file is the law of a record. Of several, one must be it plainly, or
    be the only one that may be it.
    """
    judged = [
        ChosenAct(act, check_identity(read_identity(act, records, language), record, records))
        for act in found
    ]
    for kind in ("same", "doubt"):
        fitting = [one for one in judged if one.verdict.kind == kind]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = "; ".join(one.act.name[:100] for one in fitting)
            return fitting[0]._replace(verdict=Verdict("other", [f"it may be any of: {names}"]))
    if len(judged) == 1:
        return judged[0]
    names = "; ".join(act.name[:100] for act in found)
    return judged[0]._replace(verdict=Verdict("other", [f"it holds {len(found)} acts: {names}"]))


def is_named(identity: Identity, record: LawRecord) -> bool:
    """Whether a text has the number of a record, or without one its year and country."""
    if identity.own:
        return compare_numbers(identity, record) == "same"
    named = compare_years(identity, record), compare_countries(identity, record)
    return named == ("same", "same")


def tells_which(identity: Identity, record: LawRecord, records: LawRecords) -> bool:
    """Whether a text has more than the number in common with a record: year, country or title."""
    told = compare_years(identity, record), compare_countries(identity, record)
    return "same" in told or title_share(identity, record, records) >= SAME_TITLE


def place_act(act: Act, records: LawRecords, language: str = "") -> Place:
    """The record whose law an act is: the only one with its number, or of an act without a number
    with its title, year and country, of which nothing differs. `Loi n° 1` alone is no name.
    """
    identity = read_identity(act, records, language)
    shares = {
        record: title_share(identity, record, records)
        + (compare_numbers(identity, record) == "same")
        + COUNTRY_COUNTS[compare_countries(identity, record)]
        for record in records.by_id.values()
    }
    ranked = sorted(shares, key=lambda record: -shares[record])[:MOST_PLACES]
    same = [
        record
        for record in ranked
        if is_named(identity, record)
        and tells_which(identity, record, records)
        and check_identity(identity, record, records).kind == "same"
    ]
    at_home = [record for record in same if compare_countries(identity, record) == "same"]
    for found in (same, at_home):  # two States may have a law of one number in a year
        if len(found) == 1:
            return Place(found[0], "")
    near = [record.id for record in same or ranked[:1] if shares[record] >= LIKE_TITLE]
    hint = f"no record is surely this law; nearest: {', '.join(near)}" if near else "no record"
    return Place(None, f"{hint}; import the file again with INSTRUMENT=")

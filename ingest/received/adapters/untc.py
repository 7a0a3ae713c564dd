"""Treaty actions of the UN Treaty Collection."""

from typing import Any

from ingest.received.adapters.context import Context, Rows, Unplaced, Values, Yielded, read_day
from ingest.received.dates import read_date

INSTRUMENTS = {
    "xviii-12": "untoc",
    "xviii-12-a": "palermo",
    "xviii-12-b": "smuggling",
    "xviii-12-c": "firearms",
    "iv-8": "cedaw",
    "iv-11": "crc",
    "iv-11-c": "opsc",
    "iv-13": "icmw",
}


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Parties of a UN treaty, as at the time the page prints."""
    instrument = INSTRUMENTS.get(name)
    as_of = seen
    for kind, row in rows:
        if kind == "treaty" and row["as_at"]:
            as_of = read_date(str(row["as_at"]).split(" ")[0], day_first=True).date
        if kind != "party":
            continue
        country = context.place_country(str(row["country"]))
        if isinstance(country, Unplaced):
            yield "issue", country
        elif instrument is None:
            yield "issue", Unplaced("unknown_instrument", name)
        else:
            facts: Values = {"instrument": instrument, "country": country, "as_of": as_of}
            yield "party", facts | treaty_actions(row)


def treaty_actions(row: dict[str, Any]) -> Values:
    """Status, signature and consent to be bound of one participant."""
    # the data model has no participation: it is a signature that binds at once
    act = "definitive_signature" if row["bound_by"] == "participation" else row["bound_by"]
    return {
        "status": status_of(row),
        "signed_on": read_day(row["signed_on"]),
        "bound_on": read_day(row["bound_on"]),
        "bound_by": act if row["bound_on"] else None,
    }


def status_of(row: dict[str, Any]) -> str:
    if row["withdrawn"] == "yes":
        return "left"
    return "bound" if row["bound_on"] else "signatory"

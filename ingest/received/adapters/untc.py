"""Treaty actions of the UN Treaty Collection."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, day
from ingest.received.dates import read_date

TREATIES = {
    "xviii-12": "untoc",
    "xviii-12-a": "palermo",
    "xviii-12-b": "smuggling",
    "xviii-12-c": "firearms",
    "iv-8": "cedaw",
    "iv-11": "crc",
    "iv-11-c": "opsc",
    "iv-13": "icmw",
}


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
            yield (
                "issue",
                country if isinstance(country, Unplaced) else Unplaced("unknown_instrument", name),
            )
            continue
        status = (
            "left" if row["withdrawn"] == "yes" else "bound" if row["bound_on"] else "signatory"
        )
        act = {"participation": "definitive_signature"}.get(str(row["bound_by"]), row["bound_by"])
        yield (
            "party",
            {
                "instrument": instrument,
                "country": country,
                "status": status,
                "signed_on": day(row["signed_on"]),
                "bound_on": day(row["bound_on"]),
                "bound_by": act if row["bound_on"] else None,
                "as_of": as_of,
                "source": "untc",
                "locator": name,
                "verification": "seen",
            },
        )

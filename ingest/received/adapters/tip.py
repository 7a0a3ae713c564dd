"""Tiers of the US trafficking in persons reports."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded

TIERS = {
    "tier 1": "1",
    "tier 2": "2",
    "tier 2 watch list": "2WL",
    "tier 2 watchlist": "2WL",
    "tier 3": "3",
    "special case": "special",
}


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """The tier of a country; the name of the page carries the year, as in 2025-benin."""
    for kind, row in rows:
        if kind != "tier":
            continue
        country = context.place_country(str(row["country"]))
        if isinstance(country, Unplaced):
            yield "issue", country
            continue
        value = TIERS[str(row["tier"]).lower()]
        yield "tier", {"country": country, "year": name[:4], "measure": "tip", "value": value}

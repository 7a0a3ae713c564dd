"""Ratifications of ILO conventions."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, read_day

INSTRUMENTS = {
    "C029": "c29",
    "P029": "p029",
    "C105": "c105",
    "C138": "c138",
    "C182": "c182",
    "C189": "c189",
}


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Ratifications of ILO conventions from a saved page of a country; the page is named after it,
    as in ghana.
    """
    country = context.place_country(name.replace("-", " "))
    for kind, row in rows:
        if kind != "ratification" or row["code"] not in INSTRUMENTS:
            continue
        if isinstance(country, Unplaced):
            yield "issue", country
            return
        yield (
            "party",
            {
                "instrument": INSTRUMENTS[row["code"]],
                "country": country,
                "status": "left" if row["status"] == "Denounced" else "bound",
                "bound_on": read_day(row["date"]),
                "bound_by": "ratification",
                "as_of": seen or None,
            },
        )

"""Cases and articles listed by UNODC SHERLOC, counted."""

from collections import Counter

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, count_of_entries

WORDS = {
    "case": ("court cases", "affaires"),
    "legislation": ("articles of law", "articles de loi"),
}


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """How many trafficking cases and articles the portal lists for a country."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind, row in rows:
        if kind not in WORDS:
            continue
        country = context.place_country(str(row["fields"].get("country_label", "")))
        if isinstance(country, Unplaced):
            yield "issue", country
        else:
            counts[kind, country] += 1
    for (kind, country), number in sorted(counts.items()):
        identity = f"sherloc-{kind}-{country.lower()}-{name}"
        measure = f"sherloc_{kind}"
        values = count_of_entries(identity, country, measure, number, seen, WORDS[kind])
        yield "statistic", values

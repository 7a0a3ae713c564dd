"""Observations of human rights mechanisms, counted."""

from collections import Counter

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, count_of_entries

WORDS = (
    "recommendations and observations on trafficking",
    "recommandations et observations sur la traite",
)


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """How often human rights mechanisms spoke to a country about trafficking."""
    counts: Counter[str] = Counter()
    for kind, row in rows:
        for printed in row["countries"] if kind == "observation" else ():
            country = context.place_country(printed)
            if isinstance(country, Unplaced):
                yield "issue", country
            else:
                counts[country] += 1
    for country, number in sorted(counts.items()):
        identity = f"uhri-{country.lower()}"
        values = count_of_entries(identity, country, "uhri_observations", number, seen, WORDS)
        yield "statistic", values

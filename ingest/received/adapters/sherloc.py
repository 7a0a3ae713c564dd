"""Cases and articles listed by UNODC SHERLOC, counted."""

from collections import Counter

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, counted


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
        words = (
            ("court cases", "affaires")
            if kind == "case"
            else ("articles of law", "articles de loi")
        )
        yield (
            "statistic",
            counted(
                f"sherloc-{kind}-{country.lower()}-{name}",
                country,
                f"sherloc_{kind}",
                number,
                seen,
                words,
                "unodc-sherloc",
                name,
            ),
        )

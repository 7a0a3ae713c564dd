"""Observations of human rights mechanisms, counted."""

from collections import Counter

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded, counted


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
        words = (
            "recommendations and observations on trafficking",
            "recommandations et observations sur la traite",
        )
        yield (
            "statistic",
            counted(
                f"uhri-{country.lower()}",
                country,
                "uhri_observations",
                number,
                seen,
                words,
                "uhri",
                name,
            ),
        )

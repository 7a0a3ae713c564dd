"""Titles in official journals and collections."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded
from ingest.received.same_instrument import Title, known_titles, suggest

WORDS = (
    "traite",
    "traffick",
    "tráfico de pessoas",
    "trafic",
    "esclavage",
    "escravatura",
    "slavery",
    "exploitation",
)


def titles(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """Titles in official journals and collections that speak of trafficking: known, confirmed by a
    person, or left to one with a hint.
    """
    known = known_titles(context.db)
    held = {one.title.lower() for one in known} | {
        row["printed"].lower() for row in context.db.query("select printed from instrument_alias")
    }
    for kind, row in rows:
        title = str(row.get("title") or "")
        if (
            kind in ("act", "entity", "listed")
            and any(word in title.lower() for word in WORDS)
            and title.lower() not in held
        ):
            country = {"cog": "COG", "mrt": "MRT", "mli": "MLI", "gin": "GIN"}.get(
                name.split("-")[0]
            )
            near = suggest(
                [Title(title, country, title, date=row.get("date") or row.get("year"))],
                known,
                most=1,
            )
            hint = f"near {near[0].known} ({near[0].score:.0f}, {near[0].reason}); " if near else ""
            yield (
                "issue",
                Unplaced(
                    "unknown_instrument",
                    title,
                    hint + str(row.get("pdf") or row.get("url") or row.get("date") or ""),
                ),
            )

"""Titles in official journals and collections, for every source that lists them."""

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded
from ingest.received.same_instrument import Title, known_titles, suggest_same

SUBJECT = (  # a title with one of these may be a text on trafficking
    "traite",
    "traffick",
    "tráfico de pessoas",
    "trafic",
    "esclavage",
    "escravatura",
    "slavery",
    "exploitation",
)
KINDS = ("act", "entity", "listed")  # kinds of row that are a title in a list
COUNTRIES = {"cog": "COG", "mrt": "MRT", "mli": "MLI", "gin": "GIN"}  # by first word of the page


def to_rows(context: Context, name: str, rows: Rows, seen: str) -> Yielded:
    """An issue for each title that speaks of trafficking and is not known, with the nearest known
    instrument as a hint. A person decides.
    """
    known = known_titles(context.db)
    aliases = context.db.query("select printed from instrument_alias")
    recorded = {title.title.lower() for title in known} | {
        row["printed"].lower() for row in aliases
    }
    country = COUNTRIES.get(name.split("-")[0])
    for kind, row in rows:
        title = str(row.get("title") or "")
        on_subject = any(word in title.lower() for word in SUBJECT)
        if kind not in KINDS or not on_subject or title.lower() in recorded:
            continue
        printed = Title(title, country, title, date=row.get("date") or row.get("year"))
        hint = nearest_hint(printed, known)
        hint += str(row.get("pdf") or row.get("url") or row.get("date") or "")
        yield "issue", Unplaced("unknown_instrument", title, hint)


def nearest_hint(printed: Title, known: list[Title]) -> str:
    """'near sle-act-2022-12 (91, title); ', or '' when nothing is near."""
    suggestions = suggest_same([printed], known, most=1)
    if not suggestions:
        return ""
    best = suggestions[0]
    return f"near {best.known} ({best.score:.0f}, {best.reason}); "

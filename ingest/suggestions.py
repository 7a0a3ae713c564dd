"""The machine's suggestions for provisions that have words, beside what people decided and never mixed with it."""

import sqlite_utils

from ingest.store import Model, insert

LAWS = """
select id, instrument, number, heading, text, language from provision
where text is not null and instrument in (select id from instrument where country is not null) order by instrument, ordinal
"""


def load(db: sqlite_utils.Database, model: Model) -> int:
    """Fill `suggestion` for each national instrument with a text, read as one law; give the number of rows.

    The engine is imported and fitted only when there is a text to read: without one a build stays as quick as it was.
    """
    laws: dict[str, list[dict[str, str]]] = {}
    for row in db.query(LAWS):
        laws.setdefault(row["instrument"], []).append(row)
    if not laws:
        return 0
    from ingest.aligning.predictor import predictor
    from ingest.aligning.suggest import Given, suggest

    engine = predictor()
    made = 0
    for rows in laws.values():
        # the id stands in for the number, which two articles of a law may share
        for one in suggest(engine, [Given(row["id"], row["heading"] or "", row["text"], row["language"] or "") for row in rows]):
            values = {
                "provision": one.number, "item": one.item, "confidence": one.band, "evidence_start": str(one.start), "evidence_end": str(one.end),
                "evidence": one.evidence, "method": one.method, "model_version": engine.version,
            }  # fmt: skip
            insert(db, model, "suggestion", values, f"suggestion for {one.number}")
            made += 1
    return made

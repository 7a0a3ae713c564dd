"""The codebook as Markdown, in English or French, from the table `codebook`."""

import sqlite3

WORDS = {
    "en": {
        "title": "Codebook",
        "table": "table",
        "view": "view",
        "column": "Column",
        "type": "Type",
        "unit": "Unit",
        "values": "Values",
        "meaning": "Meaning",
        "key": "key",
        "sources": "Sources",
        "computed": "How it is computed",
        "text": "text",
        "integer": "integer",
        "real": "number",
        "and": "and {n} more",
    },
    "fr": {
        "title": "Dictionnaire des données",
        "table": "table",
        "view": "vue",
        "column": "Colonne",
        "type": "Type",
        "unit": "Unité",
        "values": "Valeurs",
        "meaning": "Sens",
        "key": "clé",
        "sources": "Sources",
        "computed": "Comment elle est calculée",
        "text": "texte",
        "integer": "entier",
        "real": "nombre",
        "and": "et {n} autres",
    },
}
ALL = """
select c.* from codebook c join codebook h on h.entity = c.entity and h.ordinal = 0 order by h.kind, c.entity, c.ordinal
"""
SHOWN = 12  # sources named; the column `sources` has all


def markdown(db: sqlite3.Connection, language: str) -> str:
    """Every table and view: title, meaning, one line a column, sources, and the SQL of a view."""
    say = WORDS[language]
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    lines = [f"# {say['title']}", ""]
    for row in cursor.execute(ALL):
        words = row[f"words_{language}"] or row["words_en"] or ""
        if row["ordinal"] == 0:
            lines += [
                "",
                f"## {row['entity']} ({say[row['kind']]})",
                "",
                f"**{row[f'title_{language}'] or row['title_en']}.** {words}",
                "",
            ]
            if row["sources"]:
                named = row["sources"].split(";")
                more = f", {say['and'].format(n=len(named) - SHOWN)}" if len(named) > SHOWN else ""
                lines += [f"{say['sources']}: {', '.join(named[:SHOWN])}{more}", ""]
            if row["computed"]:
                lines += [f"{say['computed']}:", "", "```sql", row["computed"], "```", ""]
            lines += [
                f"| {say['column']} | {say['type']} | {say['unit']} | {say['values']} | {say['meaning']} |",
                "|---|---|---|---|---|",
            ]
        else:
            kind = say[row["type"]] + (f", {say['key']}" if row["key_part"] else "")
            values = row["choices"] or (f"→ {row['points_to']}" if row["points_to"] else "")
            cells = [
                f"`{row['field']}`",
                kind,
                row["unit"] or "",
                values.replace(";", "; "),
                words.replace("|", "\\|"),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"

"""What goes beside the files: a Frictionless data package, a citation, licences by source, what was
left out, and how to begin.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

import yaml

from ingest.publish.bundle.entities import Entity, Field
from ingest.publish.codebook import read_labels
from ingest.publish.csv_files import write_csv
from ingest.publish.translations import translations
from ingest.publish.withhold import Withheld

TITLE = "Palermo Ledger"
WORDS = (
    "Anti-trafficking laws, plans, agreements and treaties, read article by article "
    "against the Palermo Protocol, with the source of every fact"
)
AUTHORS = "Palermo Ledger contributors"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
KINDS = {"text": "string", "integer": "integer", "real": "number"}
TERMS = ["source", "title", "publisher", "url", "licence", "reuse", "checked_on", "note"]
FACTS = """
select s.id, s.title, s.publisher, s.url, s.licence, s.reuse, s.checked_on, s.note
from source s
order by s.id
"""
DOI = "select doi from release where content_hash = ? and doi is not null"


def data_package(
    entities: list[Entity], files: dict[str, dict[str, Any]], build: dict[str, str]
) -> dict[str, Any]:
    """The descriptor: one resource a CSV file, typed by the codebook, with keys and links. `files`
    gives bytes and hash by path.
    """
    held = {entity.name for entity in entities}
    return {
        "profile": "tabular-data-package",
        "name": "palermo-ledger",
        "title": TITLE,
        "description": WORDS,
        "version": build["built_at"][:10],
        "created": build["built_at"],
        "licenses": [LICENCE],
        "contributors": [{"title": AUTHORS, "role": "author"}],
        "sources": [
            {
                "title": "Public sources, named row by row; terms in licences.csv",
                "path": "licences.csv",
            }
        ],
        "keywords": [
            "trafficking in persons",
            "Palermo Protocol",
            "legislation",
            "national action plans",
            "Africa",
        ],
        "content_hash": build["content_hash"],
        "built_from": {
            "git_commit": build["git_commit"],
            "content_hash": build["original_hash"],
            "inputs_hash": build["inputs_hash"],
        },
        "resources": [resource(entity, held, files) for entity in entities],
    }


def resource(entity: Entity, held: set[str], files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One table as a tabular data resource."""
    path = f"csv/{entity.name}.csv"
    schema: dict[str, Any] = {
        "fields": [described(field, entity.kind == "table") for field in entity.fields],
        "missingValues": [""],
    }
    if entity.key:
        schema["primaryKey"] = entity.key
    links = [
        (field.name, *field.points_to.split(".")) for field in entity.fields if field.points_to
    ]
    if links:
        schema["foreignKeys"] = [
            {
                "fields": name,
                "reference": {"resource": "" if table == entity.name else table, "fields": column},
            }
            for name, table, column in links
            if table in held
        ]
    return {
        "name": entity.name,
        "title": entity.title,
        "description": entity.words,
        "profile": "tabular-data-resource",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **files[path],
        "schema": schema,
    }


def described(field: Field, checked: bool) -> dict[str, Any]:
    """One column; only tables promise what their values are."""
    found: dict[str, Any] = {
        "name": field.name,
        "type": KINDS[field.type],
        "description": field.words_en or "",
    }
    if field.unit:
        found["unit"] = field.unit
    limits: dict[str, Any] = {"required": True} if field.required and checked else {}
    if field.choices and checked:
        found["categories"] = categories(field)
        limits["enum"] = [category["value"] for category in found["categories"]]
    return {**found, "constraints": limits} if limits else found


def categories(field: Field) -> list[dict[str, Any]]:
    """The values of a column with a closed list, and their labels in English and French."""
    french = read_labels(field.labels_fr)
    return [
        {
            "value": int(value) if field.type == "integer" else value,
            "label": label,
            "label_fr": french[value],
        }
        for value, label in read_labels(field.labels_en).items()
    ]


def citation(build: dict[str, str], db: sqlite3.Connection) -> str:
    """CITATION.cff, version 1.2.0 of that format; with the DOI of the release that `db` is."""
    doi = db.execute(DOI, [build["content_hash"]]).fetchone()
    return yaml.safe_dump(
        {
            "cff-version": "1.2.0",
            "message": "If you use these data, please cite them with the date and the hash, "
            "so that others can find the same state.",
            "type": "dataset",
            "title": TITLE,
            "abstract": WORDS,
            "authors": [{"name": AUTHORS}],
            "version": build["built_at"][:10],
            "date-released": build["built_at"][:10],
            "license": LICENCE["name"],
            **({"doi": doi[0]} if doi else {}),
            "identifiers": [
                {
                    "type": "other",
                    "value": f"sha256:{build['content_hash']}",
                    "description": "SHA-256 over all rows (content hash)",
                }
            ],
            "keywords": [
                "human trafficking",
                "Palermo Protocol",
                "legislation",
                "national action plans",
            ],
        },
        sort_keys=False,
        allow_unicode=True,
        width=120,
    )


def licences(db: sqlite3.Connection, entities: list[Entity], path: Path) -> None:
    """One line a source: its terms, what they allow, and how many rows of each table name it."""
    counted: dict[str, list[str]] = {}
    for entity in entities:
        if entity.kind == "table" and "source" in {field.name for field in entity.fields}:
            for source, count in db.execute(
                f"select source, count(*) from [{entity.name}] "
                "where source is not null group by source"
            ):
                counted.setdefault(source, []).append(f"{entity.name} {count}")
    write_csv(
        path,
        [*TERMS, "rows"],
        ([*row, "; ".join(counted.get(row[0], []))] for row in db.execute(FACTS)),
    )


def left_out(said: list[Withheld], db: sqlite3.Connection) -> str:
    """What the bundle does not hold, and where it can be had."""
    lines = ["# What was left out of this bundle", ""]
    if not said:
        lines.append(
            "Nothing: every row of the database it was made from is here. "
            "The database held no text that may not be passed on."
        )
    for one in said:
        row = db.execute(
            "select title, licence, url from source where id = ?", [one.source]
        ).fetchone()
        why = (
            f"source `{one.source}` ({row[0]}; terms: {row[1]}{'; ' + row[2] if row[2] else ''})"
            if row
            else "they lean on rows left out above"
        )
        lines.append(f"- table `{one.table}`: {one.count:,} {one.what}: {why}")
    if any(one.what == "text" for one in said):
        lines += [
            "",
            "`csv/version.csv` lists every text with the address it came from, "
            "so that it can be fetched from its publisher.",
        ]
    return "\n".join(lines) + "\n"


def readme(build: dict[str, str], laws: list[str]) -> str:
    """How to begin, in English and French."""
    return "\n".join(
        [
            f"# {TITLE}, {build['built_at'][:10]}",
            "",
            *first_steps(build, laws, "en"),
            "",
            "## En français",
            "",
            *first_steps(build, laws, "fr"),
            "",
        ]
    )


def first_steps(build: dict[str, str], laws: list[str], language: str) -> list[str]:
    """What each file of the bundle is, and how to check and rebuild it, line by line."""
    gettext = translations(language).gettext
    texts = (
        gettext("`akn/`: the laws whose wording may be passed on (%(n)s), as Akoma Ntoso 3.0.")
        if laws
        else gettext("No law’s wording is here.")
    )
    lines = [
        gettext(
            "Anti-trafficking laws, plans, agreements and treaties, read article by article "
            "against the Palermo Protocol, with the source of every fact."
        ),
        gettext(
            "`csv/`, `parquet/`, `jsonl/`: every table and view, one file each. "
            "`palermo-ledger.xlsx`: all of them in one workbook, with the codebook."
        ),
        gettext(
            "`tip.db`: everything in one SQLite file. `codebook.en.md`, `codebook.fr.md`: "
            "what every column means."
        ),
        texts,
        gettext(
            "`licences.csv`: the terms of every source. `LEFT_OUT.md`: what is not here. "
            "`SHA256SUMS`: check with `sha256sum -c SHA256SUMS`."
        ),
        gettext(
            "Views that ask for the day (plans) are as of %(day)s. Found, looked for and not "
            "found, and not assessed are three different answers; no data is never a no."
        ),
        gettext(
            "Rebuild the database from `jsonl/` and `schema.sql` with the project’s "
            "`python -m ingest.rebuild`; its content hash is %(hash)s."
        ),
    ]
    values = {"n": len(laws), "day": build["built_at"][:10], "hash": build["content_hash"]}
    return [line % values for line in lines]


def as_json(value: Any) -> str:
    """JSON as people read it, with a line end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

"""The search index of what is found beside provisions: bodies, plans, activities, agreements,
findings and terms.
"""

from collections.abc import Callable
from typing import Any

import sqlite_utils

Row = dict[str, Any]
Texts = tuple[tuple[str | None, str], ...]  # (text, language)
NAME_LANGUAGES = ("en", "fr", "pt", "es", "ar")  # of the names of countries
# what is found beside provisions: title and body as the search finds them, with their languages
RECORDS = {
    "body": """
select b.id as record, b.country, b.name, b.name_en, b.name_fr, b.acronym, b.role_en, b.role_fr,
  r.label_en, r.label_fr, iif(b.hotline is null, null, 'hotline') as hotline
from body b
left join choice r on r.list = 'body_role' and r.value = b.role""",
    "plan": """
select id as record, country, title, title_en, title_fr, body, note, note_fr, language
from instrument where kind in ('plan', 'strategy', 'policy')""",
    "activity": """
select a.id as record, p.country, a.activity, a.activity_en, a.activity_fr, a.body, a.body_fr,
  a.language
from plan_activity a
join instrument p on p.id = a.plan""",
    "agreement": """
select i.id as record, i.title, i.title_en, i.title_fr, i.topics, i.note, i.note_fr, i.language,
  coalesce(i.country, (
    select group_concat(country, ';') from (
      select country from party where instrument = i.id order by country
    )
  )) as country
from instrument i
where i.kind in ('agreement', 'mou', 'treaty', 'declaration', 'mechanism', 'directive')""",
    "finding": """
select id as record, country, standard, statement_en, statement_fr, year, note, note_fr
from finding""",
    "term": """
select id as record, label_en, label_fr, label_pt, label_es, label_ar, definition_en, definition_fr
from term""",
}
HEADS = ("name", "title", "activity", "standard", "label", "acronym", "hotline")


def index_records(db: sqlite_utils.Database, words: Callable[[Texts], str]) -> None:
    """Fill `search_record` and `record_fts`: the records of each kind, in order of their ids;
    `words` makes the words of the index of texts.
    """
    place = 0
    for kind, sql in RECORDS.items():
        for row in sorted(db.query(sql), key=lambda row: str(row["record"])):
            place += 1
            head, body = texts_of_record(row)
            db.conn.execute(
                "insert into search_record (place, kind, record, country) values (?, ?, ?, ?)",
                [place, kind, row["record"], row.get("country")],
            )
            db.conn.execute(
                "insert into record_fts (rowid, title, body) values (?, ?, ?)",
                [place, words(head), words(body)],
            )


def texts_of_record(row: Row) -> tuple[Texts, Texts]:
    """The texts of a record that name it, and its other ones; a column that ends in no language is
    in that of the record, else in English.
    """
    own = (row.get("language") or "en")[:2]
    head: list[tuple[str | None, str]] = []
    body: list[tuple[str | None, str]] = []
    for column, text in row.items():
        name, _sign, code = column.rpartition("_")
        language = code if code in NAME_LANGUAGES else own
        if column not in ("record", "country", "language") and text:
            part = head if (name or column) in HEADS or column in HEADS else body
            part.append((str(text), language))
    return tuple(head), tuple(body)

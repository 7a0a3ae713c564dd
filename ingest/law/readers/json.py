"""JSON in which a law stands article by article, or whole in one field.

Keys differ between collections; KEYS says which of them mean the same.
"""

import json
import re
from typing import Any

from ingest.law.readers import html
from ingest.law.readers.document import MAX_TEXT, Block, Damaged, Document, TooLarge, line_blocks
from ingest.law.splitting.candidates import number_of_label
from scrapers.content import decode, repair_mojibake

LISTS = ("provisions", "articles", "sections")
KEYS = {
    "number": ("section", "number", "article", "Section", "num", "provision_ref"),
    "heading": ("title_en", "title", "section_title", "heading"),
    "text": ("content_en", "content", "text", "paragraphs", "section_desc", "body"),
    "parent": ("chapter_title", "chapter", "parent"),
}
META = (
    "title",
    "title_en",
    "language",
    "date",
    "url",
    "issued_date",
    "in_force_date",
    "status",
    "reference",
    "id",
    "_id",
    "short_name",
    "treaty_en",
)
NOT_ARTICLES = re.compile(r"(visas?|preamble.*|pr[ée]ambule|signatures?|title|intro.*)$", re.I)
REFERENCE = re.compile(r"[a-z]{1,4}[-_. ]?(\d.*)")  # art21, s-5
SCHEDULE = re.compile(r"\b(schedule|annex|annexe|anexo|appendix)\b", re.I)


def read(data: bytes, name: str) -> Document:
    """Blocks with kind `provision` where the file lists articles, else lines of its whole text."""
    text, encoding, warnings = decode(data)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"{len(text)} characters")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"not JSON: {str(error)[:200]}") from error
    record: dict[str, Any] = value if isinstance(value, dict) else {"provisions": value}
    metadata = {"encoding": encoding} | {
        key.strip("_"): str(record[key])
        for key in META
        if isinstance(record.get(key), str) and record[key]
    }
    rows = next(
        (record[key] for key in LISTS if isinstance(record.get(key), list) and record[key]), None
    )
    if rows is not None:
        blocks = _provision_blocks(record, rows, warnings)
        return Document(metadata, blocks, warnings, _unread_fields(record, rows))
    if isinstance(record.get("text"), str):
        blocks = _blocks_of_text(record["text"])
        return Document(metadata, blocks, warnings, _unread_fields(record, [], "text"))
    raise Damaged(f"no list of articles and no text under the keys {sorted(map(str, record))[:12]}")


def _unread_fields(
    record: dict[str, Any], rows: list[dict[str, Any]], *read: str
) -> list[tuple[str, str]]:
    """The words in fields that are neither facts about the law nor its text, by field."""
    fields: dict[str, list[str]] = {}
    used = {*META, *LISTS, *read, *(("preamble_en", "preamble") if rows else ())}
    for key, value in record.items():
        fields.setdefault(key, []).extend(_strings(value) if key not in used else ())
    for row in rows:
        used = {next((key for key in keys if _value_of(row, key)), "") for keys in KEYS.values()}
        for key, value in row.items():
            fields.setdefault(key, []).extend(_strings(value) if key not in used else ())
    return [("\n".join(texts), f"field {key}") for key, texts in fields.items() if texts]


def _strings(value: Any) -> list[str]:
    """All text inside a value, however deep."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return [text for one in inside for text in _strings(one)]
    return [value] if isinstance(value, str) and value.strip() else []


def _blocks_of_text(text: str) -> list[Block]:
    text = repair_mojibake(text)
    if re.search(r"</(p|div|span|td)>", text):
        return html.from_text(text).blocks
    return line_blocks(text)


def _provision_blocks(record: dict[str, Any], rows: list[Any], warnings: list[str]) -> list[Block]:
    odd = sum(not isinstance(row, dict) for row in rows)
    if odd:
        raise Damaged(f"{odd} of {len(rows)} articles are not objects")
    chinese = sum("content_zh" in row for row in rows)
    if chinese:
        warnings.append(f"{chinese} articles stand here in two languages; the English one is read")
    # Collections that sort by number print a schedule's paragraph 1 beside section 1: schedules go
    # last.
    rows = sorted(rows, key=lambda row: bool(SCHEDULE.search(_value_of(row, "parent"))))
    blocks = line_blocks(_value_of(record, "preamble_en", "preamble"))
    parent = ""
    is_whole = not any(number_of_label(_number_of(row)) for row in rows)  # no list of articles
    for row in rows:
        if _value_of(row, "parent") not in ("", parent):
            parent = _value_of(row, "parent")
            blocks.append(Block(parent, "heading", 1))
        blocks += _row_blocks(row, is_whole)
    return blocks


def _row_blocks(row: dict[str, Any], is_whole: bool) -> list[Block]:
    number, heading, text = _number_of(row), _value_of(row, "heading"), _value_of(row, "text")
    if is_whole:
        return [*line_blocks(heading, "heading"), *line_blocks(text)]
    if re.search(r"</?(p|br|div|span)\b", text):
        text = (
            "\n".join(block.text for block in html.from_text(text).blocks if block.text)
            if text.strip()
            else ""
        )
    if NOT_ARTICLES.match(number):
        return line_blocks(text, "signature" if number.startswith("sign") else "text")
    return [Block(text.strip(), "provision", 0, number, heading)]


def _number_of(row: dict[str, Any]) -> str:
    """The number of an article: the first of its keys that holds one, as some collections have a
    title under `section`; else whatever stands there.
    """
    values = [
        str(row[key]).strip() for key in KEYS["number"] if isinstance(row.get(key), str | int)
    ]
    found = next((value for value in values if number_of_label(value)), "")
    if not found and (match := REFERENCE.fullmatch(values[-1] if values else "")):
        found = match[1]
    return found or _value_of(row, "number")


def _value_of(row: dict[str, Any], *keys: str) -> str:
    """The first of these keys that holds text; lists of text are joined by line breaks."""
    for key in KEYS.get(keys[0], keys):
        value = row.get(key)
        if isinstance(value, list):
            value = "\n".join(
                str(part.get("text", "")) if isinstance(part, dict) else str(part) for part in value
            )
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""

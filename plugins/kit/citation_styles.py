"""A citation in the styles of lawyers and scholars, and citations as a Word file."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from plugins.kit.citations import account_of, plain_citation, printed_number
from plugins.kit.language import gettext as _
from plugins.kit.locale_format import format_date

Row = dict[str, Any]
PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "{}</w:body></w:document>"
)
PARAGRAPH = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'


def in_style(row: Row, style: str) -> str:
    """The citation of a row of `load_citation` in one of STYLES."""
    return STYLES[style](row)


def law_of(row: Row) -> str:
    """The title of a law, with its number where the title has none."""
    number = printed_number(row["number"] or "", row["title"], row["language"] or "")
    return f"{row['title']}, {number}" if number else str(row["title"])


def oscola(row: Row) -> str:
    """OSCOLA: legislation of other States with the State in brackets, without full stops in
    abbreviations: Anti-Human Trafficking Act, 2022 (Sierra Leone), s 12.
    """
    state = f" ({row['country']})" if row["country"] else ""
    part = f", {re.sub(r'[.](?= )', '', row['part'])}" if row["part"] else ""
    accessed = _("accessed")  # not inside the f-string: Babel would miss it
    return f"{law_of(row)}{state}{part}{account_of(row)} <{row['url']}> {accessed} {day(row)}"


def iso690(row: Row) -> str:
    """ISO 690: the State as author in capitals, title, year, place in it, where it is online."""
    author = f"{row['country'].upper()}. " if row["country"] else ""
    year = f", {row['adopted_on'][:4]}" if row["adopted_on"] else ""
    part = f", {row['part']}" if row["part"] else ""
    return (
        f"{author}{law_of(row)}{year}{part}{account_of(row)}. In: Palermo Ledger [online]. "
        f"{row['version_said']}, {day(row)}. {row['url']}"
    )


def chicago(row: Row) -> str:
    """Chicago, notes and bibliography: State, title, year, place in it, site, day, address."""
    author = f"{row['country']}. " if row["country"] else ""
    year = f" ({row['adopted_on'][:4]})" if row["adopted_on"] else ""
    part = f", {row['part']}" if row["part"] else ""
    return (
        f"{author}{law_of(row)}{year}{part}{account_of(row)}. Palermo Ledger, "
        f"{row['version_said']}. {day(row)}. {row['url']}."
    )


def day(row: Row) -> str:
    """The day of the state that is cited, in words."""
    return format_date(row["built_on"])


STYLES: dict[str, Callable[[Row], str]] = {
    "plain": plain_citation,
    "oscola": oscola,
    "iso690": iso690,
    "chicago": chicago,
}


def as_docx(paragraphs: list[str]) -> bytes:
    """A Word file of plain paragraphs."""
    body = "".join(PARAGRAPH.format(escape(text)) for text in paragraphs)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {**PARTS, "word/document.xml": DOCUMENT.format(body)}.items():
            packed.writestr(name, text)
    return file.getvalue()

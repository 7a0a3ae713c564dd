"""One table of rows in the forms a reader takes away: CSV, CSV for an Excel with a
decimal comma, typed XLSX, JSON Lines; and the words beside it.

Everything is written piece by piece from an iterator, so that a million rows need no more memory
than a thousand.
"""

import asyncio
import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import xlsxwriter
from datasette import Response
from datasette.utils.asgi import BadRequest

from ingest.spreadsheet_cells import DECIMAL_COMMA, cell, comma_cell
from plugins.kit.coded_columns import RECORD_URL
from plugins.kit.thread_pools import Pools

QUERY_SIGNS = "%&=+-._~!$'()*,:@/?"  # may stand in the query of an address in a header
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    **dict.fromkeys((f"{code}.csv" for code in DECIMAL_COMMA), "text/csv; charset=utf-8"),
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "meta.json": "application/json; charset=utf-8",
}
COMMA_FORMS = [f"{code}.csv" for code in DECIMAL_COMMA]
FORMATS = "|".join(re.escape(form) for form in TYPES)  # for the pattern of a route
PIECE = 1000  # rows written at a time
CELL = 32_767  # characters in a cell of a workbook
WORKBOOK = 200_000  # rows: more are refused in words, never cut
CUT = " […]"
# what a row is about, nearest first: the page of the first of these columns that has a value
PAGES = {
    "provision": "/provision/",
    "instrument": "/instrument/",
    "plan": "/plan/",
    "country": "/country/",
    "item": "/item/",
}


@dataclass
class Table:
    """Rows to take away. `record` gives the address of a row's page; `about` is said beside the
    rows; `words` are the names of columns in words, for a spreadsheet; `stop` ends what still runs
    for them, from any thread; `close` is called in the end.
    """

    name: str
    day: str
    columns: list[str]
    rows: Iterable[Sequence[Any]]
    record: Callable[[Sequence[Any]], str | None] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    stop: Callable[[], None] = lambda: None
    close: Callable[[], None] = lambda: None
    words: dict[str, str] = field(default_factory=dict)

    def file_name(self, form: str) -> str:
        """What and when: palermo-ledger-gaps-2026-11-23.csv."""
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", self.name).strip("-")
        return f"palermo-ledger-{name}-{self.day}.{form}"

    def with_addresses(self) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """The columns and rows with the address of each row's page as the last one."""
        if not self.record or not self.columns:
            return self.columns, iter(self.rows)
        record = self.record
        return [*self.columns, RECORD_URL if "url" in self.columns else "url"], (
            (*row, record(row)) for row in self.rows
        )


def by_column(columns: Sequence[str], site: str) -> Callable[[Sequence[Any]], str | None] | None:
    """The address of a row by what it names; None when it names nothing that has a page."""
    known = [(columns.index(name), site + path) for name, path in PAGES.items() if name in columns]
    if not known:
        return None

    def address(row: Sequence[Any]) -> str | None:
        for place, start in known:
            if row[place]:
                return f"{start}{row[place]}"
        return None

    return address


class Download(Response):
    """An answer sent piece by piece, with its name, its licence and where it is described. Its
    pieces are made in threads of their own, workbooks apart from the rest, and no longer than
    somebody waits for them.
    """

    def __init__(
        self, table: Table, form: str, request: Any, headers: dict[str, str], pools: Pools
    ) -> None:
        query = f"?{quote(request.query_string, safe=QUERY_SIGNS)}" if request.query_string else ""
        described = f"{request.path.removesuffix('.' + form)}.meta.json{query}"
        said = (
            f'<{LICENCE}>; rel="license", <{described}>; rel="describedby"; type="application/json"'
        )
        named = "inline" if form == "meta.json" else "attachment"
        extra = {
            "link": said,
            "content-disposition": f'{named}; filename="{table.file_name(form)}"',
        }
        super().__init__(headers={**headers, **extra}, content_type=TYPES[form])
        self.pieces = WRITERS[form](table)
        self.pool = pools.workbooks if form == "xlsx" else pools.visitors
        self.first = b""
        self.table = table
        self.receive = request.receive

    async def begin(self) -> "Download":
        """Make the first piece, so that what fails at once fails before anything is sent."""
        self.gone = asyncio.ensure_future(self.hung_up())
        try:
            self.first = await self.next_piece()
        except BaseException:
            self.end()
            raise
        return self

    async def next_piece(self) -> bytes:
        """The next piece; empty at the end, or when nobody listens any more."""
        work = self.pool.submit(next, self.pieces, b"")
        made = asyncio.wrap_future(work)
        either: set[asyncio.Future[Any]] = {made, self.gone}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if made.done():
            return made.result()
        if not work.cancel():  # it runs already
            self.table.stop()
            await asyncio.wait({made})
        return b""

    async def asgi_send(self, send: Callable[[dict[str, Any]], Any]) -> None:
        """Send what there is; stop when nobody listens any more."""
        head = [
            [name.encode(), value.encode()]
            for name, value in {**self.headers, "content-type": self.content_type}.items()
        ]
        try:
            await send({"type": "http.response.start", "status": self.status, "headers": head})
            piece = self.first
            while piece and not self.gone.done():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await self.next_piece()
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.end()

    def end(self) -> None:
        """Give back what the rows came from."""
        self.gone.cancel()
        self.table.close()

    async def hung_up(self) -> None:
        """Wait until the reader has gone away."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


def as_csv(table: Table) -> Iterator[bytes]:
    """UTF-8, comma; no cell is a formula; an empty table without columns is an empty file."""
    yield from delimited(table, ",", cell)


def as_comma_csv(table: Table) -> Iterator[bytes]:
    """For a double click in an Excel that writes a decimal comma: byte order mark, semicolon, text
    that stays text.
    """
    yield "\ufeff".encode()
    yield from delimited(table, ";", comma_cell, table.words)


def delimited(
    table: Table,
    sign: str,
    as_cell: Callable[[object], object],
    words: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[bytes]:
    """Lines of values with a sign between them, columns by their words where they have some."""
    columns, rows = table.with_addresses()
    found = iter(rows)
    head = [words.get(name, name) for name in columns]
    lines: Iterable[Sequence[Any]] = chain([head], islice(found, PIECE)) if columns else []
    while True:
        out = io.StringIO()
        csv.writer(out, delimiter=sign).writerows(map(as_cell, line) for line in lines)
        if not out.tell():
            return
        yield out.getvalue().encode()
        lines = islice(found, PIECE)


def as_jsonl(table: Table) -> Iterator[bytes]:
    """One JSON object a line."""
    columns, rows = table.with_addresses()
    while lines := [
        json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str)
        for row in islice(rows, PIECE)
    ]:
        yield ("\n".join(lines) + "\n").encode()


def as_xlsx(table: Table) -> Iterator[bytes]:
    """A workbook with the rows, numbers as numbers, and a sheet that says what this is. Raises
    BadRequest for too many rows.
    """
    columns, rows = table.with_addresses()
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book = xlsxwriter.Workbook(
            file.name,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("rows")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, head)
        try:
            for place, row in enumerate(rows, 1):
                if place > WORKBOOK:
                    raise BadRequest(
                        f"A workbook of more than {WORKBOOK:,} rows takes minutes to make. "
                        "Take the CSV, which has no limit, or filter."
                    )
                for column, value in enumerate(row):
                    put(sheet, place, column, value)
        except BaseException:
            book.close()  # it keeps its rows in files of its own until then
            raise
        about = book.add_worksheet("about")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 110)
        for place, (name, value) in enumerate(told(table.about)):
            about.write_string(place, 0, name, head)
            about.write_string(place, 1, value)
        book.close()
        while piece := file.read(1 << 18):
            yield piece


def put(sheet: Any, place: int, column: int, value: Any) -> None:
    """One value in its type; a text too long for a cell is cut and ends in […]."""
    if value is None:
        return
    if isinstance(value, (int, float)):
        sheet.write_number(place, column, value)
    else:
        text = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        )
        sheet.write_string(
            place, column, text if len(text) <= CELL else text[: CELL - len(CUT)] + CUT
        )


def told(about: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said beside the rows as two columns of text."""
    for name, value in about.items():
        for one in value if isinstance(value, list) else [value]:
            yield (
                name,
                "; ".join(f"{part}" for part in one.values() if part)
                if isinstance(one, dict)
                else f"{one}",
            )


def as_meta(table: Table) -> Iterator[bytes]:
    """What is said beside the rows, as JSON; the rows are not read."""
    yield json.dumps(
        {**table.about, "columns": table.about.get("columns", table.columns)},
        ensure_ascii=False,
        indent=1,
    ).encode()


WRITERS: dict[str, Callable[[Table], Iterator[bytes]]] = {
    "csv": as_csv,
    **dict.fromkeys((f"{code}.csv" for code in DECIMAL_COMMA), as_comma_csv),
    "xlsx": as_xlsx,
    "jsonl": as_jsonl,
    "meta.json": as_meta,
}

"""/plans/template.xlsx : an empty table for the activities of a plan, with headings and statuses in
the reader's language that `make plan` reads.
"""

import io
from typing import Any

import xlsxwriter
from datasette import Response, hookimpl

from plugins.kit.language import gettext as _
from plugins.kit.page import headers
from plugins.kit.routes import Route
from plugins.kit.table_files import TYPES

ROWS = 500  # rows in which the list of statuses is offered
HEAD = 2  # the row of the headings, from 0


def list_headings() -> list[tuple[str, str, int]]:
    """(what a column holds, its heading, its width in letters) in the reader's language."""
    return [
        ("number", _("No."), 6),
        ("axis", _("Axis"), 24),
        ("objective", _("Objective"), 28),
        ("activity", _("Activity"), 44),
        ("lead", _("Responsible body"), 24),
        ("partners", _("Partners"), 20),
        ("start", _("Start date"), 14),
        ("due", _("Deadline"), 14),
        ("budget", _("Budget"), 14),
        ("currency", _("Currency"), 10),
        ("funder", _("Funding source"), 18),
        ("indicator", _("Indicator"), 28),
        ("baseline", _("Baseline"), 12),
        ("target", _("Target"), 12),
        ("means", _("Means of verification"), 22),
        ("status", _("Status"), 16),
        ("percent", _("Per cent done"), 8),
        ("spent", _("Amount spent"), 14),
        ("value", _("Value achieved"), 14),
        ("remark", _("Remarks"), 32),
    ]


def list_statuses() -> list[str]:
    """The statuses offered, in the reader's language."""
    return [
        _("Not started"),
        _("Ongoing"),
        _("Late"),
        _("Partly done"),
        _("Done"),
        _("Postponed"),
        _("Cancelled"),
    ]


def write_template() -> bytes:
    """The workbook: a title and a day to fill in, the headings, and the list of statuses."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(_("Plan"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    page.write(0, 0, _("Title of the plan and its period:"))
    page.write(1, 0, _("Day of this report:"))
    columns = list_headings()
    for at, (kind, heading, width) in enumerate(columns):
        page.write(HEAD, at, heading, bold)
        form = book.add_format({"text_wrap": True, "valign": "top"})
        if kind == "number":
            form.set_num_format("@")  # or a spreadsheet makes a date of 1.2
        page.set_column(at, at, width, form)
    status = [kind for kind, *_rest in columns].index("status")
    choice = {"validate": "list", "source": list_statuses(), "error_type": "information"}
    page.data_validation(HEAD + 1, status, HEAD + ROWS, status, choice)
    page.freeze_panes(HEAD + 1, 4)
    book.close()
    return out.getvalue()


async def serve_template(datasette: Any, request: Any) -> Response:
    """The empty table as a workbook."""
    disposition = {"content-disposition": 'attachment; filename="plan-template.xlsx"'}
    return Response(
        write_template(),
        content_type=TYPES["xlsx"],
        headers=headers() | disposition,
    )


@hookimpl
def register_routes() -> list[Any]:
    return [Route(r"^/plans/template\.xlsx$", serve_template)]

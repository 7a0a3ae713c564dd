"""A copy of a ministry's file as a workbook, with every cell to look at marked, its reason in a
comment, and a sheet that lists them all.
"""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from ingest.law import readers
from ingest.plan.compare import Held
from ingest.plan.grid import Cell, Sheet
from ingest.plan.problems import Problem, by_place, say_problem, sentences
from ingest.publish.translations import translations

LOOK = PatternFill("solid", fgColor="FFF2A8")
LOST = PatternFill("solid", fgColor="F8B4B4")
LONGEST_NAME = 31  # characters of the name of a sheet
WIDTH = 60


def write_marked(
    path: Path,
    target: Path,
    sheets: list[Sheet],
    problems: list[Problem],
    missing: list[Held],
    language: str,
) -> None:
    """Write the marked copy of `path` to `target`. A workbook is copied as it is; any other file
    becomes one with the same rows.
    """
    book = copy_of(path, sheets)
    for (name, row, column), found in by_place(problems).items():
        sheet = book[name] if name in book.sheetnames else book.worksheets[0]
        cell = sheet.cell(row, column)
        if isinstance(cell, openpyxl.cell.cell.MergedCell):
            area = next(a for a in sheet.merged_cells.ranges if cell.coordinate in a)
            cell = sheet.cell(area.min_row, area.min_col)
        cell.fill = LOST if any(one.lost for one in found) else LOOK
        said = "\n".join(say_problem(one, language) for one in found)
        cell.comment = Comment(said, "Palermo Ledger", height=90, width=260)
    add_list(book, problems, missing, language)
    book.save(target)


def copy_of(path: Path, sheets: list[Sheet]) -> Any:
    """The workbook itself, or one made of the rows of another kind of file."""
    if readers.sniff(path.read_bytes(), path.name) in ("xlsx", "xlsm"):
        return openpyxl.load_workbook(path)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:LONGEST_NAME] or "1")
        for row in sheet.rows:
            for cell in row:
                if cell.text and not cell.repeated:
                    page.cell(cell.row, cell.column, cell_words(cell))
    return book


def cell_words(cell: Cell) -> str:
    """The words of a cell; a sign at their head does not make a formula of them."""
    return f"'{cell.text}" if cell.text.startswith("=") else cell.text


def add_list(book: Any, problems: list[Problem], missing: list[Held], language: str) -> None:
    """The sheet that lists what to look at, in front of the others, with links to the cells."""
    _ = translations(language).gettext
    page = book.create_sheet(_("To look at")[:LONGEST_NAME], 0)
    page.append([_("Place"), _("As printed"), _("What to do")])
    for cell in page[1]:
        cell.font = Font(bold=True)
    names = [name for name in book.sheetnames if name != page.title]
    for problem in problems:
        letter = get_column_letter(max(problem.cell.column, 1))
        name = problem.sheet if problem.sheet in names else names[0]
        place = f"{name}!{letter}{problem.cell.row}"
        page.append([place, cell_words(problem.cell), say_problem(problem, language)])
        page.cell(page.max_row, 1).hyperlink = f"#'{name}'!{letter}{problem.cell.row}"
        page.cell(page.max_row, 1).font = Font(underline="single", color="0000EE")
    for one in missing:
        words = " ".join(filter(None, [one.row.get("number"), one.words]))
        page.append(["–", words, sentences(language)["missing"]])
    if page.max_row == 1:
        page.append(["", "", _("Every cell was read.")])
    for column in ("A", "B", "C"):
        page.column_dimensions[column].width = WIDTH if column != "A" else WIDTH / 2
    book.active = 0

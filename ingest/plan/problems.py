"""What a person should look at in a plan's table: where it stands, and what is wrong in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.plan.grid import Cell
from ingest.publish.translations import translations


@dataclass(frozen=True)
class Problem:
    """A cell that could not be read, or was read with a doubt. `kind` is one of `sentences`; `lost`
    says that its row could not be taken in at all.
    """

    sheet: str
    cell: Cell
    kind: str
    heading: str = ""
    other: str = ""
    lost: bool = False


def sentences(language: str) -> dict[str, str]:
    """What each kind of problem means, in a language."""
    _ = translations(language).gettext
    return {
        "deadline": _("This is no date, quarter or period that could be read. Kept as printed."),
        "rough": _("Read as the whole year. Kept as printed."),
        "reversed": _("The end lies before the beginning. Kept as printed."),
        "money": _("This is no single amount that could be read. Kept as printed."),
        "shortened": _("A figure with a power of ten may be cut short. Write it out in full."),
        "currency": _("Which money this is could not be told. The amount is kept without it."),
        "cfa": _("FCFA was read as XOF, because the country of the plan has neither CFA franc."),
        "zero": _(
            "A budget of 0 is no amount. Kept as printed; leave the cell empty if none is set."
        ),
        "status": _("This status is not known. Kept as printed."),
        "colour": _("This cell has a colour and no words. Write the status in it."),
        "percent": _("This is no share from 0 to 100. Kept as printed."),
        "shared": _("One sum for several activities. It was taken as a sum of the plan."),
        "no_words": _("This row has no activity in words. It was not taken in."),
        "orphan": _("This row stands under no activity. It was not taken in."),
        "repeated_number": _("This number stands twice in the plan (also %(other)s)."),
        "repeated": _("This activity stands twice in the plan (also %(other)s). Taken once."),
        "struck": _("These words are struck out. They were taken as they stand."),
        "formula": _("The formula gives an error. Kept as printed."),
        "date_number": _("A number that the workbook turned into a date. Format the cell as text."),
        "no_value": _("The formula has no result: open the workbook, save it, and send it again."),
        "note": _("Taken for a note to the table, not for an activity."),
        "alone": _("Only these words stand in the row. Taken for an activity."),
        "across": _("Taken for an objective, because the row has nothing else."),
        "added_up": _("The sum of the columns by year."),
        "missing": _(
            "This activity of the plan is not in this file. It was kept. To say that it is over, "
            "put it back with its status, such as cancelled."
        ),
    }


def say_problem(problem: Problem, language: str) -> str:
    """A problem as one sentence."""
    return sentences(language)[problem.kind] % {"other": problem.other}


def by_place(problems: Iterable[Problem]) -> dict[tuple[str, int, int], list[Problem]]:
    """Problems by sheet, row and column."""
    found: dict[tuple[str, int, int], list[Problem]] = {}
    for problem in problems:
        place = (problem.sheet, problem.cell.row, problem.cell.column)
        found.setdefault(place, []).append(problem)
    return found

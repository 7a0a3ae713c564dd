"""What stands in the table of a plan: its objectives, its activities with their cells by kind, and
the sums it states.
"""

from dataclasses import dataclass, field

from ingest.plan.grid import Cell
from ingest.plan.headings import GROUP_NUMBER, Head
from ingest.plan.problems import Problem


@dataclass
class Objective:
    """An objective or axis in the order of the plan; `parent` is the place of the wider one."""

    text: str
    cell: Cell
    sheet: str
    level: str
    parent: int | None = None

    @property
    def number(self) -> str:
        """`1` of `Axe 1 : ...`; empty where none is printed so."""
        found = GROUP_NUMBER.match(self.text)
        return found[1] if found else ""


@dataclass
class Entry:
    """An activity: its cells by kind, its indicators, the quarters with a cross, and what stands
    under other headings.
    """

    sheet: str
    row: int
    head: Head
    cells: dict[str, Cell]
    objective: int | None = None
    indicators: list[dict[str, Cell]] = field(default_factory=list)
    crosses: list[int] = field(default_factory=list)
    sums: dict[str, list[tuple[str, Cell]]] = field(default_factory=dict)
    others: list[tuple[str, Cell]] = field(default_factory=list)

    def text(self, kind: str) -> str:
        """The words of a kind of cell; empty where there are none."""
        cell = self.cells.get(kind)
        return cell.text if cell else ""


@dataclass
class Stated:
    """A sum that the plan states in a row of its own."""

    label: str
    cell: Cell
    sheet: str
    head: Head
    objective: int | None = None


@dataclass
class Matrix:
    """All that was found: in the order of the file."""

    objectives: list[Objective] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    sums: list[Stated] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    heads: list[tuple[str, Head]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    language: str = ""

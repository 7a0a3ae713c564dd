"""A plan with a small table for each activity, its labels in one column and its words beside them
(`Activité | Former 40 juges`, `Responsable | ...`). It becomes the one table it could have been.
"""

from ingest.plan.grid import Cell, Sheet, filled
from ingest.plan.headings import is_group_title, match_heading

FEWEST = 2  # activities
OPENS = ("number", "activity")  # what a card begins with
Card = dict[str, Cell]


def as_one_table(sheet: Sheet) -> Sheet | None:
    """The cards of a sheet as one table; None where there are none. Titles of axes stay where they
    are.
    """
    parts, labels = gather_cards(sheet)
    cards = [part for part in parts if isinstance(part, dict)]
    if len(cards) < FEWEST or not all("activity" in card for card in cards):
        return None
    rows = [[Cell(label, None, 0, at) for at, label in enumerate(labels.values(), 1)]]
    rows += [[part] if isinstance(part, Cell) else row_of(part, list(labels)) for part in parts]
    running = [at for at, part in enumerate(parts, 2) if isinstance(part, Cell)]
    return Sheet(sheet.name, rows, frozenset(running))


def gather_cards(sheet: Sheet) -> tuple[list[Cell | Card], dict[str, str]]:
    """Titles and cards in their order, and the label of each kind of words."""
    parts: list[Cell | Card] = []
    labels: dict[str, str] = {}
    card: Card | None = None
    first = ""
    for at, row in enumerate(sheet.rows, 1):
        cells = filled(row)
        if len(cells) == 1 and is_group_title(cells[0].text):
            parts.append(cells[0])
        for kind, label, words in pairs_in(cells) if at not in sheet.lines else []:
            first = first or (kind if kind in OPENS else "")
            if kind == first:
                parts.append(card := {})
            if card is not None:
                labels.setdefault(kind, label)
                card.setdefault(kind, words)
    return parts, labels


def pairs_in(cells: list[Cell]) -> list[tuple[str, str, Cell]]:
    """(kind, label, cell with the words) of a row that holds labels with words beside them; none
    unless every other cell is a label. A label without words has an empty cell.
    """
    found = [match_heading(cell.text) for cell in cells[::2]]
    if not cells or not all(one and one.whole for one in found):
        return []
    beside = [*cells[1::2], Cell("", None, cells[-1].row, cells[-1].column)]
    return [
        (one.key, label.text, words)
        for one, label, words in zip(found, cells[::2], beside, strict=False)
        if one and words.text
    ]


def row_of(card: Card, kinds: list[str]) -> list[Cell]:
    """A card as a row of the table."""
    line = card["activity"].row
    words = [card.get(kind, Cell("", None, line)) for kind in kinds]
    return [Cell(cell.text, cell.value, cell.row, at) for at, cell in enumerate(words, 1)]

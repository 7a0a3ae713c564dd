"""Find every table of activities in a file, and join them to one matrix."""

from collections import Counter

from ingest.languages import LANGUAGES
from ingest.law.guess_language import ENOUGH_WORDS, guess
from ingest.plan.cards import as_one_table
from ingest.plan.grid import Sheet, place_name
from ingest.plan.headings import find_head
from ingest.plan.matrix import Entry, Matrix
from ingest.plan.outline import as_table
from ingest.plan.problems import Problem
from ingest.plan.sheet_reader import SheetReader
from ingest.plan.words import folded_words


def find_matrix(sheets: list[Sheet], language: str = "") -> Matrix:
    """Read every table of activities of a file, where it has none its cards, or its running text.
    A file with none of these gives no entries.
    """
    matrix = Matrix()
    with_table = [sheet for sheet in sheets if find_head(sheet, 0)]
    if not with_table:
        made = (as_one_table(sheet) or as_table(sheet) for sheet in sheets)
        with_table = [table for table in made if table]
    for sheet in with_table:
        SheetReader(matrix, sheet, several=len(with_table) > 1).read()
    merge_repeated(matrix)
    matrix.language = language or language_of(matrix)
    return matrix


def language_of(matrix: Matrix) -> str:
    """The language of the headings and of the activities together; many words of activities are
    surer than headings, which may be those of a form.
    """
    votes = Counter[str]()
    for _, head in matrix.heads:
        votes += head.languages
    words = " ".join(entry.text("activity") for entry in matrix.entries)
    guessed = guess(words)
    if guessed in LANGUAGES:
        sure = len(words.split()) >= ENOUGH_WORDS
        votes[guessed] += 1 + max(votes.values(), default=0) // (1 if sure else 2)
    return votes.most_common(1)[0][0] if votes else ""


def merge_repeated(matrix: Matrix) -> None:
    """An activity that stands twice, on two sheets or twice on one, is taken once; a number that
    two activities have is listed, but a plain one may begin anew under each objective.
    """
    seen: dict[tuple[str, ...], Entry] = {}
    numbers: dict[tuple[str, int | None], Entry] = {}
    kept = []
    for entry in matrix.entries:
        number, activity = entry.text("number"), entry.cells["activity"]
        key = (number, *folded_words(activity.text), str(entry.objective) if not number else "")
        first = seen.setdefault(key, entry)
        if first is not entry:
            other = place_name(first.sheet, first.cells["activity"])
            matrix.problems.append(Problem(entry.sheet, activity, "repeated", other=other))
            first.cells = entry.cells | first.cells
            continue
        place = (number, None if "." in number else entry.objective)
        if number and (other_entry := numbers.get(place)):
            other = place_name(other_entry.sheet, other_entry.cells["number"])
            cell = entry.cells["number"]
            matrix.problems.append(Problem(entry.sheet, cell, "repeated_number", other=other))
        numbers.setdefault(place, entry)
        kept.append(entry)
    matrix.entries = kept

"""How far an activity is: statuses in the words used, shares done, figures of indicators."""

import re

from ingest.plan.grid import Cell
from ingest.plan.words import find_phrases, folded_words, list_words
from ingest.received.dates import Unread

SHARE = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*%")
FIGURE = re.compile(r"-?\d{1,3}(?:[\s.,']\d{3})+(?!\d)|-?\d+(?:[.,]\d+)?")
LONGEST = 8  # words of a status; a longer text tells a story
TICKS = ("✓", "✔", "☑", "✅")  # a cross may mean done or given up, so it is not read


def read_status(text: str) -> str:
    """One of the statuses of plan_activity. Raises Unread for a text that names none, or two that
    are not one within the other.
    """
    if text.strip() in TICKS:
        return "done"
    plain = re.sub(r"\d+(?:[.,]\d+)?\s*%?|\(\s*\)", " ", text)
    words = folded_words(plain)
    if not re.search(r"[^\W\d_]", plain) or len(words) > LONGEST:
        raise Unread(f"not a status: {text!r}")
    found = find_phrases(plain, "statuses")
    whole = [one for one in found if one.whole]
    if whole:
        return min(whole, key=lambda one: not one.exact).key
    free = set(range(len(words)))
    keys = set()
    for one in found:  # the longest first
        places = set(range(one.start, one.end))
        if places <= free:
            free -= places
            keys.add(one.key)
    negations = {word for phrase in list_words("negations") for word in folded_words(phrase)}
    if len(keys) != 1 or any(words[at] in negations for at in free):
        raise Unread(f"not a status: {text!r}")
    return keys.pop()


def read_share(cell: Cell, in_figures: bool = True) -> float:
    """A share from 0 to 100: `40`, `40 %`, `env. 40%`. Raises Unread; so does a figure without `%`
    where `in_figures` is false.
    """
    text = cell.text.replace("\u00a0", " ").replace("\u202f", " ")
    found = SHARE.findall(text)
    if not found and in_figures and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", text):
        found = [text.strip()]
    if len(found) != 1 or not 0 <= (share := float(found[0].replace(",", "."))) <= 100:
        raise Unread(f"not a share: {cell.text!r}")
    return share


def read_figure(cell: Cell) -> tuple[float | None, str]:
    """The one figure of a baseline, target or value, and what it counts: `200 magistrats`, `80 %`;
    no figure where a text has none or several.
    """
    if isinstance(cell.value, int | float) and "%" not in cell.text:
        return float(cell.value), ""
    found = list(FIGURE.finditer(cell.text))
    if len(found) != 1:
        return None, ""
    text = found[0][0]
    grouped = re.fullmatch(r"-?\d{1,3}(?:[\s.,']\d{3})+", text)
    value = float(re.sub(r"[\s.,']", "", text) if grouped else text.replace(",", "."))
    rest = f"{cell.text[: found[0].start()]} {cell.text[found[0].end() :]}".split()
    return value, " ".join(rest)[:60]

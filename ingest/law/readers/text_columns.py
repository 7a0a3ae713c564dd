"""Two columns side by side in plain text, as `pdftotext -layout` leaves a gazette.

Only the blanks tell where the gutter runs. A page is parted if it has one from top to bottom with
running text on both sides, and lines of the right column alone show that blanks at the head of
lines were kept: without them a line alone may be of either column, and the page stays as it is.
"""

import re
from collections.abc import Iterator

LEAST_LINES, LEAST_SHARE = 10, 1 / 3  # of a page that have both columns
MOST_CROSSING = 0.2  # of its lines run over both, such as titles and running heads
LEAST_WIDTH = 20  # characters of the half of the lines of each column
MIDDLE = (0.3, 0.7)  # of the widest line, where a gutter may run
GUTTER = 3  # blanks
WIDEST = 300  # characters of a printed line
SAMPLE = 500  # lines by which the gutter is looked for
APART = re.compile(rf"\S {{{GUTTER},}}\S")
ARABIC = re.compile("[\u0600-\u06ff]")


def part_columns(text: str) -> tuple[str, int]:
    """The text with the columns of each page one below the other, and of how many pages."""
    pages = [_part_page(page) for page in text.split("\f")]
    return "\f".join(page for page, _ in pages), sum(parted for _, parted in pages)


def _part_page(page: str) -> tuple[str, bool]:
    """The page, and whether it was parted."""
    lines = [line.expandtabs().rstrip() for line in page.splitlines()]
    gutter = _find_gutter([line for line in lines if line])
    if not gutter:
        return page, False
    parts = [(line[:gutter].strip(), line[gutter:].strip()) for line in lines]
    right_first = bool(ARABIC.search(page))
    result: list[str] = []
    columns: tuple[list[str], list[str]] = ([], [])
    for line, part in zip(lines, parts, strict=True):
        if _crosses(line, gutter):
            result += [*_in_order(columns, right_first), line.strip()]
            columns = ([], [])
        else:
            for column, words in zip(columns, part, strict=True):
                column.append(words)
    return "\n".join([*result, *_in_order(columns, right_first), ""]), True


def _in_order(columns: tuple[list[str], list[str]], right_first: bool) -> Iterator[str]:
    """The lines of both columns, that of a script from right to left beginning on the right."""
    for column in reversed(columns) if right_first else columns:
        yield from filter(None, column)


def _crosses(line: str, gutter: int) -> bool:
    """Whether words stand where the gutter is."""
    return bool(line[max(0, gutter - GUTTER) : gutter].strip())


def _find_gutter(lines: list[str]) -> int:
    """The character at which the right column begins on a page; 0 without two columns."""
    widest = max(map(len, lines), default=0)
    least = max(LEAST_LINES, LEAST_SHARE * len(lines))
    if widest > WIDEST or sum(APART.search(line) is not None for line in lines) < least:
        return 0
    some = lines[:: 1 + len(lines) // SAMPLE]
    places = range(max(GUTTER, int(MIDDLE[0] * widest)), int(MIDDLE[1] * widest))
    gutter = min(
        reversed(places), key=lambda at: sum(_crosses(line, at) for line in some), default=0
    )
    return gutter if _are_columns(lines, gutter, least) else 0


def _are_columns(lines: list[str], gutter: int, least: float) -> bool:
    """Whether enough lines have words on both sides and few run across, and blanks at the head of
    lines were kept.
    """
    own = [line for line in lines if not _crosses(line, gutter)]
    both = [line for line in own if line[:gutter].strip() and line[gutter:].strip()]
    on_right = [line for line in own if not line[:gutter].strip()]
    if len(both) < least or len(lines) - len(own) > MOST_CROSSING * len(lines):
        return False
    return (bool(on_right) or len(both) == len(own)) and _are_wide(both, gutter)


def _are_wide(both: list[str], gutter: int) -> bool:
    """Whether running text stands on both sides: no table of words and sums."""
    for sides in ([line[:gutter] for line in both], [line[gutter:] for line in both]):
        widths = sorted(len(side.strip()) for side in sides)
        if widths[len(widths) // 2] < LEAST_WIDTH:
            return False
    return True

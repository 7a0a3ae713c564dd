"""Parts, chapters, sections ...: the divisions above articles."""

from ingest.law.splitting import patterns
from ingest.law.splitting.line import Line

LONGEST = 220  # characters of a head
FULL_HEAD = 200  # a head of so many characters takes no further line
UNRANKED = 8  # a title that names no kind of division


def container_rank(text: str) -> int:
    """1 (book) to 7 (enumeration), as in patterns.RANKS; 0 for a line that is no head."""
    if len(text) > LONGEST or text.endswith((";", ",")):
        return 0
    for rank, pattern in patterns.CONTAINERS:
        if match := pattern.match(text):
            return rank if patterns.AFTER_CONTAINER.match(text, match.end()) else 0
    return 0


def is_container(text: str) -> bool:
    """Whether a line is the head of a part, chapter, section ..."""
    return len(text) < LONGEST and container_rank(text) > 0


class Parents:
    """The divisions an article stands in, kept by rank: `Part II - Offences > Chapter 1`."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def add(self, lines: list[Line]) -> None:
        """Read the heads between two articles; further lines of a title are joined to it."""
        for line in lines:
            if line.kind == "note":
                continue
            rank = container_rank(line.text)
            if rank:
                self._stack = [entry for entry in self._stack if entry[0] < rank]
                self._stack.append((rank, line.text))
            elif not self._stack:
                self._stack.append((UNRANKED, line.text))
            elif any(sign.isalpha() for sign in line.text):
                self._stack[-1] = self._with_title(line.text)

    def _with_title(self, text: str) -> tuple[int, str]:
        """The last entry with one more line of its title."""
        rank, head = self._stack[-1]
        if len(head) >= FULL_HEAD:
            return rank, head
        goes_on = text[0].islower() or head.rsplit(" ", 1)[-1].lower() in patterns.LINKING
        return rank, head + (" " if goes_on else " – ") + text

    def __str__(self) -> str:
        return " > ".join(text for _, text in self._stack)

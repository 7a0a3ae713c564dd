"""Parts, chapters, sections ...: the divisions above articles."""

from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.law.splitting import patterns
from ingest.law.splitting.line import Line
from ingest.law.splitting.number_words import read_number_words

LONGEST = 220  # characters of a head
FULL_HEAD = 200  # a head of so many characters takes no further line
LOWEST_HEADING = 6  # levels down to here say how headings nest; 7 is a line in bold
CHAPTER = patterns.RANKS.index("chapter")
FIRST = ("I", "1", "A")


@dataclass(frozen=True)
class Head:
    """A line above articles: rank as in patterns.RANKS, 1 for the widest and 0 for a line that
    names no kind of division; level as in Line, 0 where it says nothing of how headings nest;
    titled: more stands there than the number; first: its count begins anew.
    """

    text: str
    rank: int = 0
    level: int = 0
    titled: bool = True
    first: bool = False


def read_head(line: Line) -> Head:
    """What a line says as the head of a division."""
    level = line.level if line.level <= LOWEST_HEADING else 0
    rank, number, end = _read_rank(line.text)
    if not rank:
        bare = patterns.CONTAINER_NUMBER.fullmatch(line.text.rstrip(" .-–—"))
        return Head(line.text, 0, level, titled=bare is None)
    titled = any(map(str.isalpha, line.text[end:]))
    words = read_number_words(number)
    first = number.split(".")[-1] in FIRST or bool(words and words[0] == 1)
    return Head(line.text, rank, level, titled, first)


def container_rank(text: str) -> int:
    """1 (book) to 9 (enumeration), as in patterns.RANKS; 0 for a line that is no head."""
    return _read_rank(text)[0]


def is_container(text: str) -> bool:
    """Whether a line is the head of a part, chapter, section ..."""
    return container_rank(text) > 0


@lru_cache(maxsize=4096)
def _read_rank(text: str) -> tuple[int, str, int]:
    """(rank, number, where it ends) of a head; rank 0 for any other line."""
    if len(text) >= LONGEST or text.endswith((";", ",")):
        return 0, "", 0
    for rank in range(len(patterns.RANKS)):
        end = _end_of_head(text, rank)
        if end:
            is_head = patterns.AFTER_CONTAINER.match(text, end[1])
            return (rank + 1, text[end[0] : end[1]], end[1]) if is_head else (0, "", 0)
    return 0, "", 0


def _end_of_head(text: str, rank: int) -> tuple[int, int] | None:
    """Where the number of a head of this kind begins and ends: `Livre II`, `PART ONE`, `Deuxième
    partie`.
    """
    if match := patterns.CONTAINER_WORDS[rank].match(text):
        if number := patterns.CONTAINER_NUMBER.match(text, match.end()):
            return number.span()
        if words := read_number_words(text[match.end() :]):
            return match.end(), match.end() + words[1]
        if rank == CHAPTER and (word := patterns.ONE_WORD.match(text, match.end())):
            return word.span()
    if match := patterns.CONTAINER_EXPRESSIONS[rank].match(text):
        return match.span()
    words = read_number_words(text) if text[:1].isupper() else None
    if words and (
        match := patterns.CONTAINER_WORDS[rank].match(f"{text[words[1] :].strip()} ".title())
    ):
        return 0, min(len(text), words[1] + match.end())
    return None


class Parents:
    """The divisions an article stands in: `Part II - Offences > Chapter 1`.

    title: that of a schedule, which stays above all of them.
    """

    def __init__(self, title: str = "") -> None:
        self._title = title
        self._stack: list[Head] = []
        self._depth = {rank: float(rank) for rank in range(1, len(patterns.RANKS) + 1)}

    def add(self, lines: list[Line]) -> None:
        """Read the heads between two articles. A division ends those of its kind and below; further
        lines of a title are joined to it.
        """
        is_open = False
        for line in lines:
            if line.kind == "note" or line.text == self._title:
                continue
            if not any(map(str.isalpha, line.text)):
                continue
            head = read_head(line)
            if is_open and self._is_title(head):
                self._stack[-1] = _with_title(self._stack[-1], head.text)
            else:
                self._push(head, is_open)
                is_open = True

    def _is_title(self, head: Head) -> bool:
        """Whether a line right below a head is its title, not a head of its own."""
        above = self._stack[-1]
        if head.rank:
            return False
        if not (head.level and above.level) or not above.titled:
            return True
        return head.level <= above.level if above.rank else head.level < above.level

    def _push(self, head: Head, directly: bool) -> None:
        """Put a head below the divisions that contain it; directly: nothing stands between it and
        the head before.
        """
        above = self._stack[-1] if self._stack else None
        if directly and above and head.first and above.rank and head.rank:
            # `PARTIE I` / `LIVRE I`: here a book is part of a part
            self._depth[head.rank] = max(self._depth[head.rank], self._depth[above.rank] + 0.5)
        self._stack = [*(entry for entry in self._stack if self._contains(entry, head)), head]

    def _contains(self, entry: Head, head: Head) -> bool:
        if entry.rank and head.rank:
            return self._depth[entry.rank] < self._depth[head.rank]
        if entry.level and head.level:
            return entry.level < head.level and (not head.rank or entry.level > 1)
        return bool(entry.rank or entry.level) and not head.rank

    def __str__(self) -> str:
        return " > ".join(filter(None, [self._title, *(head.text for head in self._stack)]))


def _with_title(head: Head, text: str) -> Head:
    """A head with one more line of its title."""
    if len(head.text) >= FULL_HEAD:
        return head
    goes_on = text[0].islower() or head.text.rsplit(" ", 1)[-1].lower() in patterns.LINKING
    return replace(head, text=head.text + (" " if goes_on else " – ") + text, titled=True)

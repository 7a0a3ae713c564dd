"""What a text of the index must have, as an expression that SQLite's index of words (FTS5) reads;
taken apart, so that the places of common words can be looked up instead of read.

    all_of([one_of([Token('"fund"'), Token('"0fund"')]), Token('"safe house"')])
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """A word, a phrase or a beginning of words, written as FTS5 reads it."""

    written: str

    def __str__(self) -> str:
        return self.written

    @property
    def word(self) -> str:
        """The word; of a beginning or a column something that is no word."""
        return self.written.strip('"')


@dataclass(frozen=True)
class Joined:
    """Parts of which one (`OR`) or every one (`AND`) must be met."""

    by: str
    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        return "(" + f" {self.by} ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True)
class Without:
    """What must be met, and parts of which none may be."""

    wanted: "Expression"
    excluded: tuple["Expression", ...]

    def __str__(self) -> str:
        return " ".join([f"({self.wanted})", *(f"NOT {part}" for part in self.excluded)])


Expression = Token | Joined | Without


def token_of(folded: str) -> Token:
    """A folded word, a stem or a concept as the index has it."""
    return Token(f'"{folded}"')


def one_of(parts: Iterable[Expression]) -> Expression:
    """One of the parts must be met. Raises ValueError for none."""
    return join("OR", parts)


def all_of(parts: Iterable[Expression]) -> Expression:
    """Every part must be met. Raises ValueError for none."""
    return join("AND", parts)


def join(by: str, parts: Iterable[Expression]) -> Expression:
    """The parts joined; a part alone stays as it is."""
    first, *others = parts
    return Joined(by, (first, *others)) if others else first


def tokens_of(expression: Expression) -> Iterator[Token]:
    """Every token that may be met, in order."""
    if isinstance(expression, Token):
        yield expression
    elif isinstance(expression, Without):
        yield from tokens_of(expression.wanted)
    else:
        for part in expression.parts:
            yield from tokens_of(part)

"""Numbers that slipped by one in print: 19, 19, 20, 22 for four articles of their own are 19 to 22.

The second 19 is article 20 only if the count lacks just one number behind it, so that as many heads
as numbers stand between its neighbours, and if its words are not those of the first: two wordings
of one article are alike. Each number read otherwise than printed is said in a warning.
"""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ingest.law.splitting.article_numbers import Key
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line

ALIKE = 60  # of 100; two wordings of an article are more alike, by their words in any order
COMPARED = 2000  # characters


def mend_slips(
    lines: Sequence[Line], chain: list[Candidate], gone: frozenset[Key]
) -> tuple[list[Candidate], list[tuple[str, Candidate]]]:
    """The chain with numbers put right, and those with what was printed; gone: keys of repealed
    articles, which nothing lacks.
    """
    result, slipped = list(chain), []
    for at in range(1, len(chain)):
        end = _end_of_slip(result, at)
        if end is None or _next_key(chain[end]) in gone or _are_alike(lines, chain, at):
            continue
        for place in range(at, end + 1):
            mark = chain[place]
            result[place] = _counted_on(mark)
            slipped.append((mark.number.stored, result[place]))
    return result, slipped


def _end_of_slip(chain: list[Candidate], at: int) -> int | None:
    """The last mark that is one too low, where a number comes again; None where none does or where
    the count does not lack just the number behind.
    """
    if chain[at].key != chain[at - 1].key or len(chain[at].key) > 2 or chain[at].quoted:
        return None
    end = at
    while end + 1 < len(chain) and chain[end + 1].key == _next_key(chain[end]):
        end += 1
    after = chain[end + 1].key if end + 1 < len(chain) else ()
    return end if after == (chain[end].key[0], chain[end].key[1] + 2) else None


def _next_key(mark: Candidate) -> Key:
    return (mark.key[0], mark.key[1] + 1)


def _counted_on(mark: Candidate) -> Candidate:
    """The mark with the number behind its own."""
    key = _next_key(mark)
    return replace(mark, number=replace(mark.number, key=key, stored=str(key[1])))


def _are_alike(lines: Sequence[Line], chain: list[Candidate], at: int) -> bool:
    """Whether the two articles of one number may be two wordings of one."""
    ends = (chain[at].line, chain[at + 1].line)
    first, second = (
        [words for line in lines[mark.line : end] if (words := _words(line, mark, lines))]
        for mark, end in zip(chain[at - 1 : at + 1], ends, strict=True)
    )
    if not first or not second or first[0] == second[0]:
        return True
    texts = (" ".join(texts)[:COMPARED] for texts in (first, second))
    return fuzz.token_sort_ratio(*texts) >= ALIKE


def _words(line: Line, mark: Candidate, lines: Sequence[Line]) -> str:
    """What a line says besides the mark."""
    return line.text[mark.end :].strip() if line is lines[mark.line] else line.text


def describe_slips(slipped: list[tuple[str, Candidate]]) -> str:
    """A warning that names each number that is read otherwise than printed."""
    read = ", ".join(f"{printed} read as {mark.number.stored}" for printed, mark in slipped)
    return f"numbers slipped by one in print, as one comes twice and one is missing: {read}"

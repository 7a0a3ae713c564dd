"""Two texts, word by word: what is the same, what went, what came."""

import difflib
import re
from typing import Any

# words and signs of a text; beyond it whole paragraphs are compared, as the time grows with the
# square
LONGEST = 6_000


def pieces(old: str, new: str) -> list[list[str]]:
    """Two texts as [what, words]: same, went, came; one piece when nothing differs."""
    before, after = cut(old), cut(new)
    if max(len(before), len(after)) > LONGEST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[list[str]] = []
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found.append(["same", "".join(before[i1:i2])])
        else:
            found += [
                [name, "".join(words)]
                for name, words in (("went", before[i1:i2]), ("came", after[j1:j2]))
                if words
            ]
    return found


def cut(text: str) -> list[str]:
    """Words, blanks and signs."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def likeness(found: list[list[str]]) -> float:
    """How much of both texts is the same, 0 to 1, by signs."""
    same = 2 * sum(len(words) for what, words in found if what == "same")
    return same / max(1, same + sum(len(words) for what, words in found if what != "same"))


def alike(found: list[list[str]]) -> list[list[Any]]:
    """The same pieces with changes that only a blank divides joined, so that a rewritten sentence
    reads as one.
    """
    joined: list[list[Any]] = []
    waiting = {"went": "", "came": ""}

    def settle() -> None:
        for what in ("went", "came"):
            if waiting[what]:
                joined.append([what, waiting[what]])
                waiting[what] = ""

    for place, (what, words) in enumerate(found):
        if what != "same":
            waiting[what] += words
        elif not words.strip() and any(waiting.values()) and place + 1 < len(found):
            waiting["went"] += words
            waiting["came"] += words
        else:
            settle()
            joined.append([what, words])
    settle()
    return joined

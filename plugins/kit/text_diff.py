"""Two texts compared word by word.

diff_words("may order", "shall order") -> [["went", "may"], ["came", "shall"], ["same", " order"]]
"""

import difflib
import re
from typing import Any

# words and signs of a text; longer texts are compared line by line, as the time grows with the
# square
LONGEST = 6_000


def diff_words(old: str, new: str) -> list[list[str]]:
    """Two texts as pairs [what, words]: same, went or came; one pair when nothing differs."""
    before, after = split_words(old), split_words(new)
    if max(len(before), len(after)) > LONGEST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    parts: list[list[str]] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            parts.append(["same", "".join(before[i1:i2])])
        else:
            changes = (("went", before[i1:i2]), ("came", after[j1:j2]))
            parts += [[name, "".join(words)] for name, words in changes if words]
    return parts


def split_words(text: str) -> list[str]:
    """Words, blanks and signs."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def share_in_common(parts: list[list[str]]) -> float:
    """The share of both texts that is the same, 0 to 1, counted in characters."""
    same = 2 * sum(len(words) for what, words in parts if what == "same")
    return same / max(1, same + sum(len(words) for what, words in parts if what != "same"))


def join_changes(parts: list[list[str]]) -> list[list[Any]]:
    """The parts with changes that only a blank divides joined, so that a rewritten sentence reads
    as one change.
    """
    joined: list[list[Any]] = []
    waiting = {"went": "", "came": ""}

    def join_waiting() -> None:
        for what in ("went", "came"):
            if waiting[what]:
                joined.append([what, waiting[what]])
                waiting[what] = ""

    for place, (what, words) in enumerate(parts):
        if what != "same":
            waiting[what] += words
        elif not words.strip() and any(waiting.values()) and place + 1 < len(parts):
            waiting["went"] += words
            waiting["came"] += words
        else:
            join_waiting()
            joined.append([what, words])
    join_waiting()
    return joined

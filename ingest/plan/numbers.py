"""The number of an activity before its words."""

import re

from ingest.plan.headings import match_heading

NUMBERED = re.compile(
    r"^(?P<word>[^\W\d_]+\s+)?(?:n[°ºo]\.?\s*)?(?P<number>(?:[A-Z]\.?)?\d+(?:\.\d+)*)"
    r"(?P<end>\s*[.):]|\s+[–—-])?\s+(?P<words>\S.*)$",
    re.I | re.S,
)


def split_number(text: str) -> tuple[str, str, bool] | None:
    """(number, words, whether a word for an activity stands before the number: `Activity 1.1: ...`)
    of a text that begins with a number of an enumeration; None of any other.
    """
    found = NUMBERED.match(text)
    if not found:
        return None
    word = found["word"]
    kind = match_heading(word) if word else None
    named = bool(kind and kind.key == "activity")
    told = found["end"] or "." in found["number"]
    if not (named or (not word and told)):
        return None
    return found["number"], found["words"], named

"""Arabic words as they are written: with small words joined to their front."""

import re
from functools import cache


@cache
def without_arabic_prefixes(word: str) -> tuple[str, ...]:
    """A folded word as it is and, for Arabic, without the conjunctions, prepositions and article
    that are written onto its front; the shortest form last.
    """
    return tuple(
        dict.fromkeys(
            (
                word,
                re.sub(r"^[وفبكل](?=\w{4})", "", word),
                re.sub(r"^[وفبك]?(?:ال|لل)(?=\w{3})", "", word),
            )
        )
    )

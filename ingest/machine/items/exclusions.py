"""What must not be tagged: treaties printed as annexes, repealed articles, notes of editors.
Offsets never move.
"""

import re

from ingest.folding import for_lexicon
from ingest.machine.items.tokens import words

NOTE = re.compile(
    r"\[(?:[^\[\]]{0,20}\b(?:note|editor|amended|repealed|inserted|substituted|modifi|abrog|nota|redac|derog|incorpor|revog|alterad)[^\[\]]{0,300})\]"
    r"|\((?:Nota|Note|N\. ?d\. ?[lEe]|Editor|Redação dada|Incluído|Revogado|Texto según|Artículo (?:sustituido|incorporado))[^()]{0,200}\)",
    re.I,
)
REPEALED = re.compile(
    r"^\W*(?:(?:is|was|est|sont|fica|foi)\s+)?"
    r"(?:repealed|deleted|omitted|revoked|abroge|abrogee|supprime|derogad|revogad|suprimid|mlg|mlgy|nsk)",
    re.I,
)
ANNEX = ("annex", "schedule", "anexo", "appendix", "mlhq", "ملحق")
TREATY = (
    "convention",
    "protocol",
    "protocole",
    "convencion",
    "convencao",
    "protocolo",
    "اتفاقيه",
    "بروتوكول",
)


def without_notes(text: str) -> str:
    """The text with every editorial note turned into blanks of the same length."""
    return NOTE.sub(lambda match: " " * len(match.group()), text)


def repealed(text: str) -> bool:
    """Whether all that is left of a provision is that it was repealed."""
    short = " ".join(word.text for word in words(text[:400]))
    return len(text) < 300 and bool(REPEALED.match(short))


def annexed_treaty(parent: str, heading: str) -> bool:
    """Whether a provision stands in a treaty printed after the act."""
    said = {for_lexicon(word) for word in re.findall(r"[^\W\d_]+", parent)}
    starts = any(word.startswith(for_lexicon(name)) for word in said for name in ANNEX)
    return starts and any(
        word.startswith(for_lexicon(name))
        for word in said | {for_lexicon(w) for w in heading.split()}
        for name in TREATY
    )

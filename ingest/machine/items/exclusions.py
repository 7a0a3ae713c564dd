"""What must not be tagged: treaties printed as annexes, repealed articles, articles that do nothing
but repeal another law, notes of editors.
Offsets never move.
"""

import re

from ingest.folding import for_lexicon
from ingest.machine.items.tokens import tokenize

NOTE = re.compile(
    r"\[(?:[^\[\]]{0,20}\b(?:note|editor|amended|repealed|inserted|substituted|modifi|abrog|nota"
    r"|redac|derog|incorpor|revog|alterad)[^\[\]]{0,300})\]"
    r"|\((?:Nota|Note|N\. ?d\. ?[lEe]|Editor|Redação dada|Incluído|Revogado|Texto según"
    r"|Artículo (?:sustituido|incorporado))[^()]{0,200}\)",
    re.I,
)
REPEALED = re.compile(
    r"^\W*(?:(?:is|was|est|sont|fica|foi)\s+)?"
    r"(?:repealed|deleted|omitted|revoked|abroge|abrogee|supprime|derogad|revogad|suprimid"
    r"|mlg|mlgy|nsk)",
    re.I,
)
REPEALING = re.compile(
    r"^(?:(?:se )?derog(?:a|an|ase|anse)|quedan? derogad[ao]s?|(?:e|sao|fica|ficam) revogad[ao]s?"
    r"|(?:est|sont) abrogee?s?|و?(?:ي|ت)لغي)\b"
    r"|^the .* (?:is|are)(?: hereby)? (?:repealed|revoked)$"
)
LONGEST_REPEAL = 200  # signs; a longer article says more
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


def is_repealed(text: str) -> bool:
    """Whether all that is left of a provision is that it was repealed."""
    opening = " ".join(word.text for word in tokenize(text[:400]))
    return len(text) < 300 and bool(REPEALED.match(opening))


def only_repeals(text: str) -> bool:
    """Whether a provision does nothing but repeal another law, whatever that law is about."""
    whole = " ".join(word.text for word in tokenize(text[: LONGEST_REPEAL + 1]))
    return len(text) <= LONGEST_REPEAL and bool(REPEALING.search(whole))


def is_annexed_treaty(parent: str, heading: str) -> bool:
    """Whether a provision belongs to a treaty printed after the act."""
    in_parent = {for_lexicon(word) for word in re.findall(r"[^\W\d_]+", parent)}
    in_heading = {for_lexicon(word) for word in heading.split()}
    return _any_begins(in_parent, ANNEX) and _any_begins(in_parent | in_heading, TREATY)


def _any_begins(words: set[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(for_lexicon(name)) for word in words for name in beginnings)

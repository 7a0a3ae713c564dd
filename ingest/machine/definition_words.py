"""The words of the definition of trafficking in one language, compiled; and the names of its acts,
means and purposes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.folding import for_patterns
from ingest.languages import LANGUAGES, section
from ingest.machine.penalties.vocabulary import alternatives, whole_words

ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt", "other")
MEANS = (
    "threat",
    "force",
    "coercion",
    "abduction",
    "fraud",
    "deception",
    "abuse_of_power",
    "vulnerability",
    "payments",
    "other",
)
PURPOSES = (
    "sexual_exploitation",
    "prostitution",
    "forced_labour",
    "slavery",
    "similar_practices",
    "servitude",
    "organ_removal",
    "forced_marriage",
    "pornography",
    "begging",
    "criminal_activity",
    "illegal_adoption",
    "other",
)
NAMES = {"acts": ACTS, "means": MEANS, "purposes": PURPOSES}


@dataclass(frozen=True)
class DefinitionWords:
    """Patterns of one language, for folded text.

    parts: acts, means, purposes -> name -> pattern. frame: trafficking, defined, child, ... ->
    pattern. act: any act but `other`, the name of the group that matched says which. purpose: any
    purpose but `other`. ages: words that are an age. age_without_word: a number is an age whatever
    word is before it.
    """

    language: str
    parts: Mapping[str, Mapping[str, re.Pattern[str]]]
    frame: Mapping[str, re.Pattern[str]]
    act: re.Pattern[str]
    purpose: re.Pattern[str]
    ages: Mapping[str, int]
    age_without_word: bool

    def named(self, part: str) -> list[tuple[str, re.Pattern[str]]]:
        """The patterns of a part without `other`."""
        return [(name, pattern) for name, pattern in self.parts[part].items() if name != "other"]


def load_definition_words(language: str) -> DefinitionWords | None:
    """The words of a language (two letters, or a tag such as `pt-MZ`); None where we have none."""
    name = language[:2].lower()
    return _load(name) if name in LANGUAGES else None


@cache
def _load(language: str) -> DefinitionWords:
    words: dict[str, Any] = section(language, "definition")
    clitics = words.get("clitics", "")

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        return re.compile(whole_words(f"{clitics}(?:{alternatives(patterns)})"))

    acts = "|".join(
        f"(?P<{name}>{alternatives(words['acts'][name])})" for name in ACTS if name != "other"
    )
    purposes = [
        pattern for name in PURPOSES if name != "other" for pattern in words["purposes"][name]
    ]
    return DefinitionWords(
        language,
        {
            part: {name: compiled(words[part][name]) for name in names}
            for part, names in NAMES.items()
        },
        {
            name: compiled(patterns)
            for name, patterns in words.items()
            if isinstance(patterns, list)
        },
        re.compile(whole_words(f"{clitics}(?:{acts})")),
        compiled(purposes),
        {for_patterns(word): age for word, age in words.get("ages", {}).items()},
        words.get("age_without_word", False),
    )

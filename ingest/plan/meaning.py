"""What the words of activities mean, as the engine for laws reads them: the concepts of the lexicon
and the rules over them. A few milliseconds a plan; no model is fitted for it.
"""

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest.languages import LANGUAGES
from ingest.machine.items.annotate import annotate_text
from ingest.machine.items.lexicon import FOLDER, Lexicon, read_table
from ingest.machine.items.rules import Rule, find_hits, load_rules
from ingest.plan.words import folded_words

STEM = 7  # letters of a word that are kept, as in the features of provisions
# concepts that alone tell the item of an activity: of one sentence, where a law has a whole article
TELLING = frozenset(
    "awareness body border compensation confiscation counselling document_security extradition"
    " housing identification info_exchange laundering medical mutual_assistance ngo non_punish"
    " referral reflection research residence return training voluntary_safe vulnerability_factors"
    " witness".split()
)
WORDS = """
select a.id, a.plan, a.activity, a.language, a.activity_en, a.activity_fr
from plan_activity a
order by a.plan, a.ordinal
"""


class Meaning(NamedTuple):
    """An activity as read: its plan, the concepts found in any language, how often each word stem
    occurs in each language, and each item with the languages in which its words were found.
    """

    activity: str
    plan: str
    concepts: frozenset[str]
    words: dict[str, Counter[str]]
    items: dict[str, list[str]]


@cache
def engine() -> tuple[Lexicon, list[Rule], dict[str, frozenset[str]]]:
    """The lexicon without the finer concepts, whose rules are those of laws, its rules, and the
    items that each telling concept stands for.
    """
    lexicon = Lexicon([FOLDER])
    items = defaultdict(set)
    for row in read_table("item_concept"):
        items[row["concept"]].add(row["item"])
    return lexicon, load_rules(lexicon), {name: frozenset(items[name]) for name in TELLING}


@cache
def engine_version() -> str:
    """A short hash that changes when any suggestion on a plan may: lexicon, rules, and the code of
    this folder that reads them.
    """
    digest = hashlib.sha256(engine()[0].version.encode())
    for name in ("meaning.py", "suggest.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:12]


def read_meanings(db: sqlite3.Connection) -> Iterator[Meaning]:
    """Every activity held, plan by plan in its order."""
    for activity, plan, printed, language, english, french in db.execute(WORDS):
        held = {"en": english, "fr": french}
        if printed and language in LANGUAGES and not held.get(language):
            held[language] = printed
        yield read_meaning(activity, plan, {name: text for name, text in held.items() if text})


def read_meaning(activity: str, plan: str, held: dict[str, str]) -> Meaning:
    """One activity from its words in each language.

    An item is meant where the words of every language point to it: what only one of two wordings
    points to is chance more often than not (docs/measurements.md).
    """
    lexicon, rules, telling = engine()
    concepts: set[str] = set()
    items: dict[str, list[str]] = {}
    for language, text in held.items():
        read = annotate_text(lexicon, "", text, language)
        concepts |= read.spans_by_concept.keys()
        own = {hit.item for hit in find_hits(read, rules)}
        for concept in TELLING & read.spans_by_concept.keys():
            own |= telling[concept]
        for item in sorted(own):
            items.setdefault(item, []).append(language)
    words = {
        language: Counter(word[:STEM] for word in folded_words(text))
        for language, text in held.items()
    }
    agreed = {item: found for item, found in items.items() if len(found) == len(held)}
    return Meaning(activity, plan, frozenset(concepts), words, agreed)

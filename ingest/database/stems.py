"""The stem of a folded word, by the rules of its language.

Fold first and stem after, for documents and questions alike, so that missing accents make no
difference. The stems of every word form go into the table `stem`; a question is turned into stems
by looking them up there, so that a downloaded file needs no stemmer.
"""

import re
from functools import cache

import Stemmer

RULES = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "ar": "arabic",
    "de": "german",
    "nl": "dutch",
    "it": "italian",
    "ro": "romanian",
    "ca": "catalan",
    "sv": "swedish",
    "nb": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "ru": "russian",
    "el": "greek",
}
FIGURE = re.compile(r"\d")
EXCEPTIONS = {
    "nationaux": "national",
    "sociaux": "social",
    "penaux": "penal",
    "children": "child",
    "women": "woman",
    "infracoes": "infraca",
}


def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself where no rules are known or it has figures."""
    if FIGURE.search(word):
        return word
    rules = stemmer(language)
    word = EXCEPTIONS.get(word, word)
    return str(rules.stemWord(word)) if rules else word


@cache
def stemmer(language: str) -> Stemmer.Stemmer | None:
    """The Snowball rules of a language, or None."""
    return Stemmer.Stemmer(RULES[language]) if language in RULES else None

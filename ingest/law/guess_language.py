"""Which language a text is in: the script, then a vote of its commonest small words."""

import re
from collections import Counter

from ingest.languages import section_in_all

SETS = {
    language: set(words.split())
    for language, words in section_in_all("common_words").items()
    if words
}
SPOKEN = {
    word: [(language, len(known) ** -0.5) for language, known in SETS.items() if word in known]
    for known in SETS.values()
    for word in known
}
WORD = re.compile(r"[^\W\d_]+")
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufeff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
GREEK = re.compile("[\u0370-\u03ff]")


def guess(text: str, sample: int = 30_000) -> str:
    """A two-letter code, or an empty string where nothing speaks for a language."""
    text = text[:sample]
    if not text.isascii():
        letters = sum(map(str.isalpha, text))
        if letters and len(ARABIC.findall(text)) > letters / 3:
            return "ar"
        if letters and len(GREEK.findall(text)) > letters / 2:
            return "el"
        if letters and len(LATIN.findall(text)) < letters / 2:
            return ""
    votes = dict.fromkeys(SETS, 0.0)
    for word, count in Counter(WORD.findall(text.lower())).items():
        for language, worth in SPOKEN.get(word, ()):
            votes[language] += count * worth
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else ""

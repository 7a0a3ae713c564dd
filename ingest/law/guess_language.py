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
HAN, OF_JAPANESE = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff]")
ENOUGH_WORDS = 100  # from so many on a language shows by how often its small words come
LEAST_SHARE = 1 / 6  # of words: a quarter to a half in their language, a ninth at most in another


def guess(text: str, sample: int = 30_000) -> str:
    """A two-letter code, or an empty string where nothing speaks for a language that is known: a
    few small words of it are in the texts of its neighbours too.
    """
    text = text[:sample]
    if not text.isascii() and (letters := sum(map(str.isalpha, text))):
        if language := _told_by_script(text, letters):
            return language
        if len(LATIN.findall(text)) < letters / 2:
            return ""
    votes = dict.fromkeys(SETS, 0.0)
    counts = Counter(WORD.findall(text.lower()))
    for word, count in counts.items():
        for language, worth in SPOKEN.get(word, ()):
            votes[language] += count * worth
    best = max(votes, key=lambda language: votes[language])
    own = sum(counts[word] for word in SETS[best])
    told = counts.total() < ENOUGH_WORDS or own >= LEAST_SHARE * counts.total()
    return best if own and told else ""


def _told_by_script(text: str, letters: int) -> str:
    """The language of a script that only one of the known languages has, or an empty string."""
    if len(ARABIC.findall(text)) > letters / 3:
        return "ar"
    if len(GREEK.findall(text)) > letters / 2:
        return "el"
    chinese = len(HAN.findall(text)) > letters / 2 and not OF_JAPANESE.search(text)
    return "zh" if chinese else ""

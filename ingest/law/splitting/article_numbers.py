"""Article numbers as laws print them: 13, 1er, premier, 2 bis, 225-4-1, 196-A, 248DA, 133¹, L425-1,
IV, الثانية عشرة.

`read_number` takes the number that begins a text. Its key sorts as the law counts; its `stored`
form is what the rest of the project stores and compares (`1er`, `premier` and `1º` are all `1`;
`٤ مكرراً` is `4 bis`).
"""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ingest.languages import entries_in_all, section, section_in_all
from ingest.law.splitting.arabic_ordinals import read_arabic_words
from ingest.law.splitting.number_words import read_number_words
from ingest.law.splitting.patterns import whole_words, words_in_all

Key = tuple[int, ...]

ORDINALS = section_in_all("ordinals")
REPEATED_VALUES = {
    word: value
    for ordinals in ORDINALS.values()
    for word, value in ordinals.get("repeated", {}).items()
}
STORED_REPEATED = {value: word for word, value in section("fr", "ordinals")["repeated"].items()}
REPEATED_WORDS = "|".join(map(re.escape, sorted(REPEATED_VALUES, key=len, reverse=True)))
ABJAD = "أبجدهوزحطي"  # Arabic letters in the order in which they count
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = {  # of every script: Arabic, Devanagari, Bengali ...
    sign: str(unicodedata.decimal(chr(sign)))
    for sign in range(0x80, sys.maxunicode + 1)
    if unicodedata.category(chr(sign)) == "Nd"
}
# 323Α, 348Γ, 159а, 159в: counted as 323A, 348C, 159a, 159c, as translations of these laws write
ALPHABETS = ("ΑΒΓΔΕ", "АБВГД", "абвгд", "कखगघङ")
LETTER_OF_ALPHABET = re.compile(rf"(?<=\d)[{''.join(ALPHABETS)}](?!\w)")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
BEFORE = 999  # a letter that counts before the plain number

DIGIT = re.compile(
    r"\(?\s?(?:(?P<prefix>L[OP]|[LRDA])\.? ?(?:\* ?)?)?(?P<main>\d{1,4})(?!\d)"
    r"(?P<inner>[A-Z]{1,2}(?=[-–.:]\d))?"
    r"(?P<ordinal>\s?(?:\.?[º°ª]|er\b|ère\b|re\b|ro\b|ra\b|\.?o\b(?=[\s.,:–—-]|$))"
    r"|(?:st|nd|rd|th|[èe]me|aad|do|da|to|ta|vo|va|mo|no|na)\b)?"
    r"(?P<subs>(?:\s?[-–‑^]\s?\d{1,3}(?!\d)"
    r"|/\d{1,2}(?!\d|/)|(?:\.|(?<=[A-Z\d]):)\d{1,3}(?!\d|\.\d|[º°]))*)"
    rf"(?P<raised>[{RAISED}]+)?"
    r"(?P<letter>[-–‑][A-Z]{1,2}(?![\w'’])|\s?[-–‑]\s?[A-Z](?=\s*(?:$|[,.;:)(“\"»]))"
    r"|[A-Z]{1,3}(?![\w'’])|[a-z](?![\w'’])|\s[A-Z](?=\s*[.:–—-]?\s*$)|\s[a-z](?=\.\s|\.?$))?"
    rf"(?P<repeated>\s?-?\s?(?:{REPEATED_WORDS})\b)?"
    r"(?:\s?\)|)"
)
BEHIND = re.compile(  # 227. gr. a: the word stands behind the number, the letter behind the word
    rf"(?P<main>\d{{1,4}})\.\s?(?:{whole_words(entries_in_all('articles', 'behind'))})"
    r"(?:\.\s(?P<letter>[a-z])(?=\.|\s*$))?"
)
REPEATED = re.compile(
    rf"(?:\.\s(?-i:(?=[a-z])))?\s?-?\s?\(?(?P<word>{REPEATED_WORDS})[اًٌُ]*(?!\w)\)?"
    r"(?:\s?\(?(?P<number>\d{1,2})\)?(?=\W|$)"
    r"|\s?\((?P<letter>[A-Za-zأ-ي])\)|\s(?P<capital>[A-Z])(?=\s*(?:[.:–—-]|$))"
    r"|\s(?P<abjad>[أ-ي])(?=\s*(?:[.:–—-]|$)))?",
    re.I,
)
CLOSING = re.compile(r"\s?\)?")
ROMAN = re.compile(r"(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?![\w'’])")
CHINESE = re.compile(
    r"第?(?P<main>[〇零一二三四五六七八九十百千]{1,9})[条條]?(?:之(?P<sub>[一二三四五六七八九十]{1,3}))?(?![一-鿿])"
)
LABEL_WORD = re.compile(
    rf"^(?:{words_in_all('articles', 'labels')}|{words_in_all('articles', 'words')})"
    r"(?![^\W\d_])\.?\s*",  # a whole word: Artíc is no beginning of Article
    re.I,
)


@dataclass(frozen=True)
class ArticleNumber:
    """key sorts; stored is the form we store; end is how many characters of the text it took."""

    key: Key
    stored: str
    end: int


@lru_cache(maxsize=4096)
def read_number(text: str) -> ArticleNumber | None:
    """The number at the start of the text, or None. Pass at most a line."""
    text = LETTER_OF_ALPHABET.sub(_as_latin, text.translate(DIGITS))
    if match := BEHIND.match(text):
        return _read_behind(match)
    if match := DIGIT.match(text):
        return _read_figures(match, text)
    number = _read_word(text) or _read_roman(text) or _read_arabic(text)
    return _repeated_behind(number, text) if number else _read_chinese(text)


def _as_latin(match: re.Match[str]) -> str:
    """The letter of the same place in the Latin alphabet."""
    letter = match[0]
    place = next(letters.find(letter) for letters in ALPHABETS if letter in letters)
    return chr((ord("a") if letter.islower() else ord("A")) + place)


def stored_form(label: str) -> str:
    """The stored form of a printed number or label (`Article premier` gives `1`), or the text
    itself where it is none.
    """
    number = read_number(LABEL_WORD.sub("", label.strip()))
    return number.stored if number else label.strip()


def _read_figures(match: re.Match[str], text: str) -> ArticleNumber | None:
    """A number in figures with all that may follow it: `L. 225-4-1 A bis`."""
    main = match["main"].lstrip("0")
    if not main:
        return None
    prefix = (match["prefix"] or "").strip()
    kind = ord(prefix[0]) * 256 + ord(prefix[-1]) if len(prefix) > 1 else ord(prefix or "\0")
    key: Key = (kind, int(main))
    stored = prefix + main
    for name, add in SUFFIX_RULES.items():
        if match[name]:
            key, printed = add(key, match[name])
            stored += printed
    end = match.start("repeated") if match["repeated"] else match.end()
    if repeated := REPEATED.match(text, end):
        key, printed = _with_repeated(key, repeated)
        stored, end = stored + printed, repeated.end()
    if text.startswith("(") and (closing := CLOSING.match(text, end)):
        end = closing.end()
    return ArticleNumber(key, stored, end)


def _read_behind(match: re.Match[str]) -> ArticleNumber:
    """`227. gr. a`, and `227. gr`, whose stop is the word's."""
    key: Key = (0, int(match["main"]))
    stored = match["main"]
    if match["letter"]:
        key, letter = _with_letters(key, match["letter"])
        stored += letter
    return ArticleNumber(key, stored, match.end())


def _with_sub_numbers(key: Key, printed: str) -> tuple[Key, str]:
    """`-4-1`, `.2`, `^1`; behind a 0 each digit counts, so that 279.01 < 279.011 < 279.02."""
    stored = ""
    for sign, digits in re.findall(r"([-–‑.:^/])\s?(\d+)", printed):
        key += tuple(map(int, digits)) if digits.startswith("0") else (int(digits),)
        stored += (sign if sign in ".:^" else "-") + digits
    return key, stored


def _with_raised_figures(key: Key, printed: str) -> tuple[Key, str]:
    """`133¹`."""
    return (*key, int("".join(str(RAISED.index(sign)) for sign in printed))), printed


def _with_letters(key: Key, printed: str) -> tuple[Key, str]:
    """`248DA`, `196-A`; behind a blank before the number: French codes count 224-1 A, 224-1 B,
    224-1.
    """
    letters = re.sub(r"[^A-Za-z]", "", printed)
    if letters.islower():  # § 262 a of Nordic codes, behind § 262
        printed = letters
    elif printed[0].isspace():
        key = (*key[:-1], key[-1] - 1, BEFORE)
    key += tuple(ord(letter.upper()) - ord("A") + 1 for letter in letters)
    if re.search(r"[-–‑]", printed):
        return key, f"-{letters}"
    return key, f" {letters}" if printed.startswith(" ") else letters


SUFFIX_RULES = {
    "inner": _with_letters,
    "subs": _with_sub_numbers,
    "raised": _with_raised_figures,
    "letter": _with_letters,
}


def _with_repeated(key: Key, match: re.Match[str]) -> tuple[Key, str]:
    """`2 bis`, `٤ مكرراً (3)`, `5 bis A`, `٥ مكرر (أ)`."""
    value = REPEATED_VALUES[match["word"].lower()]
    stored = f" {STORED_REPEATED[value]}"
    letter = (match["letter"] or match["capital"] or match["abjad"] or "").upper()
    if letter:
        place = ABJAD.find(letter) + 1 or ord(letter) - ord("A") + 1
        before = (value - 1, BEFORE) if match["capital"] else (value,)  # 5 bis A, then 5 bis
        return (*key, *before, place), f"{stored} {chr(ord('A') + place - 1)}"
    if not match["number"]:
        return (*key, value), stored
    return (*key, value, int(match["number"])), f"{stored} {match['number']}"


def _repeated_behind(number: ArticleNumber, text: str) -> ArticleNumber:
    """A number in words or Roman figures with the `bis` behind it."""
    match = REPEATED.match(text, number.end)
    if not match:
        return number
    key, printed = _with_repeated(number.key, match)
    return ArticleNumber(key, number.stored + printed, match.end())


def _read_word(text: str) -> ArticleNumber | None:
    """`premier`, `Twenty-one`, `décimo primero`."""
    words = read_number_words(text)
    return ArticleNumber((0, words[0]), str(words[0]), words[1]) if words else None


def _read_roman(text: str) -> ArticleNumber | None:
    match = ROMAN.match(text)
    if not match or not match[0]:
        return None
    values = [ROMAN_VALUES[sign] for sign in match[0]]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return ArticleNumber((0, total), str(total), match.end())


def _read_chinese(text: str) -> ArticleNumber | None:
    """`第二百四十四条`, and `第二百四十四条之一`, which is 244-1."""
    match = CHINESE.match(text)
    value = _chinese_value(match["main"]) if match else 0
    if match is None or not value:
        return None
    if not match["sub"]:
        return ArticleNumber((0, value), str(value), match.end())
    sub = _chinese_value(match["sub"])
    return ArticleNumber((0, value, sub), f"{value}-{sub}", match.end())


def _chinese_value(words: str) -> int:
    """二百四十四 is 244; 十 is 10, and 〇 or 零 only fills a place."""
    total = digit = 0
    for sign in words.replace("零", "〇"):
        if sign in CHINESE_UNITS:
            total, digit = total + (digit or 1) * CHINESE_UNITS[sign], 0
        else:
            digit = CHINESE_DIGITS.index(sign)
    return total + digit


def _read_arabic(text: str) -> ArticleNumber | None:
    words = read_arabic_words(text)
    return ArticleNumber((0, words[0]), str(words[0]), words[1]) if words else None

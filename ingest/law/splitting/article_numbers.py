"""Article numbers as laws print them: 13, 1er, premier, 2 bis, 225-4-1, 196-A, 248DA, 133¹, L425-1,
IV, الثانية عشرة.

`read` takes the number that begins a text. Its key sorts as the law counts; its `normal` form is
what the rest of the project stores and compares (`1er`, `premier` and `1º` are all `1`; `٤ مكرراً`
is `4 bis`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.folding import for_search

LATIN = (
    "",
    "",
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "nonies",
    "decies",
    "undecies",
    "duodecies",
)
LATIN_KEY = {word: place for place, word in enumerate(LATIN) if word} | {
    "quáter": 4,
    "quinques": 5,
    "quinquer": 5,
    "quinto": 5,
    "sexter": 6,
    "septer": 7,
    "octer": 8,
    "novies": 9,
    "مكرر": 2,
}
WORDS = {
    "premier": 1,
    "première": 1,
    "unique": 1,
    "ier": 1,
    "único": 1,
    "unico": 1,
    "única": 1,
    "unica": 1,
    "unic": 1,
    "primero": 1,
    "primera": 1,
    "segundo": 2,
    "segunda": 2,
    "tercero": 3,
    "tercera": 3,
    "cuarto": 4,
    "cuarta": 4,
    "quinto": 5,
    "quinta": 5,
    "sexto": 6,
    "sexta": 6,
    "séptimo": 7,
    "septimo": 7,
    "séptima": 7,
    "septima": 7,
    "octavo": 8,
    "octava": 8,
    "noveno": 9,
    "novena": 9,
    "décimo": 10,
    "decimo": 10,
    "décima": 10,
    "decima": 10,
    "undécimo": 11,
    "undécima": 11,
    "duodécimo": 12,
    "duodécima": 12,
    "primeiro": 1,
    "primeira": 1,
    "terceiro": 3,
    "terceira": 3,
    "quarto": 4,
    "quarta": 4,
    "sétimo": 7,
    "sétima": 7,
    "oitavo": 8,
    "oitava": 8,
    "nono": 9,
    "nona": 9,
}
ARABIC = {
    "اول": 1,
    "ثاني": 2,
    "ثانيه": 2,
    "ثالث": 3,
    "ثالثه": 3,
    "رابع": 4,
    "رابعه": 4,
    "خامس": 5,
    "خامسه": 5,
    "سادس": 6,
    "سادسه": 6,
    "سابع": 7,
    "سابعه": 7,
    "ثامن": 8,
    "ثامنه": 8,
    "تاسع": 9,
    "تاسعه": 9,
    "عاشر": 10,
    "عاشره": 10,
    "حادي": 1,
    "حاديه": 1,
    "اولي": 1,
    "واحده": 1,
    "واحد": 1,
    "فريده": 1,
    "عشر": 10,
    "عشره": 10,
}
TENS = {"عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

DIGIT = re.compile(
    r"\(?\s?(?:(?P<prefix>[LRDA])\.? ?(?:\* ?)?)?(?P<main>\d{1,4})(?!\d)"
    r"(?P<ordinal>\s?(?:\.?[º°ª]|er\b|ère\b|re\b|ro\b|ra\b|\.?o\b(?=[\s.,:–—-]|$)))?"
    r"(?P<subs>(?:\s?[-–‑^]\s?\d{1,3}(?!\d)|\.\d{1,3}(?!\d|\.\d|[º°]))*)"
    rf"(?P<raised>[{RAISED}]+)?"
    r"(?P<letter>[-–‑][A-Z]{1,2}(?![\w'’])|\s?[-–‑]\s?[A-Z](?=\s*(?:$|[,.;:)(“\"»]))|[A-Z]{1,3}(?![\w'’])|[a-z](?![\w'’])|\s[A-Z](?=\s*[.:–—-]?\s*$))?"
    rf"(?P<latin>\s?-?\s?(?:{'|'.join(word for word in LATIN_KEY if word.isascii() or word == 'quáter')})\b)?"
    r"(?:\s?\)|)"
)
LATIN_UPPER = re.compile(
    r"\s?-?\s?(" + "|".join(LATIN_KEY) + r")[اًُ]*(?!\w)(?:\s?\(?(\d{1,2})\)?(?=\W|$))?", re.I
)
ROMAN = re.compile(r"(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?![\w'’])")
CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE = re.compile(
    r"第?((?:[一二三四五六七八九]?十)?[一二三四五六七八九]|[一二三四五六七八九]?十)條?条?(?![一-鿿])"
)
ARTICLE_WORD = re.compile(
    r"^(?:art(?:icle|ículo|iculo|igo|ikel|icolul|\.)?|s(?:ection|ec)?\.?|§|ال?مادة|الفصل)\s*", re.I
)
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Number:
    """key sorts; normal is stored; end is how many characters of the text it took."""

    key: tuple[int, ...]
    normal: str
    end: int


@lru_cache(maxsize=4096)
def read(text: str) -> Number | None:
    """The number at the start of the text, or None. Pass at most a line."""
    text = text.translate(DIGITS)
    match = DIGIT.match(text)
    if match:
        return _digits(match, text)
    return _word(text) or _roman(text) or _arabic(text) or _chinese(text)


def normal(text: str) -> str:
    """The stored form of a printed number, or the text itself where it is none."""
    bare = ARTICLE_WORD.sub("", text.strip())
    number = read(bare)
    return number.normal if number else text.strip()


def _digits(match: re.Match[str], text: str) -> Number | None:
    main = match["main"].lstrip("0")
    if not main:
        return None
    prefix = (match["prefix"] or "").strip()
    key: list[int] = [ord(prefix[0]) if prefix else 0, int(main)]
    shown = prefix + main
    for sign, digits in re.findall(r"([-–‑.^])\s?(\d+)", match["subs"] or ""):
        key += [int(digit) for digit in digits] if digits.startswith("0") else [int(digits)]
        shown += (sign if sign in ".^" else "-") + digits
    if match["raised"]:
        key.append(int("".join(str(RAISED.index(sign)) for sign in match["raised"])))
        shown += match["raised"]
    if match["letter"]:
        letters = re.sub(r"[^A-Za-z]", "", match["letter"])
        if match["letter"][0].isspace():  # French codes count 224-1 A, 224-1 B, 224-1
            key[-1:] = [key[-1] - 1, 999]
        key += [ord(letter.upper()) - 64 for letter in letters]
        shown += (
            "-"
            if re.search(r"[-–‑]", match["letter"])
            else " "
            if match["letter"].startswith(" ")
            else ""
        ) + letters
    end = match.end()
    if match["latin"]:
        end = match.start("latin")
    found = LATIN_UPPER.match(text, end)
    if found:
        word = found[1].lower()
        key += [LATIN_KEY[word], *([int(found[2])] if found[2] else [])]
        shown += f" {LATIN[LATIN_KEY[word]]}" + (f" {found[2]}" if found[2] else "")
        end = found.end()
    end += len(re.match(r"\s?\)?", text[end:])[0]) if text[match.start() :].startswith("(") else 0  # type: ignore[index]
    return Number(tuple(key), shown, end)


def _word(text: str) -> Number | None:
    match = WORD.match(text)
    value = WORDS.get(match[0].lower()) if match else None
    if not match or value is None:
        return None
    end = match.end()
    follow = WORD.match(text, end + 1)
    if value == 10 and follow and WORDS.get(follow[0].lower(), 10) < 10:  # décimo primero
        value, end = value + WORDS[follow[0].lower()], follow.end()
    return Number((0, value), str(value), end)


def _roman(text: str) -> Number | None:
    match = ROMAN.match(text)
    if not match or not match[0]:
        return None
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    signs = [values[sign] for sign in match[0]]
    total = sum(
        -sign if any(sign < later for later in signs[place + 1 : place + 2]) else sign
        for place, sign in enumerate(signs)
    )
    return Number((0, total), str(total), match.end())


def _chinese(text: str) -> Number | None:
    match = CHINESE.match(text)
    if not match:
        return None
    tens, mark, ones = match[1].rpartition("十")
    value = (CHINESE_DIGITS.index(tens) if tens else 1) * 10 * bool(mark) + (
        CHINESE_DIGITS.index(ones) if ones else 0
    )
    return Number((0, value), str(value), match.end())


def _arabic(text: str) -> Number | None:
    total, end, seen = 0, 0, False
    hundred = False
    for match in re.finditer(r"\s*(\(?)([\u0621-\u0652ـ]+)(\)?[:.،–-]?)", text[:120]):
        if match.start() != end:
            break
        value = _arabic_word(for_search(match[2]))
        if value is None:
            if for_search(match[2]) == "بعد" and seen:
                hundred, end = True, match.end(2)
                continue
            break
        total, end, seen = (
            total + value,
            match.end(2) + (1 if match[1] and match[3].startswith(")") else 0),
            True,
        )
        if match[3]:
            break
    if not seen or (hundred and total < 100):
        return None
    found = LATIN_UPPER.match(text, end)
    if found:
        return Number((0, total, 2), f"{total} bis", found.end())
    return Number((0, total), str(total), end)


def _arabic_word(word: str) -> int | None:
    word = word.removeprefix("و") if word.startswith("وال") else word
    word = (
        "ال" + word[3:] if word.startswith("االو") else word
    )  # the lam-alef of الأولى turned round by a PDF
    bare = word.removeprefix("ال")
    if bare == "ولي":
        return 1
    if bare in ("مايه", "ميه", "ماءه"):
        return 100
    for stem, value in TENS.items():
        if bare in (stem + "ون", stem + "ين", stem.replace("ثمان", "ثماني") + "ن"):
            return value
    return ARABIC.get(bare) if word.startswith("ال") or bare in ("عشر", "عشره", "فريده") else None

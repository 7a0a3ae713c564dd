"""The signs by which laws show where an article, a chapter, a schedule, a note or the signatures
begin, as regular expressions.

The words are those of `ingest/languages/<xx>.yml`; here is only how they are put together. All
languages stand in one pattern: a word that means "article" in one does not mean something else in
another; the few that do (section, paragraph, الفصل) are tied to their language or to digits.
"""

import re
import unicodedata

from ingest.languages import entries_in_all, section_in_all

QUOTES = "“\"«„‟‘'‹»”"
OPENING, CLOSING = "“«„", "”»"
# Before the entries of a list: bullets, arrows and ticks, also as signs of a symbol font
BULLETS = "*·>•‣⁃" + "".join(
    sign
    for sign in map(chr, (*range(0x2190, 0x2C00), *range(0xF000, 0xF100)))
    if unicodedata.category(sign) in ("So", "Sm", "Co")
)
BULLET = f"[{re.escape(BULLETS)}–—-]"
VOWELS = "[\u064b-\u0652ـ]*"  # signs of Arabic vowels, and the line that stretches a word


def any_of(*expressions: str) -> str:
    """Expressions as alternatives; empty ones are left out, and without any nothing matches."""
    return "|".join(filter(None, expressions)) or "(?!)"


def without_accents(text: str) -> str:
    """Título -> Titulo."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def loose(word: str) -> str:
    """A pattern for a word whose accents may be left out: `Título` gives `T[íi]tulo`."""
    signs = ((sign, without_accents(sign)) for sign in word)
    return "".join(
        re.escape(sign) if sign == bare or len(bare) != 1 else f"[{sign}{bare}]"
        for sign, bare in signs
    )


def as_printed(words: list[str]) -> str:
    """Alternatives for words as written and in capitals, also without accents; longest first."""
    forms = {form for word in words for form in (loose(word), loose(word.upper()))}
    return any_of(*sorted(forms, key=lambda form: (-len(form), form)))


def whole_words(words: list[str]) -> str:
    """Alternatives for words exactly as written; none is the beginning of a longer word."""
    return any_of(*(re.escape(word) + (r"\b" if word[-1].isalnum() else "") for word in words))


def stretched(expression: str) -> str:
    """An expression in which any Arabic letter may have vowels or be stretched: المـــادة."""
    return re.sub("[\u0621-\u063a\u0641-\u064a]", rf"\g<0>{VOWELS}", expression)


def words_in_all(name: str, key: str) -> str:
    """The words under a key of a section in any language, as printed."""
    return as_printed(entries_in_all(name, key))


def expressions_in_all(name: str, *keys: str) -> str:
    """The expressions under some keys of a section in any language, as they stand."""
    return any_of(*(entry for key in keys for entry in entries_in_all(name, key)))


# Article, artículo, Artikel ...: a capital letter, because "article 5 of the Code" may stand at the
# start of a line too.
BEFORE_NUMBER = (  # `Article No. 5`, `Artículo número uno`, `Article the First`, `Article-5`
    rf"(?:(?:{expressions_in_all('acts', 'number_signs')})(?:\s?(?=[\d(])|\s(?=[^\W\d_]{{2}}))"
    rf"|(?:{expressions_in_all('articles', 'before_number')})\s|[-–]\s?(?=\d))?"
)
ARTICLE = re.compile(
    rf"(?P<word>(?:(?:{words_in_all('articles', 'words')})(?:\b|(?=[\d_]))\.?"
    rf"|{stretched(expressions_in_all('articles', 'expressions'))})\s*{BEFORE_NUMBER})"
)
# Somewhere in a sentence: `articles 5 et 6`, `section 5A`, `§ 5`.
_ARTICLE_NAMES = (
    words_in_all("articles", "words"),
    expressions_in_all("articles", "expressions", "plural_expressions"),
    words_in_all("articles", "sections"),
    "§",
)
NAMES_ARTICLE = re.compile(rf"(?<![A-Za-zÀ-ÿ])(?:{any_of(*_ARTICLE_NAMES)})", re.I)
# الفصل: a chapter, or the article of laws that have no other word for it.
CHAPTER_ARTICLE = re.compile(
    rf"(?P<word>(?:{stretched(expressions_in_all('articles', 'chapters'))})\s*)"
)
SECTION = {
    language: re.compile(
        r"(?P<word>"
        + any_of(
            rf"(?:{as_printed(articles.get('sections', []))})(?![^\W\d_])\.?\s*",
            r"§\s*" if articles.get("sign") else "",
            *articles.get("section_expressions", []),
        )
        + ")"
    )
    for language, articles in section_in_all("articles").items()
    if articles.keys() & {"sign", "sections", "section_expressions"}
} | {"": re.compile(r"(?P<word>§\s*)")}
_REPEATED = any_of(
    *(word for o in section_in_all("ordinals").values() for word in o.get("repeated", {}))
)
BARE = re.compile(  # `5. `, `5 bis. `, or `5(1) ` where the stop is left out
    rf"(?P<word>)(?=\d{{1,4}}(?:[A-Z]{{0,3}}|\s?(?:{_REPEATED})\b)\s*"
    r"(?:\.{1,2}(?!\d)|(?:[–—-]\s?)?\((?:1|i|a)\)\.?\s?[A-ZÀ-Ý“\"(]))"
)
BARE_HEADING = re.compile(r"(?P<word>)(?=\d{1,4}[A-Z]{0,3}\b\.{0,2}\s+[A-ZÀ-Ý“\"‘\[])")
PLAIN = re.compile(r"(?P<word>)(?=\d{1,3}[A-Z]{0,2}\s+[A-Z][^.;]{2,110}$)")
ORDINAL = re.compile(
    rf"(?P<word>(?:(?:{expressions_in_all('schedules', 'final_items')}"
    rf"|{words_in_all('schedules', 'item')})\s+)?)"
    r"(?=[A-ZÁÉÍÓÚa-záéíóú]+\s?(?:[A-ZÁÉÍÓÚa-záéíóú]+)?\s*\.\s?(?:[-–—]|[A-ZÁÉÍÓÚÑ]))"
)

# After the number: an end, a stop, a bracket or a capital; a small letter or a comma makes it a
# reference.
AFTER = re.compile(
    r"\s*(?:$|[.:،؛/–—*†‡_\]-]|[(\[“\"«‘¿]|[A-ZÀ-ÝΑ-ΩΆ-Ώ\d•°]|[\u0621-\u064a\u4e00-\u9fff])"
)
_OF = whole_words(entries_in_all("references", "of"))
NOT_AFTER = re.compile(
    rf"\s*(?:{whole_words(entries_in_all('references', 'after'))}"
    rf"|{any_of(*map(re.escape, entries_in_all('references', 'after_begins')))}"
    rf"|\(?\d+\)?\s*(?:{_OF})|[–-]\s?\d+\s+(?:{_OF}))"
)
# At the end of a line: a reference to what the next begins with.
REFERENCE_BEFORE = re.compile(rf"(?:{expressions_in_all('references', 'before')}|,)$")

CONTAINER_NUMBER = re.compile(
    r"(?:n[°º.o]\s?)?(?:[IVXLC]{1,7}\b|[ΑΒΓΔΕΖΗΘΙΚΧIVX]{1,5}\b['’΄ʹ]?|\d{1,3}\b(?:\.\d{1,2}\b)*"
    rf"|(?:{words_in_all('containers', 'first')})\b|[A-H]\b(?=\s*[-–—.:]|\s*$))"
    rf"(?:\s?(?:er|{_REPEATED})\b)?"
)
# Ranks order the containers: a new one closes those of the same or a lower rank. The last three are
# those of plans.
RANKS = (
    "book",
    "part",
    "title",
    "chapter",
    "section",
    "subsection",
    "axis",
    "objective",
    "enumeration",
)


def _container_words(name: str) -> re.Pattern[str]:
    """The word of one kind of division, before its number; `Objectif` may have an adjective."""
    words = as_printed(entries_in_all("containers", name))
    adjective = r"(?:\s+[^\W\d]{4,})?" if name in PLANNED else ""
    return re.compile(rf"(?:{words}){adjective}(?:\s*[-–—:]\s*|\s+)")


def _container_expressions(name: str) -> re.Pattern[str]:
    """The heads of one kind of division that are more than a word and a number."""
    kinds = section_in_all("containers").values()
    roman = r"[IVX]{1,5}\s?[.–—-]\s*(?=[A-ZÀ-Ý])" if name == "enumeration" else ""
    return re.compile(any_of(roman, *(kind.get("expressions", {}).get(name, "") for kind in kinds)))


PLANNED = ("axis", "objective")
CONTAINER_WORDS = tuple(map(_container_words, RANKS))
CONTAINER_EXPRESSIONS = tuple(map(_container_expressions, RANKS))
ONE_WORD = re.compile(r"\w+\s*$")  # the number of a chapter may be any word
AFTER_CONTAINER = re.compile(
    r"\s*(?:$|[.:–—-]|[A-ZÀ-Ý«“\"(\u0621-\u064a]|[ªºa]\b"
    rf"|{whole_words(entries_in_all('containers', 'after'))})"
)
# The head of a chapter behind the last sentence of an article, where line breaks are lost.
INLINE_CHAPTER = (
    re.compile(
        rf"(?<=[.;:”\"»)\]])\s+(?=(?:{words_in_all('containers', 'inline')})"
        r" (?:[IVXLC]+|\d+)\b\s*[-–—:.]?[^.;]{0,140}$)"
    ),
    re.compile(
        rf"(?<=[.؛:])\s+(?=(?:{expressions_in_all('containers', 'inline_expressions')})"
        r"\s*[-–:]?[^.]{0,100}$)"
    ),
)

FINAL_ITEM = re.compile(rf"(?:{expressions_in_all('schedules', 'final_items')})(?=\s)")
FINAL_PROVISIONS = re.compile(words_in_all("schedules", "final_begins"))
SCHEDULE = re.compile(
    rf"(?:{expressions_in_all('schedules', 'expressions', 'final')}"
    rf"|(?:{words_in_all('schedules', 'words')})"
    rf"(?:\s+(?:\d+|[IVX]+|[A-H]|{words_in_all('schedules', 'first')}))?)"
    r"(?:\s*[-–—:.(\[].*|\s+[A-ZÀ-Ý].*)?"
)
# Papers printed with a law that are not law.
NOT_LAW = re.compile(expressions_in_all("schedules", "other_papers"))

SIGNATURE = re.compile(expressions_in_all("signatures", "lines"))
# `Fait le 3 mai 2031`, `GIVEN under my hand this 3rd day of May 2031`, `Lima, 3 de mayo de 2031`:
# the same, where the line above ends a sentence
_DAY = r"\d{1,2}\S{0,3}\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:del?\s)?\d{4}\s?م?"
SIGNED_ON = re.compile(
    any_of(
        rf"(?i:{expressions_in_all('signatures', 'verbs')})(?!\w)[^;]{{0,120}}\d{{4}}\s?م?\.?$",
        rf"[A-ZÀ-Ý][^\W\d]+(?:[ '’-][^\W\d]+){{0,3}},\s(?:le\s|el\s|aos\s|em\s)?{_DAY}\.?$",
        rf"[\u0621-\u064a]{{3,20}},? في {_DAY}\.?$",
    )
)
SIGNATURE_INLINE = re.compile(
    rf"(?<=[.”\"»;])\s+(?=(?:{expressions_in_all('signatures', 'inline')}))"
)

# A note of the editor: the whole of a bracket, or a line that opens with a star, and one of these
# words in it.
NOTE_WORDS = re.compile(expressions_in_all("notes", "words"), re.I)
NOTE_OPEN = re.compile(r"[\[(]\s*[*\[(]?")
NOTE_LINE = re.compile(any_of(r"\(\*+\)", *entries_in_all("notes", "lines")))
STARRED = re.compile(r"\\?\*{1,3}\s")  # a note of the editor, or an entry of a list
MARGIN_NOTE = re.compile(expressions_in_all("notes", "margin"))
SUPERSEDED = re.compile(expressions_in_all("notes", "superseded"))

NOISE = re.compile(
    r"[-–—_=*•. ]{3,}|[-–—]\s?\d{1,4}\s?[-–—]|\d{1,4}\s*/\s*\d{1,4}"
    rf"|\d{{1,3}}\s+(?:{expressions_in_all('page_furniture', 'of')})\s+\d{{1,3}}"
    rf"|(?:{words_in_all('page_furniture', 'page')})\s*:?\s*\d{{1,4}}"
    rf"(?:\s*(?:{expressions_in_all('page_furniture', 'of')}|/)\s*\d{{1,4}})?"
    rf"|{expressions_in_all('page_furniture', 'lines')}"
)
ENUMERATOR = re.compile(
    r"(?:\(?[a-zA-Z]{1,2}\)|\(?[ivx]{1,6}\)|\(\d{1,3}[A-Z]?\)|\d{1,3}[.)°º]|[a-z]\."
    rf"|{BULLET}|\(?[أ-ي]\s?[-)])(?:\s|$)"
)

# A whole law in one line is cut before each article. The mark of a gazette, `Art. 19. — `, stands
# in the middle of a line only where a line break was lost.
INLINE_DASH = re.compile(
    rf"(?<=[.;:)»])\s*(?=(?:{words_in_all('articles', 'words')})\b\.?"
    r" \d{1,3}\s?[º°]?\s?\.?\s?[—–]\s)"
)
INLINE_COLON = re.compile(  # without capitals a stop must show that this is no reference
    rf"\s+(?=(?:{expressions_in_all('articles', 'expressions')})\s*"
    r"(?:\(?\d{1,3}\)?|ال\w+(?:\s\w+)?)\s*[:–—ـ-])"
)
INLINE = re.compile(
    "".join(rf"(?<!\b{word})" for word in entries_in_all("references", "before_article"))
    + rf"\s+(?={ARTICLE.pattern}\s*".replace("?P<word>", "?:")
    + rf"(?:{expressions_in_all('articles', 'first')}|\d{{1,3}}(?:er|\s?bis)?)\b"
    + r"[.:º°]?\s+(?:[-–—]\s*)?[A-ZÀ-Ý(«“])"
)
LINKING = frozenset(" ".join(section_in_all("linking_words").values()).split())

"""What a text says of itself, and how that compares with a record: number, year, title, country and
language, each same, other or unknown.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import fuzz

from ingest.folding import for_names, for_patterns
from ingest.languages import KNOWN
from ingest.law.act_names import number_pattern
from ingest.law.acts import Act, block_line, plain_number
from ingest.law.guess_language import guess
from ingest.law.readers.document import Document
from ingest.received.law_records import LawRecord, LawRecords, words_of_title

HEAD = 3_000  # characters in which a law says what it is, with the laws it rests on
TITLE = 700  # characters in which its title stands
OWN = 40  # lines among which stands the line that names it
ENOUGH_WORDS = 300  # characters from which a language can be told
YEAR = re.compile(r"(?<!\d)(?:1[89]\d\d|20[0-4]\d)(?!\d)")  # 2065 is of another calendar
FIGURES = re.compile(r"\d+")
THOUSANDS = re.compile(r"(?<=\d)[.\s\u00a0](?=\d{3}(?!\d))")
TITLES = ("title", "titulo", "title_en", "title_fr", "short_name", "treaty_en", "bill")
COUNTRIES = ("country", "pais")
NAME_KEYS = ("identifier", "identificador", "id", "work", "url", "fuente", "source")


@dataclass(frozen=True)
class Identity:
    """What a text says of itself. own: the number it bears, empty when none was found; printed: the
    line that names it; title, head: its titles with few and with many first lines; countries: how
    often it names each.
    """

    own: str
    printed: str
    years: frozenset[str]
    title: str
    head: str
    countries: dict[str, int]
    language: str

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The folded words of its titles and first lines, without figures."""
        return frozenset(words_of_title(self.title))

    @cached_property
    def figures(self) -> frozenset[int]:
        """Every figure at its head."""
        head = THOUSANDS.sub("", for_patterns(self.head))
        return frozenset(int(figure) for figure in FIGURES.findall(head) if len(figure) < 10)


def read_identity(act: Act, records: LawRecords, language: str = "") -> Identity:
    """What an act, or a document that is one, says of itself."""
    document = act.document
    titles = [document.metadata[key] for key in TITLES if document.metadata.get(key)]
    lines = [block_line(block) for block in document.blocks[: OWN * 3] if block.kind != "noise"]
    lines = [line for line in lines if line][:OWN]
    text = document.text
    named = [found for found in map(own_number, [act.name, *titles, *lines]) if found]
    own, printed = named[0] if named else ("", (act.name or (titles + lines + [""])[0])[:120])
    title = "\n".join([act.name, *titles, text[:TITLE]])
    metadata = " ".join(document.metadata.get(key, "") for key in NAME_KEYS)
    return Identity(
        own,
        printed,
        frozenset(YEAR.findall(for_patterns(" ".join([act.name, *titles, printed])))),
        title,
        f"{title}\n{text[TITLE:HEAD]}\n{re.sub('[-/_.]', ' ', metadata)}",
        countries_in(document, text, records),
        language or (guess(text) if len(text) >= ENOUGH_WORDS else ""),
    )


def own_number(line: str) -> tuple[str, str] | None:
    """The number in a line that names an act, and the line; None for another line."""
    match = number_pattern().match(line.strip())
    return (plain_number(match["number"]), line.strip()[:120]) if match else None


def countries_in(document: Document, text: str, records: LawRecords) -> dict[str, int]:
    """How often a text names each country; what its own head says counts for much."""
    counts: dict[str, int] = {}
    for name in country_pattern(records).findall(for_names(text[:60_000])):
        code = records.countries[name]
        counts[code] = counts.get(code, 0) + 1
    for key in COUNTRIES:
        if code := records.countries.get(document.metadata.get(key, "").lower(), ""):
            counts[code] = counts.get(code, 0) + 1_000
    return counts


@cache
def country_pattern(records: LawRecords) -> re.Pattern[str]:
    """Any name of a country, the longest first; without codes of two letters."""
    names = sorted((name for name in records.countries if len(name) > 3), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def core_number(number: str) -> int | None:
    """The figure that counts acts: 6 of 2005-06, 12 of `12 of 2022`, 26364 of `26.364`."""
    plain = THOUSANDS.sub("", for_patterns(number))
    figures = FIGURES.findall(plain)
    others = [figure for figure in figures if not YEAR.fullmatch(figure)]
    return int(others[0]) if others else int(figures[0]) if figures else None


def compare_numbers(identity: Identity, record: LawRecord) -> str:
    """same, mentioned, other, or unknown where one of them has none."""
    core = core_number(record.number)
    if core is None:
        return "unknown"
    years = set(YEAR.findall(identity.own)), set(YEAR.findall(record.number))
    if identity.own and all(years) and not years[0] & years[1]:
        return "other"
    if identity.own and core_number(identity.own) == core:
        return "same"
    if core in identity.figures:
        return "mentioned"
    return "other" if identity.own else "unknown"


def compare_years(identity: Identity, record: LawRecord) -> str:
    """same also for the year after, in which an act is printed."""
    own, numbered = set(YEAR.findall(identity.own)), set(YEAR.findall(record.number))
    if own and numbered:
        return "same" if own & numbered else "other"
    years = identity.years | own
    recorded = numbered | ({record.year} if record.year else set())
    if not years or not recorded:
        return "unknown"
    near = {str(int(year) + step) for year in recorded for step in (-1, 0, 1)}
    return "same" if years & near else "other"


def compare_countries(identity: Identity, record: LawRecord) -> str:
    """other where a text names another country often, and never that of the record."""
    if not record.country or not identity.countries:
        return "unknown"
    if record.country in identity.countries:
        most = max(identity.countries.values())
        return "same" if identity.countries[record.country] * 3 >= most else "unknown"
    return "other" if max(identity.countries.values()) >= 2 else "unknown"


def compare_languages(identity: Identity, record: LawRecord, records: LawRecords) -> str:
    """unknown for a language that cannot be told by its words, for treaties, and for another
    language of the country.
    """
    if identity.language == record.language:
        return "same"
    known = {identity.language, record.language} <= set(KNOWN)
    spoken = records.languages.get(record.country, frozenset())
    return "other" if known and record.country and identity.language not in spoken else "unknown"


def title_share(identity: Identity, record: LawRecord, records: LawRecords) -> float:
    """How much of a title of the record stands in the head of the text, 0 to 1: the share of its
    words, each by how rare it is; of its letters where words are not set apart.
    """
    head = identity.title_words
    shares = [
        sum(records.rarity[word] for word in words & head)
        / sum(records.rarity[word] for word in words)
        for words in record.title_words
        if len(words) > 2
    ]
    title = record.titles[0]
    if not title.isascii() and len(title.split()) < 3:
        shares.append(fuzz.partial_ratio(title, identity.title) / 100 if len(title) > 5 else 0.0)
    return max(shares, default=0.0)


def say_difference(key: str, identity: Identity, record: LawRecord) -> str:
    """What differs, with both values."""
    most = max(identity.countries, key=lambda code: identity.countries[code], default="")
    values = {
        "number": (identity.own, record.number),
        "year": (", ".join(sorted(identity.years)) or identity.own, record.year),
        "country": (most, record.country),
        "language": (identity.language, record.language),
    }
    printed, recorded = values[key]
    named = f" ({identity.printed})" if key in ("number", "year") else ""
    return f"{key}: the text says {printed}{named}, the record {recorded}"

"""The language files: complete, and the only home of the words of a language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ingest.languages import KNOWN, LANGUAGES, SPLIT_ONLY, load_language, section
from ingest.law.splitting.containers import container_rank
from ingest.law.splitting.patterns import RANKS, as_printed
from plugins.searching import concepts
from plugins.searching.numbers import ARTICLE_NUMBER

ROOT = Path(__file__).parent.parent
SPLITTING = (
    "common_words",
    "articles",
    "containers",
    "schedules",
    "ordinals",
    "references",
    "signatures",
    "notes",
    "page_furniture",
    "acts",
    "linking_words",
)
SHORTEST = 5  # letters; shorter words (part, bis, of) are too often something else in code
LAW = ROOT / "ingest" / "law"  # without the readers: formats have styles and elements of such names
PYTHON = [*sorted(LAW.glob("*.py")), *sorted((LAW / "splitting").glob("*.py"))]


def test_each_known_language_has_its_file_and_no_other():
    files = {path.stem for path in (ROOT / "ingest" / "languages").glob("*.yml")}
    assert files == set(KNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_read_in_full_have_the_same_sections(language):
    known = {name for other in LANGUAGES for name in load_language(other)}
    assert known - set(load_language(language)) == set()


@pytest.mark.parametrize("language", SPLIT_ONLY)
def test_other_languages_have_the_sections_of_the_splitter(language):
    assert set(load_language(language)) == set(SPLITTING)


def test_a_missing_section_is_named():
    with pytest.raises(KeyError, match=r"ro\.yml has no section 'months'"):
        section("ro", "months")


@pytest.mark.parametrize("printed", ["Título", "TÍTULO", "Titulo", "TITULO"])
def test_a_word_is_known_in_capitals_and_without_accents(printed):
    assert re.fullmatch(as_printed(["Título"]), printed)


def test_a_word_written_in_capitals_is_known_in_capitals_only():
    assert re.fullmatch(as_printed(["SECCIÓN"]), "SECCION")
    assert not re.fullmatch(as_printed(["SECCIÓN"]), "Sección")


@pytest.mark.parametrize(
    ("head", "rank"),
    [
        ("Livre Premier", "book"),
        ("PARTE II – DOS CRIMES", "part"),
        ("TITULO UNICO", "title"),
        ("القسم الثاني: العقوبات", "part"),
        ("Hoofdstuk 3", "chapter"),
        ("2. Abschnitt: Schluss", "section"),
    ],
)
def test_heads_of_divisions_have_their_rank(head, rank):
    assert RANKS[container_rank(head) - 1] == rank


def test_the_search_knows_the_languages_in_which_laws_are_read():
    assert concepts.LANGUAGES == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_reads_article_numbers_as_laws_print_them(language):
    """The site may not import the language files, so its own pattern must know the same words."""
    articles = section(language, "articles")
    for word in articles.get("words") or articles["labels"]:
        match = ARTICLE_NUMBER.search(f"{word} 12")
        assert match, word
        assert "12" in match.groups(), word


@pytest.mark.parametrize("language", KNOWN)
def test_every_key_of_a_section_is_asked_for(language):
    """A misspelt key would be left out without a word."""
    asked = {word for path in PYTHON for word in literals(path, r"[a-z_]+")}
    keys = {
        key
        for name in SPLITTING
        if isinstance(section(language, name), dict)
        for key in section(language, name)
    }
    assert keys - asked == set()


@pytest.mark.parametrize("language", KNOWN)
def test_no_key_is_said_twice(language):
    """YAML keeps the last of two equal keys and drops the other without a word."""
    text = (ROOT / "ingest" / "languages" / f"{language}.yml").read_text(encoding="utf-8")
    nodes = [yaml.compose(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), keys
            nodes += [value for _, value in node.value]


def strings(words) -> Iterator[str]:
    """Every string in a section, keys that are words (`premier: 1`) included."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, list):
        for entry in words:
            yield from strings(entry)
    elif isinstance(words, dict):
        for key, value in words.items():
            if isinstance(value, int) and not isinstance(value, bool):
                yield key
            yield from strings(value)


def vocabulary(language: str) -> set[str]:
    """The words that splitting knows of a language, as written; in English none in small letters,
    because names and messages of the code are English (`article`, `section`).
    """
    texts = [text for name in SPLITTING for text in strings(section(language, name))]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    long = {word for word in words if len(word) >= SHORTEST}
    if language == "en":
        return {word for word in long if not word.islower()}
    return long - {word.lower() for word in vocabulary("en")}


def literals(path: Path, word: str = r"[^\W\d_]+") -> set[str]:
    """The words in the strings of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]
    return {found for text in texts for found in re.findall(word, text)}


@pytest.mark.parametrize("language", KNOWN)
def test_no_word_of_a_language_is_spelled_in_the_code(language):
    words = vocabulary(language)
    spelled = {path.name: sorted(words & literals(path)) for path in PYTHON}
    assert {name: found for name, found in spelled.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["penalty", "definition"])
def test_folding_leaves_every_pattern_its_meaning(language, name):
    """Folding makes `\\W` to `\\w` and takes the alef from under its mark of repetition."""
    spoiled = re.compile(r"\\[WSDB]|\u0627[?*+{]")
    assert [text for text in strings(section(language, name)) if spoiled.search(text)] == []

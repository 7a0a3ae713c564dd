"""Numbers that Word draws itself: lists, levels, starts, restarts, styles, forms."""

from fixture_files import make_docx

from ingest.law import readers
from ingest.law.split import split

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SENTENCES = [
    "The harbour master keeps a list of all who leave.",
    "The list is open to the court.",
    "Whoever tears a page from the list pays ten crowns.",
    "This law is in force.",
]


def item(text: str, level: int = 0, listed: int = 1, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>'
    properties = named + (numbered if listed else "")
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, text: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(number: int, definition: int = 7, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


def word(body: str, levels: str, lists: str = listed(1), styles: str = "") -> readers.Document:
    numbering = (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f"{lists}</w:numbering>"
    )
    parts = {"word/numbering.xml": numbering.encode()}
    if styles:
        parts["word/styles.xml"] = f"<w:styles {SPACE}>{styles}</w:styles>".encode()
    return readers.read(make_docx(body, parts), "law.docx")


def lines(document: readers.Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_articles_of_an_automatic_list_have_their_numbers() -> None:
    body = "".join(map(item, SENTENCES))
    result = split(word(body, level(0, "Article %1 -")))
    assert [one.number for one in result.provisions] == ["1", "2", "3", "4"]
    assert [one.text for one in result.provisions] == SENTENCES


def test_sections_with_lettered_paragraphs() -> None:
    body = item("List of those who leave") + item(SENTENCES[0], 1) + item(SENTENCES[1], 1)
    body += item("Penalty") + item(SENTENCES[2], 1) + item("Commencement") + item(SENTENCES[3], 1)
    first, second, _ = split(
        word(body, level(0, "%1.") + level(1, "(%2)", "lowerLetter"))
    ).provisions
    assert (first.number, first.heading) == ("1", "List of those who leave")
    assert first.text == f"(a) {SENTENCES[0]}\n(b) {SENTENCES[1]}"
    assert second.text == f"(a) {SENTENCES[2]}"


def test_chapters_do_not_restart_articles_that_say_so() -> None:
    goes_on = '<w:lvlRestart w:val="0"/>'
    body = item("Lists") + item("One", 1) + item("Two", 1) + item("Fines") + item("Three", 1)
    chapters = level(0, "CHAPTER %1", "upperRoman")
    found = lines(word(body, chapters + level(1, "Article %2", more=goes_on)))
    assert found[-2:] == ["CHAPTER II Fines", "Article 3 Three"]
    found = lines(word(body, chapters + level(1, "Article %1.%2", more="<w:isLgl/>")))
    assert found[-2:] == ["CHAPTER II Fines", "Article 2.1 Three"]


def test_a_deep_level_restarts_only_after_the_level_it_names() -> None:
    after_first = '<w:lvlRestart w:val="1"/>'
    body = item("A") + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 2)
    body += item("F") + item("G", 2)
    levels = level(0, "%1.") + level(1, "%2)") + level(2, "(%3)", "lowerRoman", more=after_first)
    found = lines(word(body, levels))
    assert [line for line in found if line[-1] in "CEG"] == ["(i) C", "(ii) E", "(i) G"]


def test_lists_of_one_definition_count_on_and_a_start_of_its_own_begins_again() -> None:
    begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = listed(1) + listed(2) + listed(3, more=begins)
    body = item("A", listed=1) + item("B", listed=2) + item("C", listed=3) + item("D", listed=3)
    assert lines(word(body, level(0, "Art. %1"), lists)) == [
        "Art. 1 A",
        "Art. 2 B",
        "Art. 5 C",
        "Art. 6 D",
    ]


def test_a_level_replaced_for_one_list_only() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "Rule %1", start=3)}</w:lvlOverride>'
    lists = listed(1) + listed(2, more=other)
    found = lines(word(item("A") + item("B", listed=2), level(0, "Art. %1", start=10), lists))
    assert found[0] == "Art. 10 A"
    assert found[1].startswith("Rule ")


def test_numbers_that_a_style_brings_also_through_the_style_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Art"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Art2"><w:name w:val="Art2"/>'
        '<w:basedOn w:val="Art"/></w:style>'
    )
    body = item("A", listed=0, style="Art") + item("B", listed=0, style="Art2")
    body += item("C", 0, 0) + item("D", listed=0, style="Art")
    assert lines(word(body, level(0, "Article %1"), styles=styles)) == [
        "Article 1 A",
        "Article 2 B",
        "C",
        "Article 3 D",
    ]


def test_a_paragraph_taken_out_of_its_list_has_no_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Art"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    out = (
        '<w:p><w:pPr><w:pStyle w:val="Art"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        "<w:r><w:t>B</w:t></w:r></w:p>"
    )
    body = item("A", listed=0, style="Art") + out + item("C", listed=0, style="Art")
    found = lines(word(body, level(0, "Article %1"), styles=styles))
    assert found == ["Article 1 A", "B", "Article 2 C"]


def test_every_form_of_number_that_laws_use() -> None:
    forms = {
        "decimal": "3.",
        "decimalZero": "03.",
        "upperRoman": "III.",
        "lowerLetter": "c.",
        "hindiNumbers": "٣.",
        "arabicAlpha": "ت.",
        "arabicAbjad": "ج.",
    }
    for form, printed in forms.items():
        found = lines(word(item("A") + item("B") + item("C"), level(0, "%1.", form)))
        assert found[-1] == f"{printed} C", form


def test_a_number_that_cannot_be_read_is_said() -> None:
    document = word(item("A") + item("B"), level(0, "Article %1", "cardinalText"))
    assert lines(document) == ["Article 1 A", "Article 2 B"]
    assert "2 numbers of the form cardinalText, written in digits" in document.warnings
    document = word(item("A", listed=9), level(0, "Article %1"))
    assert "1 numbers of a list that the file does not have" in document.warnings
    field = "<w:p><w:r><w:instrText> AUTONUM </w:instrText></w:r><w:r><w:t>A</w:t></w:r></w:p>"
    document = word(field, level(0, "Article %1"))
    assert "1 numbers drawn by fields of Word cannot be read" in document.warnings


def test_bullets_and_deleted_paragraphs_have_no_number() -> None:
    deleted = item("B").replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>", 1)
    deleted = deleted.replace("<w:r>", "<w:del><w:r>").replace("</w:r>", "</w:r></w:del>")
    found = lines(word(item("A") + deleted + item("C"), level(0, "Article %1")))
    assert found[0] == "Article 1 A"
    assert found[-1].endswith("Article 2 C")
    assert lines(word(item("A"), level(0, "·", "bullet"))) == ["A"]

"""Every reader on a small file made here, every named refusal, and mutated files that must never
crash one.
"""

import contextlib
import io
import random
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from fixture_files import make_docx, make_pdf, make_zip

from ingest.law import readers
from ingest.law.readers import pdf as pdf_reader
from ingest.law.readers.document import MAX_BYTES, Document
from ingest.law.split import split
from ingest.law.splitting.ledger import count_signs
from scrapers import akn, peachjam
from scrapers.content import decode
from scrapers.outcome import ChallengePage, Refused
from scrapers.page import read_html as read_strictly

AKN = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta>
<identification source="#x"><FRBRWork>
<FRBRuri value="/akn/fd/act/2019/3"/><FRBRalias value="Safe Passage Act"/></FRBRWork>
<FRBRExpression><FRBRdate date="2019-04-01"/>
<FRBRlanguage language="eng"/></FRBRExpression></identification></meta><preamble>
<p>Whereas people are traded:</p></preamble><body>
<part eId="part_1"><num>Part I</num><heading>Offences</heading>
<section eId="sec_1"><num>1.</num><heading>Trading</heading><subsection><num>(1)</num><content>
<p>No one may trade in
<term>people</term>.</p></content></subsection>
<remark>[section 1 amended by Act 2 of 2020]</remark></section>
<section eId="sec_2"><num>2.</num><heading>Amendment</heading><content>
<p>The Ports Act is amended:</p><mod><quotedStructure>
<section><num>9A.</num><content><p>Ferries are counted.</p></content></section></quotedStructure>
</mod></content></section></part></body>
<attachments><attachment><heading>First Schedule</heading><doc><mainBody><paragraph><num>1.</num>
<content><p>Five members.</p></content>
</paragraph></mainBody></doc></attachment></attachments></act></akomaNtoso>"""
AKN_HTML = """<html><body><la-akoma-ntoso><span class="akn-akomaNtoso"><span class="akn-act">
<span class="akn-body">
<section class="akn-chapter"><h2>Chapter 1<br>Aims</h2><section class="akn-article" id="art_1">
<h2>Article 1<br>Scope</h2>
<span class="akn-content">
<span class="akn-p">This <span class="akn-term">Charter</span> covers ships.</span></span></section>
<section class="akn-article" id="art_2"><h2>Article 2</h2><span class="akn-paragraph">
<span class="akn-num">(a)</span>
<span class="akn-content"><span class="akn-p">count people;</span></span></span></section>
</section></span></span></span>
</la-akoma-ntoso></body></html>"""
PAGE = """<html lang="fr"><head><meta charset="utf-8"><title>Loi 1</title>
<script>alert("volé")</script><style>p {color: red}</style></head>
<body><nav>Accueil</nav><h2>TITRE I</h2><p>Article 1<sup>er</sup>.</p>
<p onclick="steal()">La présente loi <b>protège</b>&nbsp;l'été.</p>
<p>Article 2</p><p><strike>Ancien texte.</strike> Nouveau texte.</p><iframe src="x">cadre</iframe>
<p>§ 133<sup>2</sup></p></body></html>"""
MARKDOWN = """---
title: "Ley 5 de 2019"
number: 5.10
repealed: NO
---
# Ley 5

**Artículo 1.** _Objeto._ La [presente ley](http://example.org/a(b)) protege.

Artículo 2<sup>1</sup>.

-----

##### Artículo 3
"""


def paragraph(text: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def make_xlsx(rows: list[list[object]], title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LAW = [
    "Article 1",
    "The master shall count the people on board.",
    "Article 2",
    "Whoever sells a person is tried.",
    "Article 3",
    "This law is in force.",
]
PDF = make_pdf([LAW])
DOCX = make_docx("".join(map(paragraph, LAW)))
XLSX = make_xlsx(
    [
        ["Number", "Heading", "Text"],
        [1, "Count", "The master counts."],
        ["2 bis", "", "No one is sold."],
    ]
)
CSV = "Numéro;Intitulé;Texte\r\n1;Objet;\"La loi; protège l'été\"\r\n2 bis;;Nul n'est vendu\r\n"
JSON = b"""{"title": "Act 1", "provisions": [
{"section": "1", "title": "Count", "content": "The master counts."},
{"section": "2", "content": "None is sold."}]}"""


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.number or block.text) for block in document.blocks]


def numbers(document: Document) -> list[str]:
    return [one.number for one in split(document).provisions]


def test_pdf_with_a_text_layer() -> None:
    document = readers.read(PDF, "law.pdf")
    assert [block.text for block in document.blocks if block.kind == "text"] == LAW
    assert numbers(document) == ["1", "2", "3"]


def test_pdf_running_heads_and_page_numbers_are_noise() -> None:
    pages = [
        [
            "Gazette of Freedonia, No. 12",
            f"Article {page}",
            f"Ship {page} carries people who are counted and written into a book.",
            str(page),
        ]
        for page in range(1, 6)
    ]
    document = readers.read(make_pdf(pages), "law.pdf")
    noise = [block.text for block in document.blocks if block.kind == "noise" and block.text]
    assert noise == [text for page in pages for text in (page[0], page[-1])]


def test_docx_headings_and_paragraphs() -> None:
    document = readers.read(
        make_docx(paragraph("Part I", "Heading1") + "".join(map(paragraph, LAW))), "law.docx"
    )
    assert kinds(document)[1:3] == [("text", "Article 1"), ("text", LAW[1])]
    assert numbers(document) == ["1", "2", "3"]


def test_html_gives_text_and_structure_only() -> None:
    document = readers.read(PAGE.encode(), "law.html")
    assert kinds(document) == [
        ("heading", "TITRE I"),
        ("text", "Article 1er."),
        ("text", "La présente loi protège l'été."),
        ("text", "Article 2"),
        ("text", "Nouveau texte."),
        ("note", "Ancien texte."),
        ("text", "§ 133²"),
    ]
    assert document.metadata["title"] == "Loi 1"
    assert document.metadata["language"] == "fr"
    assert "1 struck-out wordings set apart as notes" in document.warnings


@pytest.mark.parametrize(
    ("real", "label"),
    [
        ("cp1252", "utf-8"),
        ("utf-8", "windows-1252"),
        ("utf-8", "iso-8859-1"),
        ("utf-16", "utf-8"),
        ("cp1252", ""),
    ],
)
def test_html_encoding_is_told_by_the_bytes(real: str, label: str) -> None:
    document = readers.read(PAGE.replace("utf-8", label).encode(real), "law.html")
    assert ("text", "La présente loi protège l'été.") in kinds(document)
    if label and real != "utf-16":
        assert any(warning.startswith(f"says {label} but is") for warning in document.warnings)


def test_utf8_read_as_windows_1252_before_is_repaired() -> None:
    broken = "L’été, la présente loi protège l’enfant à l’école.".encode().decode(
        "cp1252", "replace"
    )
    text, _, warnings = decode(broken.encode())
    assert text == "L’été, la présente loi protège l’enfant à l’école."
    assert warnings == ["UTF-8 had been read as windows-1252: repaired"]


def test_arabic_windows_1256_without_a_label() -> None:
    assert decode("المادة الأولى من القانون".encode("cp1256"))[0] == "المادة الأولى من القانون"


def test_akoma_ntoso_xml() -> None:
    document = readers.read(AKN.encode(), "act.xml")
    assert document.metadata["frbr_uri"] == "/akn/fd/act/2019/3"
    assert kinds(document) == [
        ("text", "Whereas people are traded:"),
        ("heading", "Part I Offences"),
        ("provision", "1."),
        ("note", "[section 1 amended by Act 2 of 2020]"),
        ("provision", "2."),
        ("heading", "First Schedule"),
        ("provision", "1."),
    ]
    first, second, member = split(document).provisions
    assert (first.number, first.heading, first.text) == (
        "1",
        "Trading",
        "(1) No one may trade in people.",
    )
    assert "9A. Ferries are counted." in second.text
    assert (member.label, member.text) == ("First Schedule, para. 1", "Five members.")


MADE = Path(__file__).parent / "pages"


@pytest.mark.parametrize(
    ("scraper", "page"),
    [(akn, MADE / "akn" / "rur-act-2020-1.xml"), (peachjam, MADE / "peachjam/rur-act-2020-1.html")],
    ids=["xml", "html"],
)
def test_scraper_and_reader_find_the_same_sections_and_words(scraper, page: Path) -> None:
    data = page.read_bytes()
    rows = [row for kind, row in scraper.parse(page.stem, data) if kind == "provision"]
    document = readers.read(data, page.name)
    sections = [row["number"].rstrip(".") for row in rows if row["kind"] == "section"]
    assert [one.number for one in split(document).provisions][: len(sections)] == sections
    words = {word for row in rows for word in re.findall(r"[^\W\d]{3,}", row["text"] or "")}
    assert words <= set(re.findall(r"[^\W\d]{3,}", document.text))


def test_akoma_ntoso_html_of_indigo() -> None:
    document = readers.read(AKN_HTML.encode(), "charter.html")
    one, two = split(document).provisions
    assert (one.number, one.heading, one.text, one.parent) == (
        "1",
        "Scope",
        "This Charter covers ships.",
        "Chapter 1 Aims",
    )
    assert two.text == "(a) count people;"


def test_markdown_with_front_matter() -> None:
    document = readers.read(MARKDOWN.encode(), "ley.md")
    assert (
        document.metadata["title"],
        document.metadata["number"],
        document.metadata["repealed"],
    ) == ("Ley 5 de 2019", "5.10", "NO")
    assert kinds(document) == [
        ("heading", "Ley 5"),
        ("text", "Artículo 1. Objeto. La presente ley protege."),
        ("text", "Artículo 2¹."),
        ("noise", "-----"),
        ("heading", "Artículo 3"),
    ]


MARKDOWN_OF_A_LAW = """**TITULO I**

1. Primer artículo.
2. Segundo artículo,
continúa en otra línea:

    a) letra sangrada;

- guion
> cita

Decreto 5 (*) y `código` de **Art.**Texto

[1]: https://example.org/nota

| Pena | Años |
|---|---|
| prisión | 8 |

<div>
**Nota.** Dentro de HTML.
</div>

![escudo](x.png)
"""


def test_markdown_keeps_numbers_lines_and_every_word() -> None:
    document = readers.read(MARKDOWN_OF_A_LAW.encode(), "ley.md")
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "TITULO I"),
        ("text", "1. Primer artículo."),
        ("text", "2. Segundo artículo,"),
        ("text", "continúa en otra línea:"),
        ("text", "a) letra sangrada;"),
        ("text", "guion"),
        ("text", "cita"),
        ("text", "Decreto 5 (*) y `código` de Art.Texto"),
        ("text", "[1]: https://example.org/nota"),
        ("text", "Pena Años"),
        ("text", "prisión 8"),
        ("text", "Nota. Dentro de HTML."),
        ("text", "escudo"),
    ]


NESTED = """
0.
    1. This Act may be cited as the Made Act.
    2.
        1. Any person who sells another is guilty of an offence.
        2. Attempts count.
        3.
            a. The court may order compensation.
    3.
        1. The High Court tries offences.
        2. Acts abroad count.
    4. Nobody is punished twice.
"""


def test_numbers_of_lists_inside_lists_are_subsections():
    found = split(readers.read(NESTED.encode(), "act.md"), "en").provisions
    assert [provision.number for provision in found] == ["1", "2", "3", "4"]
    assert "(3)" in found[1].text
    flat = "1. One.\n\n  2. Two, indented by chance.\n\n3. Three.\n"
    assert [block.text for block in readers.read(flat.encode(), "a.md").blocks][1].startswith("2.")


@pytest.mark.parametrize("text", ["[" * 50_000, "[a](" * 20_000, ">" * 5_000, "**a " * 20_000])
def test_markdown_that_never_closes_ends(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(readers.TooLarge):
        readers.read(f"Artículo 1. {text}".encode(), "ley.md")
    assert time.process_time() - started < 10


def test_json_article_by_article() -> None:
    document = readers.read(JSON, "act.json")
    assert kinds(document) == [("provision", "1"), ("provision", "2")]
    assert document.metadata["title"] == "Act 1"


def test_json_with_the_whole_text() -> None:
    document = readers.read(
        b'{"title": "Act", "text": "Article 1\\nCount.\\nArticle 2\\nSell no one."}', "act.json"
    )
    assert numbers(document) == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8", "utf-16"])
def test_csv_of_french_excel(encoding: str) -> None:
    document = readers.read(CSV.encode(encoding), "loi.csv")
    assert [(block.number, block.heading, block.text) for block in document.blocks] == [
        ("1", "Objet", "La loi; protège l'été"),
        ("2 bis", "", "Nul n'est vendu"),
    ]


def test_csv_of_plan_activities_keeps_its_cells() -> None:
    document = readers.read(
        "Axe,Activité,Échéance\nPrévention,Former 100 agents,2026-12\n".encode(), "plan.csv"
    )
    assert [(block.kind, block.cells) for block in document.blocks] == [
        ("row", {"Axe": "Prévention", "Activité": "Former 100 agents", "Échéance": "2026-12"})
    ]


def test_ragged_csv_is_said() -> None:
    assert (
        "1 lines do not have the 3 cells of the first line"
        in readers.read(b"number,heading,text\n1,a\n2,b,c\n", "law.csv").warnings
    )


def test_xlsx_of_provisions() -> None:
    document = readers.read(XLSX, "law.xlsx")
    assert [(block.number, block.text) for block in document.blocks] == [
        ("1", "The master counts."),
        ("2 bis", "No one is sold."),
    ]
    assert numbers(document) == ["1", "2 bis"]


def test_bytes_decide_not_the_suffix() -> None:
    assert readers.read(PDF, "law.html").metadata["format"] == "pdf"
    assert readers.read(DOCX, "law.pdf").metadata["format"] == "docx"
    assert readers.read(XLSX, "law.docx").metadata["format"] == "xlsx"
    assert readers.read(PAGE.encode(), "law.txt").metadata["format"] == "html"
    assert readers.read(b"Article 1\nCount.", "law").metadata["format"] == "txt"


def encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("secret", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


LEVELS = (b'<!ENTITY b%d "%s">' % (level, b"&b%d;" % (level - 1) * 10) for level in range(1, 12))
BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b0 "ha">"""
    + b"".join(LEVELS)
    + b"]><akomaNtoso><act>&b11;</act></akomaNtoso>"
)
CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head>"
    b"<body>Enable JavaScript and cookies to continue</body></html>"
)
REFUSED = [
    ("nothing", b"", "law.txt", readers.Empty),
    ("only blanks", b" \r\n\t\n", "law.html", readers.Empty),
    (
        "page without text",
        b"<html><body><script>var law = 1</script></body></html>",
        "law.html",
        readers.Empty,
    ),
    ("table without rows", b"number;text\n", "law.csv", readers.Empty),
    ("word file without text", make_docx(paragraph("")), "law.docx", readers.Empty),
    ("challenge page", CHALLENGE, "law.html", readers.Challenge),
    ("pdf with a password", encrypted_pdf(), "law.pdf", readers.Encrypted),
    (
        "old or locked word file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "law.docx",
        readers.Encrypted,
    ),
    ("pdf cut short", PDF[:300], "law.pdf", readers.Damaged),
    ("zip cut short", DOCX[:200], "law.docx", readers.Damaged),
    (
        "zip bomb in docx",
        make_docx(paragraph("x"), {"word/media.bin": bytes(60_000_000)}),
        "law.docx",
        readers.ZipBomb,
    ),
    (
        "zip bomb in xlsx",
        make_zip({"xl/workbook.xml": b"<x/>", "xl/sheet1.xml": b"<c/>" * 8_000_000}),
        "law.xlsx",
        readers.ZipBomb,
    ),
    ("entities in xml", BOMB, "law.xml", readers.EntityBomb),
    ("entities in utf-16 xml", BOMB.decode().encode("utf-16"), "law.xml", readers.EntityBomb),
    (
        "entities in docx",
        make_docx(paragraph("&a;"), head='<!DOCTYPE d [<!ENTITY a "boom">]>'),
        "law.docx",
        readers.EntityBomb,
    ),
    ("broken xml", b"<?xml version='1.0'?><act><section>", "law.xml", readers.Damaged),
    ("broken json", b'{"provisions": [', "law.json", readers.Damaged),
    ("deep json", b"[" * 200_000, "law.json", readers.Damaged),
    ("json without a law", b'{"status": 404}', "law.json", readers.Damaged),
    ("other bytes", bytes(range(256)) * 9, "law.docx", readers.Damaged),
]


@pytest.mark.parametrize(
    ("data", "name", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refusals_have_names(data: bytes, name: str, refusal: type[readers.Unreadable]) -> None:
    started = time.process_time()
    with pytest.raises(readers.Unreadable) as caught:
        readers.read(data, name)
    assert caught.type is refusal
    assert name in str(caught.value)
    assert time.process_time() - started < 5


STAND_INS = [
    "<title>Just a moment...</title>",
    "<title>Un instant…</title>",
    "<title>Attention Required! | Cloudflare</title>",
    "<title>Access denied</title>",
    "<title>403 Forbidden</title>",
    "<p>Verifying you are human. This may take a few seconds.</p>",
    "<iframe src='/_Incapsula_Resource?CWUDNSAI=1'></iframe>",
    "<noscript>Enable JavaScript and cookies to continue</noscript>",
]


@pytest.mark.parametrize("words", STAND_INS)
def test_scrapers_and_readers_refuse_the_same_stand_ins(words: str) -> None:
    page = f"<html><head>{words}</head><body>{words}</body></html>".encode()
    with pytest.raises(readers.Challenge):
        readers.read(page, "law.html")
    with pytest.raises((ChallengePage, Refused)):
        read_strictly(page)


def test_a_law_that_loads_a_guard_script_is_no_stand_in() -> None:
    page = PAGE.replace("</head>", '<script src="/_Incapsula_Resource?x=1"></script></head>')
    assert readers.read(page.encode(), "law.html").metadata["title"] == "Loi 1"


def test_too_large_is_not_even_opened() -> None:
    with pytest.raises(readers.TooLarge):
        readers.read(bytes(MAX_BYTES + 1), "law.pdf")


@pytest.mark.slow
def test_too_many_rows_are_refused() -> None:
    with pytest.raises(readers.TooLarge):
        readers.read(b"number,text\n" + b"1,a\n" * 200_001, "law.csv")


def test_scan_without_ocr_is_never_an_empty_law(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader.shutil, "which", lambda program: None)
    with pytest.raises(readers.ScanWithoutText):
        readers.read(make_pdf([[], ["1"], []]), "scan.pdf")


def test_scan_is_read_by_ocr_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(pdf_reader, "_run_ocr", lambda data: asked.append(data) or PDF)
    document = readers.read(make_pdf([[], [], []]), "scan.pdf")
    assert len(asked) == 1
    assert "a scan: the text comes from OCR" in document.warnings
    assert numbers(document) == ["1", "2", "3"]


def test_some_pages_without_text_are_said() -> None:
    assert (
        "no text on pages 2: blank or scanned"
        in readers.read(make_pdf([LAW, [], LAW]), "law.pdf").warnings
    )


def test_deeply_nested_page_does_not_crash() -> None:
    page = b"<html><body>" + b"<div>" * 20_000 + b"Article 1" + b"</div>" * 20_000
    with contextlib.suppress(readers.TooLarge, readers.Empty):
        assert "Article 1" in readers.read(page, "law.html").text


SEEDS = [
    (PDF, "a.pdf"),
    (DOCX, "a.docx"),
    (XLSX, "a.xlsx"),
    (PAGE.encode(), "a.html"),
    (AKN.encode(), "a.xml"),
    (AKN_HTML.encode(), "b.html"),
    (MARKDOWN.encode(), "a.md"),
    (JSON, "a.json"),
    (CSV.encode("cp1252"), "a.csv"),
    ("\n".join(LAW).encode(), "a.txt"),
]
PIECES = [
    b"\0",
    b"<",
    b">",
    b"</p>",
    b"<table>",
    b"]]>",
    b"\xff\xfe",
    b"\xc3",
    b"%%EOF",
    b"endobj",
    b"{",
    b'"',
    b";",
    b"\n",
    b"999999999999",
    b"&#0;",
    b"-1",
    b"Article 7",
]


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The bytes changed in up to eleven places; in a ZIP file every second time inside one of its
    parts.
    """
    if seed.startswith(b"PK") and chance.random() < 0.5:
        with zipfile.ZipFile(io.BytesIO(seed)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(list(parts))
        return make_zip(parts | {name: mutated(parts[name], chance)})
    data = bytearray(seed)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(data) + 1)
        action = chance.randrange(4)
        if action == 0:
            data[place : place + chance.randrange(40)] = b""
        elif action == 1:
            data[place:place] = chance.choice(PIECES)
        elif action == 2:
            data[place : place + 1] = bytes([chance.randrange(256)])
        else:
            data[place:place] = data[chance.randrange(len(data) + 1) :][: chance.randrange(200)]
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "name"), SEEDS, ids=[name for _, name in SEEDS])
def test_mutated_files_are_read_or_refused(seed: bytes, name: str) -> None:
    """150 mutations of each format: a document with text, or a refusal with a name; never a crash,
    a hang or an empty law.
    """
    chance = random.Random(f"20261123 {name}")
    read = 0
    started = time.process_time()
    for _ in range(150):
        data = mutated(seed, chance)
        try:
            document = readers.read(data, name)
        except readers.Unreadable:
            continue
        read += 1
        assert any(sign.isalnum() for sign in document.text)
        result = split(document)
        words = [document.text, *(words for words, _ in document.left_out)]
        assert sum(result.ledger().values()) == sum(map(count_signs, words))
    assert time.process_time() - started < 30
    assert read > 0, "no mutation could be read: the fuzz tests only refusals"

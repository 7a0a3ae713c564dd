"""Plans that are no ruled table: running text in Word, web page and PDF, columns without lines, and
an OpenDocument spreadsheet. All are made for tests.
"""

import io
import zipfile

import pytest
from fixture_files import make_docx
from fixture_pdf import Page, pdf
from test_plan_import import lines, listed, read

from ingest.law.readers.document import Damaged, Empty
from ingest.plan.outline import as_table
from ingest.plan.read_sheets import read_sheets

FRENCH = """\
Plan d'action national fictif 2026-2028
1. Contexte
1.1 Ce paragraphe raconte la situation et n'est pas une activité.
Axe 1 : Prévention
Objectif 1.1 : Informer la population
1.1.1 Tenir des réunions de village
Responsable : Ministère Fictif ; Échéance : T2 2026
Budget : 12 500 000 FCFA
Indicateur : réunions tenues
1.1.2. Imprimer un guide
Responsable : Agence Fictive
Échéance : décembre 2027
Axe 2 : Protection
Activité 2.1 : Ouvrir un centre d'accueil
Responsable : Ministère Fictif
Responsable : ONG Fictive
Échéance : en continu
2. Suivi et évaluation
2.2 Ce chapitre dit comment on suit le plan.
"""
LISTED = """\
<h1>Made plan of action 2027-2029</h1><p>Words that introduce it.</p>
<h2>Pillar 1: Prevention</h2><ul><li>Hold village meetings<ul><li>Deadline: 2028</li></ul></li>
<li>Print leaflets in three languages</li></ul>
<h2>Pillar 2: Protection</h2><ol><li><p>Open a shelter for victims</p></li>
<li>Train social workers</li></ol>
"""
CARDS = """\
<h3>Eixo 1 - Made policy</h3><div><h5>1.</h5><p>Escrever um plano fictício único</p></div>
<div><h5>2.</h5><p>Rever os programas fictícios</p></div>
<h3>Eixo 2 - Made training</h3><div><h5>1.</h5><p>Formar a rede fictícia</p></div>
<div><h5>2.</h5><p>Sensibilizar a rede fictícia sobre:</p></div>
<div><h5>2.1</h5><p>A escuta das vítimas fictícias</p></div>
<div><h5>3.</h5><p>Publicar um guia fictício</p></div>
"""
MARKDOWN = """\
# Made plan: the *made* framework
## 1. Summary

| Pillar | Number of activities | Lead agency |
| :--- | :---: | :--- |
| **A** | 2 | Made Ministry, Made Agency |

## 2. Matrix

|    ID   | Pillar | Activity title | Responsible agency | Timeframe |
| :-----: | :----: | -------------- | ------------------ | --------: |
| **1.1** | A | **Gap study**: see where "meetings are held | Made Agency | 2028 |
| **1.2** | A | Print leaflets<br>in two languages | Made Ministry | Short (Y1-2) |
| **2.1** | B | Train teachers | Made Ministry | 2029 |
"""
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS = f"""\
<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"
 xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="PAN">
<table:table-row><table:table-cell table:number-columns-spanned="5"><text:p>Plan fictif</text:p>
</table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell
 table:number-columns-repeated="1024"/></table:table-row>
<table:table-row>HEADS</table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="5"><text:p>Axe 1 : Prévention
</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/>
</table:table-row>
<table:table-row><table:table-cell office:value-type="float" office:value="1.1"><text:p>1,1</text:p>
</table:table-cell>WORDS<table:table-cell office:value-type="date"
 office:date-value="2026-06-30"><text:p>30/06/26</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1500000"><text:p>1 500 000</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell
 table:number-columns-repeated="1024"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def make_ods(parts):
    """Its first part says what the file is, and is not packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def cells(*words):
    return "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in words)


def write_text(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def word_file(path, paragraphs):
    path.write_bytes(
        make_docx("".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs))
    )
    return path


def check_french(reading):
    assert reading.matrix.language == "fr"
    assert lines(reading) == [
        ("1.1.1", "Tenir des réunions de village", "2026-06", 12500000, "XOF", "planned"),
        ("1.1.2", "Imprimer un guide", "2027-12", None, "", "planned"),
        ("2.1", "Ouvrir un centre d'accueil", "", None, "", "planned"),
    ]
    objectives = [(one.text, one.parent) for one in reading.matrix.objectives]
    assert objectives == [
        ("Axe 1 : Prévention", None),
        ("Objectif 1.1 : Informer la population", 0),
        ("Axe 2 : Protection", None),
    ]
    assert [one.entry.objective for one in reading.activities] == [1, 1, 2]
    assert reading.activities[0].indicators[0].indicator == "réunions tenues"
    assert reading.activities[2].text("lead") == "Ministère Fictif; ONG Fictive"
    assert listed(reading) == []


def test_running_text_of_a_word_file(tmp_path):
    check_french(read(word_file(tmp_path / "plan.docx", FRENCH.splitlines())))


def test_running_text_of_a_pdf_with_wrapped_lines(tmp_path):
    page = Page()
    for words in FRENCH.splitlines():
        page.line(words)
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf([page]))
    check_french(read(path))
    wrapped = Page()
    for words in (
        "Pillar 1: Prevention",
        "1.1 Hold meetings in every village of the two districts that border",
        "on Ruritania and report",
        "Deadline: 2028",
        "1.2 Print leaflets",
        "1.3 Train teachers",
    ):
        wrapped.line(words)
    path.write_bytes(pdf([wrapped]))
    assert [row[1] for row in lines(read(path))] == [
        "Hold meetings in every village of the two districts that border on Ruritania and report",
        "Print leaflets",
        "Train teachers",
    ]


def test_points_of_a_list_under_pillars(tmp_path):
    reading = read(write_text(tmp_path / "plan.html", LISTED))
    assert [(row[1], row[2]) for row in lines(reading)] == [
        ("Hold village meetings", "2028"),
        ("Print leaflets in three languages", ""),
        ("Open a shelter for victims", ""),
        ("Train social workers", ""),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 0, 1, 1]


def test_cards_of_a_web_page_with_the_number_alone(tmp_path):
    """The layout of the site of a State's plan; numbers begin again under each axis."""
    reading = read(write_text(tmp_path / "plan.html", CARDS))
    assert [row[:2] for row in lines(reading)] == [
        ("1", "Escrever um plano fictício único"),
        ("2", "Rever os programas fictícios"),
        ("1", "Formar a rede fictícia"),
        ("2", "Sensibilizar a rede fictícia sobre:"),
        ("2.1", "A escuta das vítimas fictícias"),
        ("3", "Publicar um guia fictício"),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 0, 1, 1, 1, 1]


def test_the_table_of_a_markdown_file(tmp_path):
    """The layout of a State's sector plan in a public repository, a summary before the matrix."""
    reading = read(write_text(tmp_path / "plan.md", MARKDOWN), begins="2026")
    assert [row[:3] for row in lines(reading)] == [
        ("1.1", 'Gap study: see where "meetings are held', "2028"),
        ("1.2", "Print leaflets in two languages", ""),
        ("2.1", "Train teachers", "2029"),
    ]
    assert [one.text("lead") for one in reading.activities][:2] == ["Made Agency", "Made Ministry"]
    assert listed(reading) == [("deadline", "Short (Y1-2)")]


def test_a_pdf_table_without_ruled_lines(tmp_path):
    page = Page()
    page.line("Made plan of action")
    page.y += 10
    rows = [
        ("No", "Activity", "Lead agency", "Deadline", "Budget (USD)"),
        ("1.1", "Hold meetings in", "Made Ministry", "Q2 2026", "90 000"),
        ("", "every village", "of Interior", "", ""),
        ("1.2", "Print leaflets", "Made Agency", "December 2027", "TBD"),
        ("2.1", "Open a shelter", "Made Ministry", "2028", "1 200"),
    ]
    for row in rows:
        for x, words in zip((54, 90, 230, 360, 460), row, strict=True):
            if words:
                page.text(x, page.y, words)
        page.y += 12
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf([page]))
    reading = read(path)
    assert lines(reading) == [
        ("1.1", "Hold meetings in every village", "2026-06", 90000, "USD", "planned"),
        ("1.2", "Print leaflets", "2027-12", None, "", "planned"),
        ("2.1", "Open a shelter", "2028", 1200, "USD", "planned"),
    ]
    assert reading.activities[0].text("lead") == "Made Ministry of Interior"


def test_an_opendocument_spreadsheet(tmp_path):
    content = ODS.replace(
        "HEADS", cells("N°", "Activité", "Responsable", "Échéance", "Budget (FCFA)")
    ).replace("WORDS", cells("Tenir des réunions", "Ministère Fictif"))
    path = tmp_path / "plan.ods"
    mimetype = ODS_TYPE.encode()
    path.write_bytes(make_ods({"mimetype": mimetype, "content.xml": content.encode()}))
    reading = read(path)
    assert lines(reading) == [
        ("1,1", "Tenir des réunions", "2026-06-30", 1500000, "XOF", "planned")
    ]
    assert [one.text for one in reading.matrix.objectives] == ["Axe 1 : Prévention"]
    assert reading.activities[0].entry.row == 6
    path.write_bytes(make_ods({"mimetype": mimetype}))
    with pytest.raises(Damaged, match=r"plan\.ods: not a whole OpenDocument spreadsheet"):
        read_sheets(path)


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Report</h1><p>1.1 Background of it</p><p>1.2 Method used</p><p>1.3 The end</p>",
        "<h2>Pillar 1: Prevention</h2><p>Only prose stands here.</p><p>And here.</p>",
        "<h2>Objective 1: Care</h2><ul><li>One point alone here</li></ul>",
    ],
)
def test_a_text_that_is_no_plan_gives_nothing(tmp_path, text):
    [sheet] = read_sheets(write_text(tmp_path / "report.html", text))
    assert as_table(sheet) is None


def test_a_scan_says_what_to_do(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf([Page()]))
    with pytest.raises(Empty, match="ocrmypdf"):
        read_sheets(path)

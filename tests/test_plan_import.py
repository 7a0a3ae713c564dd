"""Plans as ministries keep them: tables found in any file, every cell right or listed, the same
file again as a report.
"""

import csv
import shutil
from pathlib import Path

import fixture_plan
import openpyxl
import pytest
import sqlite_utils
from click.testing import CliRunner
from fixture_real_pages import shared
from lxml import html

from ingest import database
from ingest.curated import read as read_curated
from ingest.database import Model, kept_views
from ingest.languages import LANGUAGES
from ingest.law.readers.document import Unreadable
from ingest.plan.activities import Reading, read_activities
from ingest.plan.bodies import link_bodies, split_names
from ingest.plan.deadlines import read_deadline
from ingest.plan.find_matrix import find_matrix
from ingest.plan.headings import match_heading
from ingest.plan.import_plan import main
from ingest.plan.known import TABLES
from ingest.plan.money import Unit, read_sum, read_unit
from ingest.plan.read_sheets import read_sheets
from ingest.plan.states import read_status
from ingest.received.dates import Unread

ROOT = Path(__file__).parent.parent
FORMS = ("plan.xlsx", "plan_flat.xlsx", "plan_fr.csv", "plan_html.xls", "plan.docx", "plan.pdf")


def read(path: Path, country: str = "SEN", begins: str = "") -> Reading:
    return read_activities(find_matrix(read_sheets(path)), country, begins)


def listed(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.kind, problem.cell.text) for problem in reading.problems]


def lines(reading: Reading) -> list[tuple]:
    """Number, words, deadline, amount, money and status of each activity."""
    return [
        (
            one.text("number"),
            one.text("activity"),
            one.deadline.due_on,
            one.budget.amount,
            one.budget.currency,
            one.status,
        )
        for one in reading.activities
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_is_read_alike_in_six_forms(form):
    reading = read(shared("cases", f"10_{form}"))
    assert [row[2:5] for row in lines(reading)] == [
        ("2024-06", 12500000, "XOF"),
        ("2024-12-31", 4000000, "XOF"),
        ("2025", None, ""),
        ("2025-03", 18750000, "XOF"),
        ("", None, ""),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 0, 0, 1, 1]
    assert len(reading.matrix.objectives) == 2
    assert [one.due_printed for one in reading.activities][0::4] == ["T2 2024", "En continu"]
    assert [one.budget_printed for one in reading.activities][2] == "PM"
    assert [one.indicators[0].indicator for one in reading.activities][4] == "Registre tenu"
    assert listed(reading) == [("zero", "0")]
    assert [found.amount for _, found in reading.sums] == (
        [35250000] if form == "plan.xlsx" else []
    )


def test_a_workbook_of_thirty_activities_is_read_whole():
    reading = read(shared("cases", "20_plan_ministry_fr.xlsx"))
    assert listed(reading) == []
    assert len(reading.activities) == 30
    kinds = ("done", "started", "planned", "partly_done", "postponed", "delayed")
    assert [one.status for one in reading.activities] == [*kinds] * 5
    due = {one.due_printed: one.deadline.due_on for one in reading.activities}
    assert due == {
        "2026-06-30": "2026-06-30",
        "31/12/2026": "2026-12-31",
        "décembre 2027": "2027-12",
        "2028": "2028",
        "1er semestre 2027": "2027-06",
        "en continu": "",
        "T2 2026": "2026-06",
    }
    unknown = [one.budget.amount is None for one in reading.activities]
    printed = [one.budget_printed == "À déterminer" for one in reading.activities]
    assert unknown == printed
    assert [one.percent for one in reading.activities[:6]] == [100, 40, 0, 60, 0, 20]


def test_a_calendar_of_crosses_under_a_head_of_three_rows(tmp_path):
    reading = read(fixture_plan.calendar_of_crosses(tmp_path / "plan.xlsx"), "GHA")
    assert lines(reading) == [
        ("1.1", "Hold village meetings", "2026-09", 90000, "USD", "planned"),
        ("1.10", "Print 500 leaflets", "2027-06", 12500, "USD", "planned"),
        ("2.1", "Train 30 prosecutors", "2026-03", 1200000, "USD", "planned"),
    ]
    assert [one.deadline.starts_on for one in reading.activities] == [
        "2026-04",
        "2027-01",
        "2026-01",
    ]
    assert reading.activities[0].due_printed == "2026 Q2, 2026 Q3"
    assert [(sum_.label[:8], found.amount) for sum_, found in reading.sums] == [
        ("Pillar 1", 90000),
        ("Grand to", 1330000),
    ]
    assert listed(reading) == [
        ("note", "Note: figures are made for a test."),
        ("added_up", "40"),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_axes_across_a_csv_of_any_separator_and_encoding(tmp_path, encoding, separator):
    text = fixture_plan.PORTUGUESE.replace(";", separator)
    reading = read(fixture_plan.written(tmp_path / "plan.csv", text, encoding), "CPV")
    assert reading.matrix.language == "pt"
    assert [row[2:] for row in lines(reading)] == [
        ("2027-12", 1500000, "CVE", "started"),
        ("2028-06", None, "", "planned"),
        ("2029", 2500000, "CVE", "postponed"),
        ("", 500, "CVE", "unknown"),
    ]
    objectives = [(one.text, one.parent) for one in reading.matrix.objectives]
    assert objectives == [
        ("Eixo 1 – Prevenção", None),
        ("Informar", 0),
        ("Eixo 2 – Proteção das vítimas", None),
        ("Acolher", 2),
    ]
    assert [one.entry.objective for one in reading.activities] == [1, 1, 3, 3]
    assert [(sum_.objective, found.amount) for sum_, found in reading.sums] == [
        (0, 1500000),
        (None, 4000500),
    ]
    assert listed(reading) == [("status", "Talvez")]


def test_a_page_in_arabic_with_a_table_for_each_axis(tmp_path):
    reading = read(fixture_plan.written(tmp_path / "plan.xls", fixture_plan.ARABIC), "JOR")
    assert reading.matrix.language == "ar"
    assert [row[2:] for row in lines(reading)] == [
        ("2026-06", 50000, "USD", "started"),
        ("2027-12-31", None, "", "planned"),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 1]
    assert listed(reading) == []


def test_tables_under_headings_with_rows_of_further_indicators(tmp_path):
    reading = read(fixture_plan.written(tmp_path / "plan.html", fixture_plan.WORD), begins="2026")
    assert [row[1:5] for row in lines(reading)] == [
        ("Réunir le comité", "2027-12", 12500000, "XOF"),
        ("Acheter un véhicule", "2027", None, ""),
        ("Ouvrir un centre", "", None, ""),
    ]
    measures = [(one.indicator, one.target) for one in reading.activities[0].indicators]
    assert measures == [("Réunions tenues", 8), ("Membres présents (%)", 75)]
    assert reading.activities[0].also_printed == [
        "Résultats attendus: Un comité actif",
        "Résultats attendus: Un quorum",
    ]
    assert listed(reading) == [
        ("struck", "Acheter un véhicule"),
        ("deadline", "court terme"),
        ("money", "2 500 à 3 000"),
    ]


def test_a_sheet_for_each_axis_with_shares_as_fractions(tmp_path):
    reading = read(fixture_plan.sheets_by_axis(tmp_path / "plan.xlsx"), "ECU")
    assert [one.text("number") for one in reading.activities] == ["A1", "B1", "A2", "B2"]
    assert [one.percent for one in reading.activities] == [45, 100, 45, 100]
    assert [one.spent.amount for one in reading.activities] == [4500, 0, 4500, 0]
    first = reading.activities[0]
    assert (first.deadline.starts_on, first.deadline.due_on) == ("2026-01", "2026-12")
    assert (first.indicators[0].target, first.indicators[0].value) == (200, 90)
    assert [one.budget.amount for one in reading.activities] == [None] * 4
    assert [(sum_.label, found.amount) for sum_, found in reading.sums] == [
        ("A1 – B1", 9000),
        ("A2 – B2", 9000),
    ]
    kinds = [kind for kind, _ in listed(reading)]
    assert sorted(kinds) == ["no_words", "no_words", "repeated", "shared", "shared"]


@pytest.mark.parametrize(
    ("printed", "starts_on", "due_on"),
    [
        ("T2 2026", "", "2026-06"),
        ("IIe trimestre 2026", "", "2026-06"),
        ("2.º trimestre de 2026", "", "2026-06"),
        ("1er semestre 2027", "", "2027-06"),
        ("first half of 2027", "", "2027-06"),
        ("النصف الأول من 2027", "", "2027-06"),
        ("Q3 2025 – Q2 2026", "2025-07", "2026-06"),
        ("T1, T2 et T3 2026", "2026-01", "2026-09"),
        ("janvier - mars 2026", "2026-01", "2026-03"),
        ("2026/2027", "2026", "2027"),
        ("d'ici à la fin de décembre 2027", "", "2027-12"),
        ("du 1er mars au 30 juin 2026", "2026-03-01", "2026-06-30"),
        ("Année 2", "", "2027"),
        ("tout au long du plan", "", ""),
        ("À déterminer", "", ""),
    ],
)
def test_deadlines_as_printed(printed, starts_on, due_on):
    assert read_deadline(printed, day_first=True, begins="2026")[:2] == (starts_on, due_on)


@pytest.mark.parametrize(
    "printed", ["court terme", "T2", "31/12/26", "T5 2026", "T4 2026 - T1 2026"]
)
def test_what_is_no_deadline_is_not_guessed(printed):
    with pytest.raises(Unread):
        read_deadline(printed, day_first=True)


@pytest.mark.parametrize(
    ("printed", "amount", "currency"),
    [
        ("12\u202f500\u00a0000", 12500000, ""),
        ("USD 0.9 million", 900000, "USD"),
        ("2 992 millions de FCFA", 2992000000, "XOF"),
        ("douze millions cinq cent mille francs CFA", 12500000, "XOF"),
        ("12 500 000 (douze millions cinq cent mille) FCFA", 12500000, "XOF"),
        ("150.000,50 €", 150000.5, "EUR"),
        ("٥٠٠٠٠", 50000, ""),
        ("À déterminer", None, ""),
        ("PM", None, ""),
    ],
)
def test_money_as_printed(printed, amount, currency):
    found = read_sum(printed, Unit(), "SEN", "fr")
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize("printed", ["12,500", "5 000 - 10 000", "5 000 par atelier", "-500"])
def test_money_that_can_be_read_in_two_ways_is_not_guessed(printed):
    with pytest.raises(Unread):
        read_sum(printed, Unit(), "SEN", "fr")


def test_the_franc_of_a_plan_is_that_of_its_country():
    assert read_unit("Coût (FCFA)", "CMR") == Unit("XAF", 1)
    assert read_unit("Coût en milliers de FCFA", "SEN") == Unit("XOF", 1000)
    assert read_unit("Coût (FCFA)", "GHA").doubt == "cfa"


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Activité réalisée", "done"),
        ("pas encore réalisée", "planned"),
        ("Réalisation partielle", "partly_done"),
        ("En cours (40%)", "started"),
        ("Reportée à 2027", "postponed"),
        ("Abandonné faute de fonds", "cancelled"),
        ("behind schedule", "delayed"),
        ("Não iniciado", "planned"),
        ("قيد التنفيذ", "started"),
    ],
)
def test_statuses_in_the_words_used(printed, status):
    assert read_status(printed) == status


@pytest.mark.parametrize("printed", ["Inachevé", "non", "?", "Réalisé, puis annulé"])
def test_a_status_that_says_two_things_or_none_is_not_guessed(printed):
    with pytest.raises(Unread):
        read_status(printed)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Source de financement", "funder"),
        ("Source de vérification", "means"),
        ("Coût de l'activité (FCFA)", "budget"),
        ("Activity status", "status"),
        ("Niveau d'exécution (%)", "percent"),
        ("Strucure responsable", "lead"),
        ("Resp.", "lead"),
        ("Ações", "activity"),
        ("الجهة المسؤولة", "lead"),
    ],
)
def test_headings_are_known_by_their_longest_words(heading, kind):
    assert match_heading(heading).key == kind


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_says_why(tmp_path, data):
    path = tmp_path / "plan.xls"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=r"plan\.xls"):
        read_sheets(path)


TABLE = (
    "Version du 1er mars 2026\n"
    "N°;Axe;Activité;Responsable;Échéance;Budget (FCFA);Indicateur;Cible;Valeur atteinte;"
    "Statut;Taux (%);Observations\n"
    "1.1;Axe 1 : Prévention;Former 40 juges;Comité fictif;T2 2026;5 000;Juges formés;40;;Prévu;;\n"
    "1.2;;Ouvrir un centre;Comité fictif;mi-2027;beaucoup;;;;Au petit bonheur;;\n"
    "1.3;;Tenir un registre;Comité fictif;2028;;;;;En cours;10;\n"
)


@pytest.fixture
def curated(tmp_path):
    """A folder of curated files with one plan that is held."""
    folder = tmp_path / "curated"
    folder.mkdir()
    for name in ("country.csv", "source.csv"):
        shutil.copy(ROOT / "db" / "curated" / name, folder)
    return folder


def take_in(folder: Path, text: str, *words: str) -> str:
    path = fixture_plan.written(folder.parent / "plan.csv", text)
    given = [str(path), "--plan", "sen-plan-2026", "--curated", str(folder), "--batch", *words]
    answer = CliRunner().invoke(main, given)
    assert answer.exit_code == 0, answer.output
    return answer.output


def held(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / table / "sen-plan-2026.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_problem_is_marked_at_once_in_a_copy(curated):
    output = take_in(curated, TABLE)
    assert "as of 2026-03-01, fr" in output
    book = openpyxl.load_workbook(curated.parent / "plan-marked.xlsx")
    said = {
        cell.coordinate for row in book.worksheets[1].iter_rows() for cell in row if cell.comment
    }
    assert said == {"E4", "F4", "J4"}
    places = [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert sorted(places) == ["Au petit bonheur", "beaucoup", "mi-2027"]
    row = held(curated, "plan_activity")[1]
    assert (row["budget"], row["budget_printed"]) == ("", "beaucoup")
    assert (row["due_on"], row["due_printed"]) == ("2027", "mi-2027")
    assert (row["status"], row["status_printed"]) == ("unknown", "Au petit bonheur")


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Police, Justice; IOM", ["Police", "Justice", "IOM"]),
        ("ANLTP/TIM", ["ANLTP/TIM"]),
        ("UNICEF / ANLTP/TIM", ["UNICEF", "ANLTP/TIM"]),
        ("Business, Innovation and Employment", ["Business, Innovation and Employment"]),
        ("Ministère de la Santé, de la Famille et de l’Enfance", None),
        ("MASFE/OIM", ["MASFE", "OIM"]),
    ],
)
def test_names_of_bodies_are_split_where_each_is_one(printed, names):
    assert split_names(printed, "ANLTP/TIM".__eq__) == (names or [printed])


def test_the_same_file_again_says_nothing_new(curated):
    take_in(curated, TABLE)
    before = {path: path.read_bytes() for path in curated.rglob("*.csv")}
    assert "new       0 activities" in take_in(curated, TABLE, "--as-of", "2026-09-01")
    assert {path: path.read_bytes() for path in curated.rglob("*.csv")} == before


LATER = (
    TABLE.replace("mars", "juin")
    .replace("1.1;Axe 1 : Prévention;Former 40 juges;Comité fictif;T2 2026;5 000;Juges formés;40;;"
             "Prévu;;", "1.1;Axe 1 : Prévention;Former 40 juges;Autre comité;T4 2026;5 000;"
             "Juges formés;40;25;En retard;60;Deux sessions tenues")
    .replace("1.3;;Tenir un registre;Comité fictif;2028;;;;;En cours;10;\n",
             "1.4;;Imprimer un guide;;2028;;;;;;;\n")
)  # fmt: skip


def test_differences_become_a_report_and_nothing_is_overwritten(curated):
    take_in(curated, TABLE)
    before = held(curated, "plan_activity")
    output = take_in(curated, LATER)
    assert "not here  1.3 Tenir un registre: kept" in output
    after = held(curated, "plan_activity")
    assert [{column: row[column] for column in before[0]} for row in after[:3]] == before
    assert [row["activity"] for row in after[3:]] == ["Imprimer un guide"]
    report = next(
        row for row in held(curated, "plan_progress") if row["reported_on"] > "2026-03-01"
    )
    assert report["activity"] == "sen-plan-2026:1"
    assert (report["status"], report["percent"], report["due_on"]) == ("delayed", "60", "2026-12")
    assert report["due_printed"] == "T4 2026"
    assert report["statement"] == (
        "Deux sessions tenues; Responsable: Comité fictif → Autre comité"
    )
    assert (report["language"], report["source"]) == ("fr", "plan-workbook")
    values = [row["value"] for row in held(curated, "indicator_value")]
    assert values == ["25"]
    marked = openpyxl.load_workbook(curated.parent / "plan-marked.xlsx").worksheets[0]
    assert marked.cell(marked.max_row, 2).value == "1.3 Tenir un registre"


def test_what_was_reported_once_is_not_reported_again(curated):
    for text in (TABLE, LATER):
        take_in(curated, text)
    before = held(curated, "plan_progress")
    take_in(curated, LATER, "--as-of", "2026-10-01")
    assert held(curated, "plan_progress") == before


def test_a_file_may_change_its_order_and_numbers(curated):
    take_in(curated, TABLE)
    head, names, first, *others = TABLE.splitlines(keepends=True)
    turned = "".join([head, names, *others, first.replace("1.1;", "3.9;")])
    assert "new       0 activities" in take_in(curated, turned)


def test_a_plan_in_french_stands_on_its_page_without_english(curated, built, get_from):
    for text in (TABLE, LATER):
        take_in(curated, text)
    path = curated.parent / "tip.db"
    shutil.copy(built, path)
    db = sqlite_utils.Database(path)
    model = Model(db)
    rows = list(read_curated(curated, model))
    for table in ("instrument", *TABLES):
        for row in rows:
            if row.table == table:
                database.insert(db, model, table, row.values, row.origin)
    db.execute("delete from activity_body")
    link_bodies(db.conn)
    key = "sen-plan-2026:1 2026-06-01 plan-workbook"
    change = {"entity": "plan_progress", "entity_id": key, "reason": "added"}
    db.table("change").insert({"seen_on": "2026-06-02", "source": "plan-workbook", **change})
    kept_views.refresh(db.conn)
    db.conn.commit()
    get = get_from(path)
    ledger = " ".join(html.fromstring(get("/fr/changes/country/SEN").text).text_content().split())
    assert "1.1 Former 40 juges; 60 %; → T4 2026; Deux sessions tenues" in ledger
    assert "(en retard)" in ledger
    page = " ".join(html.fromstring(get("/fr/plan/sen-plan-2026").text).text_content().split())
    for words in (
        "Axe 1 : Prévention",
        "1.1 Former 40 juges",
        "en retard 60 %",
        "T4 2026",
        "5 000 francs CFA (BCEAO)",
        "Deux sessions tenues",
    ):
        assert words in page
    assert '<span lang="fr" dir="ltr">Former 40 juges</span>' in get("/plan/sen-plan-2026").text
    table = get("/plan/sen-plan-2026.json").json()["rows"]
    assert [row["status"] for row in table] == ["delayed", "unknown", "started", "planned"]
    assert table[0]["due_on"] == "2026-12"
    assert table[0]["first_due_on"] == "2026-06"


@pytest.mark.parametrize("words", LANGUAGES)
def test_the_template_of_the_site_is_read_whole(get, tmp_path, words):
    prefix = "" if words == "en" else f"/{words}"
    path = tmp_path / "template.xlsx"
    path.write_bytes(get(f"{prefix}/plans/template.xlsx").content)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    statuses = page.data_validations.dataValidation[0].formula1.strip('"').split(",")
    for status in statuses:
        page.append([None, None, None, f"Made {status}", *[None] * 11, status])
    book.save(path)
    reading = read(path)
    head = reading.matrix.heads[0][1]
    kinds = [column.kind for column in head.columns]
    assert len(set(kinds)) == len(kinds) == 20
    assert "" not in kinds
    assert head.languages.most_common(1)[0][0] == words
    assert [one.status for one in reading.activities] == [
        "planned",
        "started",
        "delayed",
        "partly_done",
        "done",
        "postponed",
        "cancelled",
    ]
    assert listed(reading) == []


def test_a_formula_that_was_never_worked_out_is_listed(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Activité", "Responsable", "Budget (FCFA)"])
    book.active.append(["Former 40 juges", "Comité fictif", "=2*500"])
    book.save(tmp_path / "plan.xlsx")
    reading = read(tmp_path / "plan.xlsx")
    assert listed(reading) == [("no_value", "=2*500"), ("money", "=2*500")]
    assert reading.activities[0].budget_printed == "=2*500"


def test_a_file_without_a_table_of_activities_says_what_was_looked_for(curated):
    path = fixture_plan.written(curated.parent / "list.csv", "Nom;Prénom;Âge\nA;B;3\n")
    given = [str(path), "--plan", "sen-plan-2026", "--curated", str(curated), "--batch"]
    answer = CliRunner().invoke(main, given)
    assert answer.exit_code == 1
    assert "no table of activities was found" in answer.output
    assert "Nom | Prénom | Âge" in answer.output

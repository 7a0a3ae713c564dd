"""Tables of plans made for tests, as ministries lay them out, and what is right for each."""

from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill

BAR = PatternFill("solid", fgColor="00B050")


def calendar_of_crosses(path: Path) -> Path:
    """English: two rows of head, years over quarters, crosses and bars, a cost for each year, an
    axis across the table with its own sum, a count of the columns, a grand total.
    """
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Work plan"
    page.append(["Made National Plan of Action 2026-2027"])
    page.append(["Amounts in thousands of USD"])
    page.append([])
    page.append(
        ["Ref", "Activities", "Lead agency", "Timeline", *[None] * 7, "Budget", None, "Donor"]
    )
    page.append([None] * 3 + ["2026", None, None, None, "2027", None, None, None, "2026", "2027"])
    page.append([None] * 3 + ["Q1", "Q2", "Q3", "Q4"] * 2)
    page.append([f"({number})" for number in range(1, 15)])
    page.append(["Pillar 1: Prevention of trafficking", *[None] * 10, 90])
    page.append([1.1, "Hold village meetings", "Made Agency", None, "x", "X", *[None] * 5, 40, 50])
    page.append(
        ["1.10", "Print 500 leaflets", "Made Agency", *[None] * 8, "TBD", 12.5, "Made Fund"]
    )
    page.append(["Pillar 2: Prosecution", *[None] * 13])
    page.append(["2.1", "Train 30 prosecutors", "Made Ministry", "✓", *[None] * 7, "1,200"])
    page.append(["Grand total", *[None] * 10, 1330])
    page.append(["Note: figures are made for a test."])
    for area in ("A4:A6", "B4:B6", "C4:C6", "D4:K4", "D5:G5", "H5:K5", "L4:M4", "N4:N6", "A8:K8"):
        page.merge_cells(area)
    for place in ("H10", "I10"):
        page[place].fill = BAR
    book.save(path)
    return path


PORTUGUESE = """\
Plano de Ação Nacional 2027-2029 (fictício);;;;;;;;
;;;;;;;;
N.º;Objetivo específico;Ação;Órgão;Parceiros;Prazo;Orçamento (ECV);Meta;Ponto de situação
;Eixo 1 – Prevenção;;;;;;;
1.1;Informar;Realizar 12 sessões;Ministério Fictício;ONG A, ONG B;até dezembro de 2027;1.500.000;\
12 sessões;Em curso (40%)
1.2;;Produzir um vídeo;Direção Fictícia;;2.º trimestre de 2028;A definir;1;Não iniciado
Subtotal;;;;;;1.500.000;;
;Eixo 2 – Proteção das vítimas;;;;;;;
2.1;Acolher;Abrir um abrigo;Ministério Fictício;;1º semestre de 2028 – 2029;2,5 milhões;80%;Adiado
2.2;;Pagar o regresso;;;ação contínua;500;;Talvez
Total geral;;;;;;4.000.500;;
"""
ARABIC = """\
<html dir="rtl"><body><h2>خطة وطنية تجريبية 2026-2028</h2>
<h3>المحور 1: الوقاية</h3>
<table><tr><th>الرقم</th><th>النشاط</th><th>الجهة المسؤولة</th><th>الأجل</th>
<th>الكلفة (دولار أمريكي)</th><th>حالة التنفيذ</th></tr>
<tr><td>١</td><td>تنظيم حملة تجريبية</td><td>الوزارة التجريبية</td><td>الربع الثاني 2026</td>
<td>٥٠٠٠٠</td><td>قيد التنفيذ</td></tr></table>
<h3>المحور 2: الحماية</h3>
<table><tr><th>الرقم</th><th>النشاط</th><th>الجهة المسؤولة</th><th>الأجل</th>
<th>الكلفة (دولار أمريكي)</th><th>حالة التنفيذ</th></tr>
<tr><td>٢</td><td>فتح مركز تجريبي</td><td>الوزارة التجريبية</td><td>31/12/2027</td><td>غير محدد</td>
<td>لم يبدأ</td></tr></table></body></html>
"""
WORD = """\
<h1>Plan d'action (fictif)</h1><p>Situation au 30 juin 2026</p>
<h2>Axe 1 : Coordination</h2>
<table><tr><td>Actions</td><td>Resp.</td><td>Période d'exécution</td><td>Indicateurs</td>
<td>Cible</td><td>Budget prévisionnel (en milliers de FCFA)</td><td>Résultats attendus</td></tr>
<tr><td rowspan="2">Réunir le comité</td><td rowspan="2">Comité fictif</td>
<td rowspan="2">janvier 2026 à décembre 2027</td><td>Réunions tenues</td><td>8</td>
<td rowspan="2">12 500</td><td>Un comité actif</td></tr>
<tr><td>Membres présents (%)</td><td>75 %</td><td>Un quorum</td></tr>
<tr><td><del>Acheter un véhicule</del></td><td>Comité fictif</td><td>Année 2</td><td></td><td></td>
<td>PM</td><td></td></tr></table>
<p>Suite du tableau à la page suivante.</p>
<h2>Axe 2 : Assistance aux victimes</h2>
<table><tr><td>Actions</td><td>Resp.</td><td>Période d'exécution</td><td>Indicateurs</td>
<td>Cible</td><td>Budget prévisionnel (en milliers de FCFA)</td><td>Résultats attendus</td></tr>
<tr><td>Ouvrir un centre</td><td>Ministère fictif</td><td>court terme</td><td>Centre ouvert</td>
<td>1</td><td>2 500 à 3 000</td><td></td></tr></table>
"""


def sheets_by_axis(path: Path) -> Path:
    """Spanish: a sheet for each axis, one budget merged over two activities, shares as fractions,
    spending, figures of indicators, a repeated row, a row without words, a hidden sheet of lists.
    """
    book = openpyxl.Workbook()
    for number, name in ((1, "Eje 1 Prevención"), (2, "Eje 2 Protección")):
        page = book.active if number == 1 else book.create_sheet()
        page.title = name
        page.append(["Actividad", "Código", "Responsables", "Inicio", "Fin", "Costo (USD)"])
        for at, heading in enumerate(
            ["Gasto", "Indicador", "Línea de base", "Meta", "Valor alcanzado", "Avance (%)"], 7
        ):
            page.cell(1, at, heading)
        rows = [
            ["Formar a 200 docentes", f"A{number}", "Ente Ficticio", "enero de 2026", "2026-T4",
             9000, 4500, "Docentes formados", 0, 200, 90, 0.45],
            ["Imprimir guías", f"B{number}", "Ente Ficticio", 2026, "31/12/2027", None, 0,
             "Guías", "n/d", "1.000 guías", None, 1],
            [None, f"C{number}", "Ente Ficticio", None, "2027"],
        ]  # fmt: skip
        for row in rows:
            page.append(row)
        page.merge_cells("F2:F3")
    page.append(["Imprimir guías", "B2", "Ente Ficticio", 2026, "31/12/2027"])
    lists = book.create_sheet("Listas")
    lists.append(["Actividad", "Responsable", "Estado"])
    lists.append(["No es una actividad", "Nadie", "En curso"])
    lists.sheet_state = "hidden"
    book.save(path)
    return path


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text as a file."""
    path.write_bytes(text.encode(encoding))
    return path

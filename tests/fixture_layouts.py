"""Further tables of plans made for tests: calendars without years, parts of sums, statuses as marks
and colours, a card for each activity.
"""

from datetime import date
from pathlib import Path

import openpyxl
from fixture_files import make_docx
from openpyxl.styles import PatternFill

GREEN, RED, GREY = (
    PatternFill("solid", fgColor=colour) for colour in ("00B050", "FF0000", "DDDDDD")
)


def fill_rows(page, first: int, text: str) -> None:
    """Write rows of words parted by `|`, from a row on; figures as figures, what is empty is not
    written.
    """
    for y, line in enumerate(text.strip("\n").splitlines(), first):
        for x, words in enumerate(line.split("|"), 1):
            if words.strip():
                plain = words.strip()
                page.cell(y, x, int(plain) if plain.isdecimal() and plain.isascii() else plain)


def years_of_the_plan(path: Path) -> Path:
    """French: merged axes and actions, quarters under years counted from the beginning, a budget by
    source with its total, columns to mark for each status, a target group.
    """
    book = openpyxl.Workbook()
    page = book.active
    fill_rows(page, 1, YEARS)
    areas = "A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:G2 H2:I2 J2:L2 M2:O2 A4:A6 B4:B5"
    for area in areas.split():
        page.merge_cells(area)
    book.save(path)
    return path


def months_in_letters(path: Path) -> Path:
    """English: twelve months by their letters, a rank that is no axis, a cost of a unit, days
    shown as months, statuses as colours and a tick, rows with a ground of their own.
    """
    book = openpyxl.Workbook()
    page = book.active
    fill_rows(page, 1, MONTHS)
    page["S4"], page["S5"] = date(2026, 12, 1), date(2027, 3, 1)
    for place, fill in (("T4", GREEN), ("T5", RED), ("J6", GREEN), ("K6", GREEN)):
        page[place].fill = fill
    for cell in page[5][:19]:
        cell.fill = GREY
    for place in ("S4", "S5"):
        page[place].number_format = "mmm-yy"
    for area in "A2:A3 B2:B3 C2:C3 D2:D3 E2:P2 Q2:Q3 R2:R3 S2:S3 T2:T3".split():
        page.merge_cells(area)
    book.save(path)
    return path


def word_cell(text: str = "", fill: str = "", across: int = 0, down: str = "") -> str:
    """A cell of a Word table; `down` is `restart` or `continue` of one merged downwards."""
    marks = f'<w:gridSpan w:val="{across}"/>' if across else ""
    marks += f'<w:vMerge w:val="{down}"/>' if down else ""
    marks += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr><w:p>{run}</w:p></w:tc>"


def shaded_quarters(path: Path) -> Path:
    """French, a Word file: a head of two rows, axes merged downwards, quarters crossed or
    shaded.
    """
    head = "D9E2F3"
    names = ("Axe", "Activités", "Responsable", "Indicateurs", "Coût (FCFA)")
    wide = [word_cell(text, head, down="restart") for text in names]
    below = [word_cell("", head, down="continue") for _ in wide]
    quarters = [word_cell(text, head) for text in ("T1 2026", "T2 2026", "T1 2027")]
    rows = [
        [*wide[:3], word_cell("Chronogramme", head, 3), *wide[3:]],
        [*below[:3], *quarters, *below[3:]],
    ]
    for line in SHADED.splitlines():
        axis, *words = line.split("|")
        rows.append([word_cell(axis, down="restart" if axis else "continue")])
        rows[-1] += [word_cell("", "FFC000") if one == "#" else word_cell(one) for one in words]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    path.write_bytes(make_docx(f"<w:tbl>{table}</w:tbl>"))
    return path


def arabic_sheet(path: Path) -> Path:
    """Arabic, from right to left: quarters in words under years, ticks for each status."""
    book = openpyxl.Workbook()
    page = book.active
    page.sheet_view.rightToLeft = True
    fill_rows(page, 1, ARABIC)
    for area in "A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:G2 H2:I2 J2:J3 K2:M2 B4:B5".split():
        page.merge_cells(area)
    book.save(path)
    return path


YEARS = """
PLAN D'ACTION NATIONAL 2027-2029 (fictif)
Axe stratégique|Action|Activités|Responsable|Groupe cible|Année 1||Année 2||\
Budget (en milliers de FCFA)|||État d'avancement
|||||T3|T4|T3|T4|État|PTF|Total|Fait|En cours|À l'étude
Axe 1 : Prévention|Informer|1.1.1 Former 40 juges|Comité|Magistrats|x|x|||1000|2500|3500|x
||1.1.2 Diffuser un spot|Comité|Public||||X||À déterminer|||oui
|Éduquer|1.2.1 Réviser les manuels|Ministère|Élèves|||x||500|||x|x
Axe 2 : Protection|Accueillir|2.1.1 Ouvrir un centre|Ministère|Victimes||||x|9000||9000|||x
"""
MONTHS = """
Made Plan of Action 2026
No.|Activity|Priority|Lead|2026||||||||||||Unit cost|Cost (USD)|Due|Status
||||J|F|M|A|M|J|J|A|S|O|N|D
1|Train judges|High|Agency|||||||||||||50|2000
2|Print guides|Low|Agency|||||||||||||2|400
3|Open a shelter|High|Agency|||||||||||||100|1,000||✓
"""
SHADED = """\
Axe 1 : Prévenir|1.1 Former des juges|Comité|X|X||40 juges|12 500 000
|1.2 Imprimer|Comité||#|#|Guide|PM
Axe 2 : Protéger|2.1 Ouvrir un foyer|Ministère|||#|Foyer|beaucoup"""
ARABIC = """
الخطة الوطنية التجريبية 2026-2027
الرقم|المحور|النشاط|الجهة المسؤولة|الفئة المستهدفة|2026||2027||التكلفة (دولار أمريكي)|حالة التنفيذ
|||||الربع الأول|الربع الرابع|الربع الأول|الربع الرابع||منجز|قيد الإنجاز|لم يبدأ
١|المحور الأول: الوقاية|تنظيم حملة|الوزارة التجريبية|الشباب|✓|✓|||٥٠٬٠٠٠|✓
٢||طباعة دليل|الوزارة التجريبية|القضاة|||×||غير محدد|||×
"""
QUESTIONS = """\
Plano 2026-2027 (fictício);;;;;;;
O quê?;Quem?;Quando?;Onde?;Como?;Quanto? (R$);Situação em 30/06/2026;Situação em 31/12/2026
1. Prevenção;;;;;;;
1.1 Realizar oficinas;Ministério Fictício;1º trim. 2026;Brasília;Em rede;R$ 1.500,00;\
Não iniciado;Em andamento
1.2 Imprimir;Secretaria;jan/2027;;;2 mil;Concluído;Concluído
2. Proteção;;;;;;;
2.1 Abrir casa;Ministério;31/12/2027;;;;;Atrasado
"""
DITTO = """\
N°;Activités;Responsable;Échéance;Coût (FCFA);Taux d'exécution
;Prévention;;;;
1.1;Tenir 12 séances;Comité;T1-T2 2026;1 000 000;0,4
1.2;Éditer un guide;Idem;idem;250 000;1
;Protection;;;;
2.1;Ouvrir un foyer;Ministère;fin 2027;5 000 000;0
"""
CARDS = "".join(
    f"{title}<table><tr><td>N.º</td><td>{number}</td></tr><tr><td>Acción</td><td>{words}</td></tr>"
    "<tr><td>Responsable</td><td>Ente Ficticio</td></tr><tr><td>Plazo</td><td>2.º semestre de 2027"
    "</td></tr><tr><td>Presupuesto</td><td>USD 12.000</td></tr></table>"
    for title, number, words in (
        ("<h2>Eje 1: Prevención</h2>", "1.1", "Formar a 40 jueces"),
        ("", "1.2", "Imprimir guías"),
        ("<h2>Eje 2: Protección</h2>", "2.1", "Abrir un refugio"),
    )
)
SUMS_BY_YEAR = """\
<table><tr><td>Activity</td><td>Lead</td><td>2026</td><td>2027</td><td>2028</td><td>Total (USD)</td>
<td>Status</td></tr>
<tr><td>A1 Train</td><td>Agency</td><td>1,000</td><td>2,000</td><td></td><td>3,000</td>
<td bgcolor="#00ff00"></td></tr>
<tr><td>A2 Print</td><td>Agency</td><td></td><td>200</td><td>300</td><td>500</td>
<td style="background-color:red"></td></tr></table>
"""
DATABASE = (
    "line_item_id,country,year_calendar,capacity_original,activity_original,cost_original,"
    "currency_original,primary_category\n"
    + "".join(
        f'{at},Bénin,"2026, 2027",P.{at} Essai,Organiser dans la salle de la mairie une séance de '
        f"formation pour les agents de la commune numéro {at},{cost},CFA (2019),Travaux\n"
        for at, cost in enumerate(("2570000", "2.5e+07", "N/A", "0", "900000", "3975000"), 1)
    )
)

"""What we say in notes and remarks: every English one has its French, with the same figures, and
each page shows its own.
"""

import re
from collections import Counter

import pytest

# Words of the records that began in English only: table, English column, French column.
REMARKS = [
    ("instrument", "note", "note_fr"),
    ("provision", "note", "note_fr"),
    ("penalty", "offence_en", "offence_fr"),
    ("finding", "note", "note_fr"),
    ("witness", "note_en", "note_fr"),
    ("second_reading", "view_en", "view_fr"),
    ("body", "note", "note_fr"),
    ("programme", "note", "note_fr"),
    ("plan_activity", "note", "note_fr"),
    ("(select * from plan_activity where language is null)", "body", "body_fr"),  # ours
    ("party", "note", "note_fr"),
    ("tier", "note", "note_fr"),
    ("statistic", "note", "note_fr"),
    ("source", "note", "note_fr"),
    ("country", "note", "note_fr"),
    ("country_name", "note", "note_fr"),
    ("membership", "note", "note_fr"),
    ("border", "note", "note_fr"),
    ("relation", "note", "note_fr"),
    ("meeting", "note", "note_fr"),
    ("corridor", "note", "note_fr"),
    ("regional_instrument", "note", "note_fr"),
    ("absence", "note", "note_fr"),
    ("absence", "looked_in", "looked_in_fr"),
    ("concept", "label_en", "label_fr"),
]


@pytest.mark.parametrize(("table", "english", "french"), REMARKS)
def test_every_remark_is_said_in_french_with_the_same_figures(db, table, english, french):
    rows = db.execute(
        f"select distinct {english}, {french} from {table} "
        f"where {english} is not null or {french} is not null"
    ).fetchall()
    assert rows
    for said, dit in rows:
        assert said, f"{table}.{english} is empty beside {dit!r}"
        assert dit, f"{table}.{french} is empty beside {said!r}"
        assert dit != said or " " not in said, (
            f"{table}.{french} repeats {said!r}"
        )  # one word or acronym may be the same
        figures, chiffres = (Counter(re.findall(r"\d+", text)) for text in (said, dit))
        assert figures <= chiffres, f"{table}.{french}: {said!r} against {dit!r}"
        assert figures == chiffres or said.startswith("Also described as"), (
            f"{table}.{french}: {said!r} against {dit!r}"
        )  # a full French title


@pytest.mark.parametrize(
    ("path", "english", "french"),
    [
        ("/instrument/ner-plan-2014", "Six components.", "Six composantes."),
        ("/plan/ner-plan-2014", "Six components.", "Six composantes."),
        (
            "/provision/dji-loi-133-2016:7",
            "Trafficking, basic offence",
            "Traite, infraction de base",
        ),
        (
            "/instrument/dji-loi-133-2016",
            "Trafficking, basic offence",
            "Traite, infraction de base",
        ),
        (
            "/provision/dji-loi-133-2016:1",
            "Adoption is said to be defined",
            "adoption est dite définie",
        ),
        (
            "/country/TUR",
            "Law cited: Articles 80 and 117 of the Criminal Code",
            "Textes cités : articles 80 et 117 du Code pénal",
        ),
        (
            "/plan/mar-plan-2023",
            "Begun in 2023-2024",
            "Commencé en 2023-2024",
        ),
        (
            "/plan/lbr-plan-2025",
            "National Anti-Human Trafficking Task Force",
            "Équipe spéciale nationale de lutte contre la traite des êtres humains",
        ),
        (
            "/corridor/mrt-sen",
            "Corridor Mauritania / Senegal",
            "Corridor de la Mauritanie et du Sénégal",
        ),
        (
            "/conflicts?kind=marked&country=NGA",
            "Data set says Tier 2",
            "Le jeu de données indique la catégorie 2",
        ),
        (
            "/conflicts?kind=party&country=COG",
            "no deposit with the United Nations was found",
            "aucun dépôt auprès des Nations Unies",
        ),
    ],
)
def test_remarks_are_read_in_the_language_of_the_page(get, path, english, french):
    assert english in get(path).text
    answer = get("/fr" + path).text
    assert french in answer
    assert english not in answer


def test_remarks_on_conflicts_have_their_french(db):
    assert not db.execute(
        "select * from conflict_age where note is not null and note_fr is null"
    ).fetchall()


WORDED = {r"\b(eighteen|dix-huit)\b": "18", r"\b(fifteen|quinze|quinzaine)\b": "15"}
FULLER = (
    "title",
    "name",
    "role",
)  # a French title or name may carry the number and the date that the English leaves out


def figures(text):
    """The figures of a sentence, thousands closed up; ages of a child also when they are written as
    words.
    """
    for word, number in WORDED.items():
        text = re.sub(word, number, text)
    closed = re.sub(
        r"(?<!\d)\d{1,3}([, \u00a0\u202f]\d{3})+(?!\d)",
        lambda found: re.sub(r"\D", "", found[0]),
        text,
    )
    return {figure.lstrip("0") or "0" for figure in re.findall(r"\d+", closed)} - (
        {"18"} if "mineur" in text else set()
    )


def test_english_and_french_of_a_record_have_the_same_figures(db):
    apart = []
    for (table,) in db.execute(
        "select name from sqlite_master where type = 'table' "
        "and name not like '%\\_fts%' escape '\\' and name <> 'witness' "
        "and name not glob '[_]*'"
    ).fetchall():
        columns = [row["name"] for row in db.execute(f"pragma table_info({table})")]
        for stem in [
            column[:-3]
            for column in columns
            if column.endswith("_en") and f"{column[:-3]}_fr" in columns
        ]:
            both = f"{stem}_en is not null and {stem}_fr is not null"
            for record, said, dit in db.execute(
                f"select distinct {columns[0]}, {stem}_en, {stem}_fr from {table} where {both}"
            ):
                english, french = (
                    figures(said) - ({"18"} if "mineur" in dit else set()),
                    figures(dit),
                )
                if english - french or (stem not in FULLER and french - english):
                    apart.append((table, record, said, dit))
    assert not apart, "\n".join(map(str, apart))

"""The same instrument from two sources: found as a suggestion, told apart by its number, and never
merged.
"""

import random

import pytest

from ingest.received.same_instrument import (
    Title,
    index_by_words,
    rarest_words,
    score_likeness,
    suggest_same,
)

SENEGAL = Title(
    "sen-loi-2005-06",
    "SEN",
    "Loi n° 2005-06 du 10 mai 2005 relative à la lutte contre la traite des personnes",
    "2005-06",
    "2005-05-10",
)
SIERRA_LEONE = Title(
    "sle-act-2022-12",
    "SLE",
    "Anti-Human Trafficking and Migrant Smuggling Act, 2022",
    "Act 12 of 2022",
    "2022-07-18",
)
OLD = Title(
    "sle-act-7-2005", "SLE", "Anti-Human Trafficking Act, 2005", "Act No. 7 of 2005", "2005-08-12"
)
KNOWN = [SENEGAL, SIERRA_LEONE, OLD]


@pytest.mark.parametrize(
    ("title", "number", "date", "country", "found", "reason"),
    [
        (
            "The Anti-Human Trafficking and Migrant Smuggling Act 2022",
            "Act No. 12 of 2022",
            "2022",
            "SLE",
            "sle-act-2022-12",
            "number",
        ),
        (
            "Anti Human Trafficking & Migrant Smuggling Act 2022",
            None,
            "2022-07-18",
            "SLE",
            "sle-act-2022-12",
            "title",
        ),
        (
            "LOI N°2005-06 DU 10 MAI 2005 RELATIVE A LA LUTTE CONTRE LA TRAITE DES PERSONNES",
            None,
            None,
            "SEN",
            "sen-loi-2005-06",
            "title",
        ),
    ],
)
def test_same_instrument_is_suggested(title, number, date, country, found, reason):
    (best, *_) = suggest_same([Title("x", country, title, number, date)], KNOWN)
    assert (best.known, best.reason) == (found, reason)


@pytest.mark.parametrize(
    ("title", "number", "date", "country"),
    [
        ("Anti-Human Trafficking Act, 2005", "Act No. 8 of 2005", "2005", "SLE"),  # another number
        (
            "Loi relative à la lutte contre la traite des personnes",
            "2005-06",
            "2005",
            "MLI",
        ),  # another country
        ("Road Traffic Act, 2005", None, "2005", "SLE"),
    ],
)
def test_another_instrument_is_not_suggested(title, number, date, country):
    assert suggest_same([Title("x", country, title, number, date)], KNOWN) == []


def noised(title: str, chance: random.Random) -> str:
    """A title as another source may print it: words dropped, letters swapped, case changed."""
    words = title.split()
    if len(words) > 4:
        words.pop(chance.randrange(len(words)))
    place = chance.randrange(len(words))
    words[place] = words[place][::-1] if len(words[place]) < 4 else words[place][:-1]
    return " ".join(words).upper() if chance.random() < 0.3 else " ".join(words)


def test_noised_titles_are_found_again_with_few_comparisons(db):
    chance = random.Random(2000)
    titles = [
        Title(row["id"], row["country"], row["title"], row["number"], row["adopted_on"])
        for row in db.execute("select * from instrument")
    ]
    copies = [
        one._replace(key=f"copy of {one.key}", title=noised(one.title, chance), number=None)
        for one in titles
    ]
    found = {(pair.printed, pair.known) for pair in suggest_same(copies, titles)}
    recall = sum((f"copy of {one.key}", one.key) in found for one in titles) / len(titles)
    assert recall >= 0.9
    blocks, counts = index_by_words(titles)
    compared = sum(
        len(
            {
                place
                for word in rarest_words(one, counts)
                for place in blocks.get((one.country, word), ())
            }
        )
        for one in copies
    )
    assert compared / len(titles) ** 2 < 0.05


def test_different_years_lower_and_equal_numbers_raise():
    plan = Title(
        "a", "SEN", "Plan d'action national de lutte contre la traite des personnes", None, "2015"
    )
    later = plan._replace(key="b", date="2021")
    assert score_likeness(plan, later)[0] < score_likeness(plan, plan._replace(key="c"))[0]
    assert score_likeness(SIERRA_LEONE, OLD) == (0, "numbers differ")

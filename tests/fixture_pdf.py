"""Makes tests/pages/usdol/ruritania.pdf: an invented report in the layout of the US DOL ones, so
that the PDF reader is tested anywhere.

Run it after a change: python tests/fixture_pdf.py. It writes ruled tables, one cut by a page end,
ticks that must not be read, and two columns of notes.
"""

from pathlib import Path

LEFT, RIGHT, LINE = 54, 558, 11
STANDARDS = (
    "Minimum Age for Work",
    "Minimum Age for Hazardous Work",
    "List of Hazardous Occupations",
    "Prohibition of Forced Labor",
    "Prohibition of Child Trafficking",
    "Prohibition of Sexual Exploitation",
    "Prohibition of Use in Illicit Activities",
    "Minimum Age for State Recruitment",
    "Prohibition of Compulsory Recruitment",
    "Prohibition of Armed Recruitment",
)
COUNTS = (
    "Training",
    "Number of Investigations",
    "Number of Violations Found",
    "Number of Prosecutions Initiated",
    "Number of Convictions",
)


class Page:
    """Drawing orders of one page; y runs down from the top, in points."""

    def __init__(self) -> None:
        self.orders, self.y = list[str](), 60.0

    def text(self, x: float, y: float, words: str) -> None:
        safe = (
            words.replace("\\", r"\\")
            .replace("(", r"\(")
            .replace(")", r"\)")
            .encode("cp1252")
            .decode("latin-1")
        )
        self.orders.append(f"BT /F 9 Tf {x} {792 - y} Td ({safe}) Tj ET")

    def line(self, words: str) -> None:
        self.text(LEFT, self.y, words)
        self.y += LINE

    def table(self, widths: tuple[int, ...], rows: list[tuple[str, ...]]) -> None:
        self.y += 6
        for row in rows:
            x, height = float(LEFT), LINE * max(cell.count("\n") + 1 for cell in row) + 4.0
            for width, cell in zip(widths, row, strict=True):
                self.orders.append(f"{x} {792 - self.y - height} {width} {height} re S")
                for number, words in enumerate(cell.split("\n")):
                    self.text(x + 3, self.y + LINE * (number + 1) - 2, words)
                x += width
            self.y += height
        self.y += 14


def pages() -> list[Page]:
    first, second, third = Page(), Page(), Page()
    for words in (
        "Ruritania",
        "MODERATE ADVANCEMENT",
        "In 2021, Ruritania made moderate advancement (invented; made for tests).",
        "Ruritania has ratified most key international conventions concerning child labor "
        "(Table 3).",
    ):
        first.line(words)
    first.table(
        (380, 124),
        [("Convention", "Ratification"), ("Palermo Protocol on Trafficking in Persons", "X")],
    )
    heads, widths = (
        ("Standard", "Meets\nInternational\nStandards", "Age", "Legislation"),
        (180, 70, 40, 214),
    )
    laws = [
        (name, "Yes", "", f"Article {number} of the Labor Code (1)")
        for number, name in enumerate(STANDARDS, 1)
    ]
    laws[0] = (
        STANDARDS[0],
        "Yes",
        "14",
        "Article 1 and 2 of the Labor Code; Section 3 of the\nChildren's Act (1,2)",
    )
    laws[2] = (STANDARDS[2], "No", "", "Hazardous Occupations List (3)")
    laws[8] = (STANDARDS[8], "N/A*", "", "")
    first.table(
        widths,
        [heads, *laws, ("Compulsory Education Age", "No", "11*", "Article 24 of Act No. 2003-17;")],
    )
    second.line("Ruritania")
    second.table(
        widths,
        [
            heads,
            ("", "", "", "Article 113 of the Child Code (2)"),
            ("Free Public Education", "Yes", "", "Article 13 of the Constitution (3)"),
        ],
    )
    for area in ("Labor", "Criminal"):
        second.table(
            (260, 120, 124),
            [
                (f"Overview of {area} Law Enforcement", "2020", "2021"),
                *((name, f"{number} (1)", "Unknown") for number, name in enumerate(COUNTS)),
            ],
        )
    second.table(
        (180, 324),
        [
            ("Policy", "Description"),
            (
                "National Action Plan to Combat\nTrafficking in Persons (2020-2024)",
                "Aims to end it. (2)",
            ),
            ("Code of Ethics", "Guides hotels. (2)"),
        ],
    )
    second.table(
        (100, 300, 104),
        [
            ("Area", "Suggested Action", "Year(s)\nSuggested"),
            ("Legal Framework", "Ratify the Palermo Protocol.", "2013 \u2013 2021"),
            ("", "Raise the age.", "2021"),
        ],
    )
    third.y = 80
    third.line("REFERENCES")
    for number, words in (
        (1, "Government of Ruritania. Labor Code. Enacted: 1998."),
        (2, "Government of Ruritania. Child Code. Enacted:"),
    ):
        third.line(f"{number} {words}")
    third.line("January 23, 2015.")
    third.text(320, 91, "3 Government of Ruritania. Constitution. 1990.")
    third.text(320, 102, "https://example.org/")
    third.text(320, 113, "constitution.pdf")
    return [first, second, third]


def pdf(made: list[Page] | None = None) -> bytes:
    """The report, or other pages."""
    made = made or pages()
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(made)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(made)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(made):
        content = "0.5 w\n" + "\n".join(page.orders)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n% Made for tests: the report is invented.\n", list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
        f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF\n".encode()
    )


if __name__ == "__main__":
    (Path(__file__).parent / "pages" / "usdol" / "ruritania.pdf").write_bytes(pdf())

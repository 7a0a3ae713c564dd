"""What splitting a law gives: its provisions, and a place for everything else."""

from collections import Counter
from dataclasses import dataclass, field

from ingest.law.splitting.line import Line

# Where a character of the document can go. Law text is in provisions; the rest is listed by place,
# and no character is lost.
PLACES = (
    "mark",
    "heading",
    "text",
    "front",
    "contents",
    "chapter",
    "note",
    "noise",
    "signature",
    "translation",
    "repaired",
)


@dataclass(frozen=True)
class Provision:
    """number is in stored form (`1`, `2 bis`, `196-A`), empty for a schedule without numbers;
    parent is the path of chapter heads; quoted are the articles of other laws inside this one, as
    (number, text), and their text is part of `text` as well.
    """

    ordinal: int
    number: str
    label: str
    heading: str
    text: str
    parent: str
    mark: str = ""
    notes: tuple[str, ...] = ()
    quoted: tuple[tuple[str, str], ...] = ()


@dataclass
class Split:
    """provisions in the order of the law; pieces: everything that is no provision, as (place,
    text).
    """

    language: str
    provisions: list[Provision] = field(default_factory=list)
    pieces: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def put(self, place: str, lines: list[Line]) -> None:
        """Account for lines that belong to no article; notes and noise among them go to their own
        place.
        """
        for line in lines:
            own = line.kind if line.kind in ("note", "noise", "signature") else place
            self.pieces += [(own, text) for text in line.parts]

    def parts(self) -> list[tuple[str, str]]:
        """Every piece of text of the document with the place it went to."""
        parts = []
        for provision in self.provisions:
            parts += [
                ("mark", provision.mark),
                ("heading", provision.heading),
                ("text", provision.text),
                *(("note", note) for note in provision.notes),
            ]
        return parts + self.pieces

    def ledger(self) -> dict[str, int]:
        """Characters (blanks not counted) in each of PLACES."""
        counts = Counter(dict.fromkeys(PLACES, 0))
        for place, text in self.parts():
            counts[place] += len("".join(text.split()))
        return dict(counts)

"""What splitting a law gives: its provisions, and a place for everything else."""

from dataclasses import dataclass, field

from ingest.law.splitting.ledger import Entry, Ledger
from ingest.law.splitting.line import Line

APART = ("repealed", "note", "noise", "signature")  # kinds of lines with a place of their own


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
    """provisions in the order of the law; pieces: everything that is no provision;
    repealed: articles that the text gives as repealed in one line for several, as the first and the
    last number; reasons: why the notes that provisions keep are notes.
    """

    language: str
    provisions: list[Provision] = field(default_factory=list)
    pieces: list[Entry] = field(default_factory=list)
    repealed: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def put(self, place: str, lines: list[Line]) -> None:
        """Account for lines that belong to no article; notes and noise among them go to their own
        place.
        """
        for line in lines:
            own = line.kind if line.kind in APART else place
            self.pieces += [Entry(own, text, line.reason) for text in line.parts]

    def ledger(self) -> Ledger:
        """The account of every character: where it went, and why."""
        entries = []
        for provision in self.provisions:
            entries += [
                Entry("mark", provision.mark),
                Entry("heading", provision.heading),
                Entry("text", provision.text),
                *(Entry("note", note, self.reasons.get(note, "")) for note in provision.notes),
            ]
        return Ledger(entries + self.pieces)

    def repealed_ranges(self) -> list[str]:
        """`3–5` for each range; a number may have a hyphen of its own."""
        return list(map("–".join, self.repealed))

    def repealed_range_of(self, number: str) -> str:
        """The range in which a whole number lies, as above; empty if it is in none."""
        for first, last in self.repealed:
            bounds = (first, number, last)
            if all(map(str.isdecimal, bounds)) and int(first) <= int(number) <= int(last):
                return f"{first}–{last}"
        return ""

"""What every reader returns, and every way a file can refuse to be read.

Unreadable
|-- Empty              no bytes, or no text in them
|-- TooLarge           more bytes, pages or cells than a law can have
|-- Encrypted          needs a password
|-- ZipBomb            an archive that unpacks to far more than it weighs
|-- EntityBomb         XML that declares entities (they can multiply without end)
|-- ScanWithoutText    pictures of pages; nothing to read without OCR
|-- Challenge          a "prove you are human" page instead of the document
`-- Damaged            the format says one thing, the bytes another
"""

from dataclasses import dataclass, field

MAX_BYTES = 60_000_000
MAX_TEXT = 30_000_000


class Unreadable(Exception):
    """The file gives no text that may be trusted; the message says why."""


class Empty(Unreadable): ...


class TooLarge(Unreadable): ...


class Encrypted(Unreadable): ...


class ZipBomb(Unreadable): ...


class EntityBomb(Unreadable): ...


class ScanWithoutText(Unreadable): ...


class Challenge(Unreadable): ...


class Damaged(Unreadable): ...


@dataclass(frozen=True)
class Block:
    """A paragraph, line or table row, in reading order.

    kind is `text`, `heading` (the format says so), `provision` (the format says where an article
    begins and what its number is), `note` (of an editor, or superseded wording), `noise` (page
    furniture), `signature`, or `row` (of a table that is no law; its cells are in `cells`). `level`
    is the depth of a heading, 1 to 9; 0 where unknown. `reason` says why it is a note or noise.
    """

    text: str
    kind: str = "text"
    level: int = 0
    number: str = ""
    heading: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass
class Document:
    """metadata: what the file says about itself (title, language, date, ...); blocks: its text;
    warnings: doubts; left_out: words of the file that are no text of it, as (words, why).
    """

    metadata: dict[str, str]
    blocks: list[Block]
    warnings: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the blocks, one block a line."""
        return "\n".join(
            part
            for block in self.blocks
            for part in (block.number, block.heading, block.text)
            if part
        )


def line_blocks(text: str, kind: str = "text") -> list[Block]:
    """One block for each line that is not blank; a form feed becomes a page break (`noise` without
    text).
    """
    blocks: list[Block] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if "\f" in line:
            blocks.append(Block("", "noise"))
        line = line.replace("\f", " ").strip()
        if line:
            blocks.append(Block(line, kind))
    return blocks

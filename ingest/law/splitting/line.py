"""One line of a document on its way through the splitter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """kind and level as in readers.document.Block, or `repealed`: stands for several articles that
    are no more; number and heading of a line of the kind `provision`; inside: belongs to an article
    that the format itself has marked; reason: why it is a note, noise or signature.
    """

    text: str
    kind: str = "text"
    level: int = 0
    number: str = ""
    heading: str = ""
    inside: bool = False
    reason: str = ""

    @property
    def is_print(self) -> bool:
        """Running text or a heading; no mark of the format, note, page furniture, signature."""
        return self.kind in ("text", "heading")

    @property
    def parts(self) -> list[str]:
        """All texts of the line that are not empty, in reading order."""
        return [part for part in (self.number, self.heading, self.text) if part]

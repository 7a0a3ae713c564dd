"""PDF: the text layer page by page; a scan only through OCR, when the machine has it.

A scan without OCR raises ScanWithoutText. It never becomes an empty law.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from ingest.law.readers.document import Block, Document, Empty, ScanWithoutText
from ingest.law.readers.pdf_text import read_text
from ingest.law.splitting.page_furniture import could_be_law, moves_with_pages

FEW_LETTERS = (
    60  # a page of law has some 2,000; a stamp or a page number under a scan has a handful
)
OCR_SECONDS = 1_800
PAGE_NUMBER = re.compile(r"[-–— ]*(?:page )?\d{1,4}(?: ?[/|] ?\d{1,4})?[-–— ]*", re.I)


def read(data: bytes, name: str) -> Document:
    """Blocks are lines; `noise` holds running heads and page numbers. Raises Encrypted,
    ScanWithoutText, Damaged, TooLarge.
    """
    layer = read_text(data)
    pages, warnings = layer.pages, layer.doubts
    if not pages:
        raise Empty("a PDF without pages")
    empty = [number for number, page in enumerate(pages, 1) if _count_letters(page) < FEW_LETTERS]
    if len(empty) > len(pages) // 2 and sum(map(_count_letters, pages)) < FEW_LETTERS * 2 * len(
        pages
    ):
        layer = read_text(_run_ocr(data))
        pages, warnings = layer.pages, layer.doubts
        warnings.append("a scan: the text comes from OCR")
    elif empty:
        warnings.append(f"no text on pages {', '.join(map(str, empty[:20]))}: blank or scanned")
    blocks = _line_blocks(pages)
    metadata = {"title": layer.title} if layer.title else {}
    return Document(metadata | {"pages": str(len(pages))}, blocks, warnings)


def _count_letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def _run_ocr(data: bytes) -> bytes:
    """The same PDF with a text layer, by ocrmypdf. Raises ScanWithoutText where it is not installed
    or fails.
    """
    program = shutil.which("ocrmypdf")
    if not program or not shutil.which("tesseract"):
        raise ScanWithoutText("pictures of pages without text; install ocrmypdf to read them")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(data)
        command = [
            program,
            "--force-ocr",
            "--rotate-pages",
            "-l",
            "+".join(_ocr_languages()),
            str(source),
            str(target),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=OCR_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            raise ScanWithoutText(f"OCR failed: {str(error)[:200]}") from error
        return target.read_bytes()


def _ocr_languages() -> list[str]:
    known = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=False
    ).stdout.split()
    return [language for language in ("fra", "eng", "por", "ara", "spa") if language in known] or [
        "eng"
    ]


def _line_blocks(pages: list[str]) -> list[Block]:
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    running = running_lines(split)
    blocks: list[Block] = []
    for page in split:
        top = next(
            (at for at, line in enumerate(page) if not _is_furniture(line, running)), len(page)
        )
        foot = next(
            (at for at, line in enumerate(reversed(page)) if not _is_furniture(line, running)), 0
        )
        for index, line in enumerate(page):
            blocks.append(
                Block(line, "noise" if index < top or index >= len(page) - foot else "text")
            )
        blocks.append(Block("", "noise"))
    return blocks


def _is_furniture(line: str, running: set[str]) -> bool:
    return _line_shape(line) in running or PAGE_NUMBER.fullmatch(line) is not None


def _line_shape(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", line)).strip().lower()


def running_lines(pages: list[list[str]]) -> set[str]:
    """Shapes of lines at the top or foot of at least three pages and a quarter of all pages.

    The number of an article or chapter that stands alone there is none, and neither is a line whose
    figures change, but not in step with the pages.
    """
    seen: dict[str, list[tuple[int, str]]] = {}
    for number, page in enumerate(pages):
        for line in {line for line in page[:4] + page[-4:] if len(line) < 120}:
            seen.setdefault(_line_shape(line), []).append((number, line))
    least = max(3, len(pages) // 4)
    return {
        shape
        for shape, found in seen.items()
        if len({number for number, _ in found}) >= least
        and re.search(r"[^\W\d]{2}", shape)
        and not any(could_be_law(line) for _, line in found)
        and moves_with_pages(found)
    }

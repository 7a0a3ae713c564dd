"""Pages of PDF files read in a CPU second: plain pypdf, plain PDFium, and our reader.

    python -m bench.pdf_pages [FOLDER ...]

Every PDF under the folders; by default ../shared beside the repository. Our reader tells running
heads apart, reads right-to-left lines by the places of their signs and asks pypdf about numbers.
"""

import argparse
import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2

from bench.split import ROOT
from ingest.law import readers

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_by_pypdf(data: bytes) -> int:
    """Pages and nothing else."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return len([page.extract_text() for page in pages])


def read_by_pdfium(data: bytes) -> int:
    """Pages and nothing else."""
    document = pypdfium2.PdfDocument(data)
    return len([page.get_textpage().get_text_range() for page in document])


def read_by_ours(data: bytes) -> int:
    """Pages of a text layer; 0 for a scan."""
    try:
        return int(readers.read(data, "law.pdf").metadata["pages"])
    except readers.ScanWithoutText:
        return 0


READERS: dict[str, Callable[[bytes], int]] = {
    "pypdf": read_by_pypdf,
    "PDFium": read_by_pdfium,
    "ours": read_by_ours,
}


def main() -> int:
    """Print a table; 1 where no PDF is found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*", default=[ROOT.parent / "shared"])
    folders = parser.parse_args().folders
    files = [file.read_bytes() for folder in folders for file in sorted(folder.rglob("*.pdf"))]
    if not files:
        print("no PDF found", file=sys.stderr)
        return 1
    print(f"{len(files)} files\n\n| reader | pages | CPU seconds | pages a CPU second |")
    print("|---|---|---|---|")
    for name, read in READERS.items():
        started = time.process_time()
        pages = sum(map(read, files))
        seconds = time.process_time() - started
        print(f"| {name} | {pages} | {seconds:.2f} | {pages / seconds:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

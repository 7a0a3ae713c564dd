"""What the scraper tests share: where real pages are, and when their absence is a failure."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"  # real pages that may not be committed stand beside the repository


def shared(*parts: str | Path) -> Path:
    """A real file or folder; without it the test is skipped, visibly, and fails where CI=true."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is missing: CI must run against the real pages")
        pytest.skip(f"real page not at hand: {path.relative_to(SHARED)}")
    return path


def shared_files(folder: str, pattern: str) -> list[Path]:
    """Real files for parametrize; a stand-in that shared() then skips or fails, when there are
    none.
    """
    found = sorted(
        path
        for path in SHARED.joinpath(folder).glob(pattern)
        if not path.name.endswith(".meta.json")
    )
    return found or [SHARED / folder / pattern]

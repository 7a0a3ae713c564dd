"""The first pages a newcomer reads: what they name exists."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BOTH = ["README.md", "README.fr.md"]


@pytest.mark.parametrize("name", BOTH)
def test_every_path_of_the_site_answers(get, name):
    paths = [
        path
        for path in re.findall(r"`(/[^`\s]*)`", (ROOT / name).read_text(encoding="utf-8"))
        if "..." not in path
    ]
    assert len(paths) >= 10
    assert {path: get(quote(path, safe="/?&=,:;")).status_code for path in paths} == dict.fromkeys(
        paths, 200
    )


@pytest.mark.parametrize("name", BOTH)
def test_every_command_is_in_the_makefile(name):
    commands = set(
        re.findall(r"(?:^    |[`;#] ?)make (\w+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    )
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"serve", "test", "import", "suggest", "export", "pack", "diff"} <= commands
    assert commands <= targets


def test_every_file_linked_is_there():
    for name in BOTH:
        for link in re.findall(r"\]\(([\w./-]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), f"{name}: {link}"

"""The first pages a newcomer reads: what they name exists, and the README fits on one screen."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.fr.md"]
TOURS = ["README.fr.md", "docs/tour.md"]
GUIDES = [
    *READMES,
    "CONTRIBUTING.md",
    "db/learned/README.md",
    *sorted(f"docs/{file.name}" for file in ROOT.glob("docs/*.md")),
]
SCREEN = 50  # lines
MADE_BY_A_RECIPE = {"locales/sw/LC_MESSAGES/messages.po", "db/curated/instrument_alias.csv"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_readme_fits_on_one_screen(name):
    text = read(name)
    assert len(text.splitlines()) <= SCREEN
    for needed in ("make serve", "make test", "Ctrl-C", "PORT=", "docs/home.png", "docs/tour.md"):
        assert needed in text, needed


@pytest.mark.slow
@pytest.mark.parametrize("name", TOURS)
def test_every_path_of_the_site_answers(get, name):
    paths = re.findall(r"`(/[^`\s]*)`", read(name))
    assert len(paths) >= 10
    statuses = {path: get(quote(path, safe="/?&=,:;")).status_code for path in paths}
    assert statuses == dict.fromkeys(paths, 200)


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_is_in_the_makefile(name):
    commands = set(re.findall(r"(?:^    |[`;#] ?)make (\w+)", read(name), re.M))
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.M))
    assert commands <= targets


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_linked_is_there(name):
    for link in re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", read(name)):
        assert ((ROOT / name).parent / link).exists(), link


@pytest.mark.parametrize("name", GUIDES)
def test_every_module_named_is_there(name):
    """Modules and files move; what names them must follow."""
    text = read(name)
    for module in re.findall(r"python -m ((?:ingest|bench|scrapers|deploy)[\w.]*)", text):
        path = ROOT / module.rstrip(".").replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
    folders = "bench|db|deploy|ingest|locales|plugins|scrapers|tests"
    files = re.findall(rf"`((?:{folders})/[\w./-]+\.(?:py|sql|yml|md|csv|txt))`", text)
    missing = {path for path in files if not (ROOT / path).exists()}
    assert missing <= MADE_BY_A_RECIPE

"""The variables a person may give to `make`: which goal takes which, and what is wrong with one.

Needs nothing but Python, like `ingest.make`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATES = ("as_enacted", "consolidated", "current", "unknown")
ROLES = ("reader", "reviewer", "editor", "none")
YES, NO = ("1", "yes"), ("0", "no")
OF_NO_COUNTRY = "INT"  # the folder of treaties and regional texts
EXAMPLES = {  # variable: what it is, and a value that could be given
    "FILE": ("the file or folder to read", "law.pdf"),
    "SOURCE": ("the source to fetch, or several with commas between", "untc"),
    "NAME": ("the name of the saved page, or of the reviewer", "ghana"),
    "ROLE": ("what a reviewer may do, one of " + ", ".join(ROLES), "editor"),
    "INSTRUMENT": ("the id of the law", "sle-act-2022-12"),
    "PLAN": ("the id of the plan: country, kind and year", "sen-plan-2026"),
    "STATE": ("one of " + ", ".join(STATES), "as_enacted"),
    "AS_OF": ("the day on which the law read so, or of the report", "2024-03-01"),
    "CONTACT": ("a mail or web address where you can be reached", "you@example.org"),
    "COUNTRY": ("the three letters of a country", "SEN"),
    "LANGUAGE": ("the two letters of a language", "fr"),
    "OUTPUT": ("a file in a folder that is there", "suggestions.csv"),
    "A": ("the older of two databases", "db/tip-1.db"),
    "B": ("the newer of two databases", "db/tip.db"),
    "PORT": ("a port from 1 to 65535", "8001"),
    "DRY": ("1 or 0", "1"),
    "BATCH": ("1 or 0", "1"),
    "SURE": ("1 or 0", "1"),
    "EMBED": ("1 or 0", "1"),
    "WORKERS": ("how many processes are to work, at least 1", "4"),
    "ALL": ("1 or 0", "1"),
    "PDF": ("yes or no", "no"),
    "FROM": ("a folder with files of texts", "texts"),
    "MAIL": ("where letters go, maildir:FOLDER or smtp://HOST:PORT", "smtp://localhost:25"),
    "SENDER": ("the mail address that letters come from", "ledger@example.org"),
    "SITE": ("the address of the site, for links", "https://ledger.example.org"),
}
GOALS = {  # goal: what it cannot do without, what it may be told besides
    "serve": ("", "PORT"),
    "scrape": ("SOURCE", "CONTACT DRY WORKERS"),
    "texts": ("", "COUNTRY INSTRUMENT CONTACT FROM"),
    "import": ("FILE", "INSTRUMENT STATE AS_OF LANGUAGE BATCH SURE SOURCE NAME"),
    "plan": ("FILE PLAN", "AS_OF LANGUAGE OUTPUT BATCH"),
    "suggest": ("FILE", "OUTPUT LANGUAGE COUNTRY EMBED WORKERS"),
    "diff": ("A B", "LANGUAGE ALL"),
    "pack": ("COUNTRY", "PDF"),
    "words": ("", "LANGUAGE"),
    "desk": ("", "PORT"),
    "reviewer": ("NAME", "ROLE"),
    "decisions": ("", ""),
    "backup": ("", "OUTPUT"),
    "digest": ("MAIL SENDER SITE", ""),
}


class Wrong(Exception):
    """Something was not given, or cannot be used; the words are one sentence for a person."""


def given(name: str) -> str:
    """The value of a make variable; empty when it was not given."""
    return os.environ.get("LEDGER_" + name, "")


def on(name: str) -> bool:
    """Is a switch such as DRY on?"""
    return given(name) in YES


def wants(goal: str, name: str, fault: str = "") -> Wrong:
    """The sentence that says which variable a goal wants; `fault` is what is wrong with it."""
    reason = f"{given(name)!r} {fault}: " if fault else ""
    variables = dict.fromkeys([*GOALS[goal][0].split(), name])
    example = " ".join(f"{variable}={EXAMPLES[variable][1]}" for variable in variables)
    want = f"`make {goal}` wants {name}=, {EXAMPLES[name][0]}"
    return Wrong(f"{reason}{want}, as in: make {goal} {example}")


def check(goals: list[str]) -> None:
    """Raise Wrong for the first thing that these goals lack or cannot use."""
    known = [goal for goal in goals if goal in GOALS]
    for goal in known:
        check_goal(goal)
    taken = {name for goal in known for names in GOALS[goal] for name in names.split()}
    for name in EXAMPLES:
        if given(name) and name not in taken and name != "PORT":  # many machines set a PORT
            raise Wrong(f"`make {' '.join(goals)}` takes no {name}=; `make help` lists what does.")


def check_goal(goal: str) -> None:
    """Raise Wrong for the first variable that this goal lacks or cannot use."""
    needed, also = (names.split() for names in GOALS[goal])
    for name in needed:
        if not given(name):
            raise wants(goal, name)
    for name in needed + also:
        fault = unusable(name) if given(name) else ""
        if fault and not (goal == "texts" and is_of_no_country(name)):
            raise wants(goal, name, fault)
    EXTRA.get(goal, lambda: None)()


def unusable(name: str) -> str:
    """What is wrong with the value given for a variable; empty when nothing is."""
    value = given(name)
    if name in ("FILE", "FROM", "A", "B"):
        return unusable_path(value, folder=name in ("FILE", "FROM"))
    if name == "OUTPUT":
        wrong = Path(value).is_dir() or not Path(value).parent.is_dir()
        return "cannot be written" if wrong else ""
    if name == "COUNTRY":
        return "" if value.upper() in countries() else "is no country here"
    if name == "SOURCE":
        known = set(value.split(",")) <= set(sources())
        return "" if known else "is none of " + ", ".join(sources())
    if name == "INSTRUMENT":
        there = re.fullmatch(r"[\w.-]+", value) and instruments(value)
        return "" if there else "is no instrument in db/curated"
    return "" if re.fullmatch(PATTERNS[name], value) else "cannot be used"


def is_of_no_country(name: str) -> bool:
    """Whether COUNTRY= names the folder of treaties and regional texts, which have texts too."""
    return name == "COUNTRY" and given(name).upper() == OF_NO_COUNTRY


PATTERNS = {
    "STATE": "|".join(STATES),
    "ROLE": "|".join(ROLES),
    "AS_OF": r"\d{4}(-\d\d){0,2}",
    "LANGUAGE": r"[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?",
    "CONTACT": r"\S*(@|://)\S*",
    "NAME": r"[^/\\\0]+",
    "MAIL": r"maildir:.+|smtp://[\w.-]+(:\d{1,5})?",
    "SENDER": r"[^@\s]+@[^@\s]+",
    "SITE": r"https?://\S+",
    "PLAN": r"[a-z]{3}-[a-z0-9-]+",
    "WORKERS": r"[1-9]\d{0,2}",
    "PORT": r"0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])",
    **dict.fromkeys(("DRY", "BATCH", "SURE", "EMBED", "ALL", "PDF"), "|".join(YES + NO)),
}


def unusable_path(value: str, folder: bool) -> str:
    """What is wrong with the path of something to read; this checkout as a whole is never meant."""
    try:
        path = Path(value).resolve()
        if path == ROOT or path in ROOT.parents:
            return "holds this whole checkout"
        if path.is_file() or (folder and path.is_dir()):
            return ""
        return "is not there" if not path.exists() else "is no file"
    except (OSError, ValueError):  # too long, or no name of a file at all
        return "is not there"


def countries() -> list[str]:
    """The codes of all countries held."""
    lines = (ROOT / "db" / "curated" / "country.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",")[0] for line in lines[1:]]


def sources() -> tuple[str, ...]:
    """The names of all sources that can be fetched."""
    from scrapers import SOURCES

    return tuple(SOURCES)


def instruments(name: str) -> list[Path]:
    """The files of the instrument of this id: one or none."""
    return list((ROOT / "db" / "curated" / "instrument").glob(f"*/{name}.yml"))


def check_import() -> None:
    """What an import needs beside FILE depends on what the file is."""
    alone = Path(given("FILE")).is_file()
    if given("SOURCE"):
        if not alone:
            raise wants("import", "FILE", "is not one saved page")
        if "," in given("SOURCE"):
            raise wants("import", "SOURCE", "is not one source")
        if not given("NAME"):
            raise wants("import", "NAME")
    elif not alone and not (Path(given("FILE")) / "imports.csv").is_file():
        raise Wrong(
            f"{given('FILE')!r} has no imports.csv: `make import` wants FILE=, one file "
            "or a folder with an imports.csv (columns file and instrument)"
        )


def check_texts() -> None:
    """Texts come from a folder, not from one file."""
    if given("FROM") and not Path(given("FROM")).is_dir():
        raise wants("texts", "FROM", "is no folder")


def check_plan() -> None:
    """A plan is one file."""
    if not Path(given("FILE")).is_file():
        raise wants("plan", "FILE", "is no file")


EXTRA = {"import": check_import, "texts": check_texts, "plan": check_plan}

"""What a person gives to `make`, checked before anything begins, then handed on word for word.

    python -m ingest.make check      refuse in one sentence what LEDGER_GOALS cannot use
    python -m ingest.make import     run the program behind `make import`

The Makefile puts each variable into the environment as LEDGER_<NAME>. Neither make nor a shell
reads it on the way, so a file may be called anything. Needs nothing but Python: it runs before
there is a .venv.
"""

from __future__ import annotations

import os
import sys

from ingest.make_variables import NO, Wrong, check, given, on


def option(flag: str, name: str) -> list[str]:
    """An option with its value, in one word so that a dash in it does no harm; nothing if empty."""
    return [f"{flag}={given(name)}"] if given(name) else []


def path_of(name: str) -> str:
    """A path that no program takes for an option."""
    return "./" + given(name) if given(name).startswith("-") else given(name)


def words_of_plan() -> list[str]:
    """The words of `make plan`."""
    options = [
        *option("--plan", "PLAN"),
        *option("--as-of", "AS_OF"),
        *option("--marked", "OUTPUT"),
    ]
    options += [*option("--language", "LANGUAGE"), *(["--batch"] if on("BATCH") else [])]
    return ["ingest.plan.import_plan", path_of("FILE"), *options]


def words_of_desk() -> dict[str, list[str]]:
    """The words of what is done at the review desk from a shell."""
    return {
        "reviewer": ["ingest.review.accounts", *option("--role", "ROLE"), "--", given("NAME")],
        "decisions": ["ingest.review.write_back"],
        "backup": ["ingest.review.backup", *option("--output", "OUTPUT")],
    }


def words_of_digest() -> list[str]:
    """The words of `make digest`."""
    options = [*option("--mail", "MAIL"), *option("--sender", "SENDER"), *option("--site", "SITE")]
    return ["deploy.digest", *options]


def words_of_import() -> list[str]:
    """The program behind `make import` of a text, as the words after `python -m`."""
    options = [*option("--instrument", "INSTRUMENT"), *option("--state", "STATE")]
    options += [
        *option("--as-of", "AS_OF"),
        *option("--language", "LANGUAGE"),
        *(["--batch"] if on("BATCH") else []),
    ]
    options += ["--sure"] if on("SURE") else []
    return ["ingest.received.import_file", path_of("FILE"), *options]


def words_of_scrape() -> list[str]:
    """The words of `make scrape`, of one source or of several at once."""
    options = [*option("--contact", "CONTACT"), *(["--dry-run"] if on("DRY") else [])]
    if "," in given("SOURCE"):
        options += option("--workers", "WORKERS")
        return ["ingest.received.fetch_sources", *given("SOURCE").split(","), *options]
    return ["scrapers", given("SOURCE"), *options]


def words_of(goal: str) -> list[str]:
    """The program behind a goal, as the words after `python -m`."""
    if goal in words_of_desk():
        return words_of_desk()[goal]
    if goal in ("plan", "digest"):
        return words_of_plan() if goal == "plan" else words_of_digest()
    if goal == "scrape":
        return words_of_scrape()
    if goal == "texts":
        return ["ingest.received.fetch_texts", *text_options()]
    if goal == "import" and given("SOURCE"):
        return ["scrapers", given("SOURCE"), f"--file={given('FILE')}", *option("--name", "NAME")]
    if goal == "import":
        return words_of_import()
    if goal == "suggest":
        options = [*option("--language", "LANGUAGE"), *option("--country", "COUNTRY")]
        options += [*(["--embed"] if on("EMBED") else []), *option("--jobs", "WORKERS")]
        output = given("OUTPUT") or "suggestions.csv"
        return ["ingest.align", path_of("FILE"), f"--output={output}", *options]
    if goal == "diff":
        options = [*option("--language", "LANGUAGE"), *(["--all"] if on("ALL") else [])]
        return ["ingest.publish.diff", path_of("A"), path_of("B"), *options]
    if goal == "pack":
        no_pdf = ["--no-pdf"] * (given("PDF") in NO)
        return ["ingest.publish.pack.pack", given("COUNTRY").upper(), *no_pdf]
    raise Wrong(f"`make {goal}` runs no program of this kind.")


def text_options() -> list[str]:
    """Which texts to bring, and from where."""
    country = [f"--country={given('COUNTRY').upper()}"] if given("COUNTRY") else []
    instrument, contact = option("--instrument", "INSTRUMENT"), option("--contact", "CONTACT")
    return [*country, *instrument, *contact, *option("--from", "FROM")]


def main(goal: str) -> int:
    """Check, or become the program behind a goal; 2 when something is missing or wrong."""
    try:
        if goal == "check":
            check(os.environ.get("LEDGER_GOALS", "").split() or ["serve"])
            return 0
        python = os.environ.get("LEDGER_PYTHON") or sys.executable
        os.execv(python, [python, "-m", *words_of(goal)])
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

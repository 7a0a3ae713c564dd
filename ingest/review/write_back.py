"""`make decisions`: what reviewers decided at the desk, written into db/curated and committed, one
commit for each act and those who reviewed it, with their reasons.

Written is what one reviewer or more decided the same, or an editor settled, on the words that the
built database holds. A record that was edited since in another way is named and left as it is.
Nothing that no reviewer decided is touched.
"""

import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest import ROOT, curated
from ingest.database import Refused
from ingest.lint import plain
from ingest.review import progress
from ingest.review.edits import (
    EDITS,
    Newer,
    Settled,
    edit_act,
    edit_record,
    id_of,
    mark_definition,
    provision_of,
)
from ingest.review.files import (
    add_lines,
    read_flat,
    read_rejections,
    write_document,
    write_flat,
    write_or_remove,
    write_rejections,
)
from ingest.review.records import (
    file_of_body,
    find_value,
    hash_of_value,
    is_correction,
    rests_on_value,
    witness_of,
)
from ingest.review.reported import changes_reported, reports_answered
from ingest.review.standing import Decision, by_subject, hash_of_provision, standing_of
from ingest.review.store import REVIEW, connect, hash_words

WRITTEN = (*EDITS, "instrument", "body", progress.ENTITY)
SUBJECT, MOST_NAMES = 59, 30  # characters of a commit's first line, and of the names in it
Group = tuple[str, str]  # an act and those who reviewed it


@click.command()
@click.option("--review", type=click.Path(path_type=Path), default=REVIEW)
@click.option("--database", type=click.Path(path_type=Path), default=ROOT / "db" / "tip.db")
@click.option("--curated", "folder", type=click.Path(path_type=Path), default=ROOT / "db/curated")
@click.option("--commit/--no-commit", default=True, help="commit each act, or only write it")
def main(review: Path, database: Path, folder: Path, commit: bool) -> None:
    """Write the decisions back."""
    try:
        if commit and run_git(folder, "status", "--porcelain", "--", "."):
            raise Refused(f"{folder} has changes that are not committed: commit or undo them first")
        for group, told, newer in write_back(review, database, folder):
            for line in newer:
                click.echo(f"not written: {line}")
            if told:
                click.echo(f"{group[0]}, {group[1]}: {len(told)} written")
                if commit:
                    commit_group(folder, group, told)
    except FileNotFoundError as error:
        raise click.ClickException(f"not there: {error}") from error
    except (Refused, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise click.ClickException(str(error)) from error


def write_back(
    review: Path, database: Path, folder: Path
) -> Iterator[tuple[Group, list[str], list[str]]]:
    """Write one act after the other; for each what was written and what was not, in words."""
    if not database.is_file():
        raise FileNotFoundError(database)
    with (
        closing(connect(review, make=False)) as desk,
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as held,
    ):
        held.row_factory = sqlite3.Row
        decisions = [dict(row) for row in desk.execute("select * from decision order by id")]
        reported = reports_answered(desk)
        for group, settled in sorted(settled_by_group(held, decisions, reported).items()):
            yield group, *write_group(held, folder, group[0], settled)


def settled_by_group(
    held: sqlite3.Connection, decisions: Iterable[Decision], reported: Mapping[int, str]
) -> dict[Group, Any]:
    """What is decided, by act and reviewers, in the order in which it was decided first; with the
    report of a reader, by the id of the decision that answers it.
    """
    groups: dict[Group, list[Settled]] = {}
    for (entity, identity, field), rows in by_subject(decisions).items():
        row = held.execute("select * from provision where id = ?", [identity]).fetchone()
        if rests_on_value(rows[0]):
            words_hash = hash_of_value(find_value(held, rows[0]))
        elif entity == "instrument":
            words_hash = hash_of_act(held, identity)
        elif row is None:
            continue
        else:
            words_hash = hash_of_provision(row)
        standing = standing_of(rows, words_hash)
        if standing.done and entity in WRITTEN and field:  # "none" is written nowhere
            same = [one for one in standing.decided if one["actor"] in standing.reviewers]
            text = (row["text"] or "") if row else ""
            answered = [reported[one["id"]] for one in rows if one["id"] in reported]
            settled = Settled(same[0], standing, text, answered[-1] if answered else None)
            groups.setdefault((rows[0]["instrument"], settled.reviewers), []).append(settled)
    return groups


def hash_of_act(held: sqlite3.Connection, identity: str) -> str:
    """The hash of all words of an act, as the desk computes it."""
    sql = "select * from provision where instrument = ? order by ordinal"
    return hash_words(*map(hash_of_provision, held.execute(sql, [identity])))


def write_group(
    held: sqlite3.Connection, folder: Path, instrument: str, settled: list[Settled]
) -> tuple[list[str], list[str]]:
    """Write what the same reviewers decided of one act; what was written and what was not."""
    if settled[0].decision["entity"] == "body":
        return write_body(folder, settled)
    found = list(folder.glob(f"instrument/*/{instrument}.yml"))
    if len(found) != 1:
        return [], [f"{instrument} has no file in db/curated"]
    (path,) = found
    tree = plain(path, curated.compose(path))
    sql = "select id, ordinal from provision where instrument = ?"
    ordinals = {row["id"]: row["ordinal"] for row in held.execute(sql, [instrument])}
    rejected = read_rejections(folder)
    reports_of_plan = folder / "plan_progress" / f"{instrument}.csv"
    reports = read_flat(reports_of_plan, "plan_progress")

    def change(one: Settled) -> bool:
        if one.decision["entity"] == progress.ENTITY:
            return progress.edit_report(tree, reports, one)
        return apply(held, tree, one, ordinals) | note_rejection(rejected, one)

    told, newer = change_each(folder, settled, change)
    told += mark_definitions(tree, settled) if not newer else []
    if told:
        write_document(path, tree)
        write_rejections(folder, rejected)
        write_or_remove(reports_of_plan, "plan_progress", reports)
    return told, newer


def mark_definitions(tree: dict[str, Any], settled: list[Settled]) -> list[str]:
    """Say of each definition that was decided whole that it is reviewed; those of which it is new,
    in words.
    """
    decided: dict[str, set[str]] = {}
    for one in settled:
        if one.decision["entity"] == "definition":
            decided.setdefault(one.decision["entity_id"], set()).add(one.decision["field"])
    named = {id_of(tree, place, row): row for place, row in enumerate(tree.get("provision", []), 1)}
    return [
        f"{identity}: definition, reviewed whole"
        for identity, parts in decided.items()
        if mark_definition(named.get(identity, {}), parts)
    ]


def change_each(
    folder: Path, settled: list[Settled], change: Callable[[Settled], bool]
) -> tuple[list[str], list[str]]:
    """Change one thing after the other; what was changed and what could not be, in words. Where a
    corrected value is to be seen goes into witness.csv, what a reader reported into change.csv.
    """
    told, newer, corrections, reported = [], [], [], []
    for one in settled:
        decision = one.decision
        name = " ".join(filter(None, (decision["entity_id"], decision["field"])))
        try:
            if change(one):
                told.append(describe(name, one))
                corrections += [witness_of(decision)] if is_correction(decision) else []
                reported += changes_reported(one)
        except Newer as error:
            newer.append(f"{name}: {error}")
    if corrections:
        add_lines(folder / "witness.csv", "witness", corrections)
    if reported:
        add_lines(folder / "change.csv", "change", reported)
    return told, newer


def write_body(folder: Path, settled: list[Settled]) -> tuple[list[str], list[str]]:
    """The same for a body, which is a row of a flat file."""
    identity = settled[0].decision["entity_id"]
    path = file_of_body(folder, identity)
    if path is None:
        return [], [f"{identity} has no row in db/curated"]
    rows = read_flat(path, "body")
    record = next(row for row in rows if row["id"] == identity)
    told, newer = change_each(folder, settled, lambda one: edit_record(record, one))
    if told:
        write_flat(path, "body", rows)
    return told, newer


def apply(
    held: sqlite3.Connection, tree: dict[str, Any], one: Settled, ordinals: Mapping[str, int]
) -> bool:
    """Change the document of an act as was decided; true when that changes anything."""
    if is_correction(one.decision):
        return edit_record(tree, one)
    if one.decision["entity"] == "instrument":
        return edit_act(tree, one)
    sql = "select * from provision where id = ?"
    row = held.execute(sql, [one.decision["entity_id"]]).fetchone()
    together = "select 1 from read_with where provision = ? and item = ?"
    key = [one.decision["entity_id"], one.decision["field"]]
    if one.outcome == "reject" and held.execute(together, key).fetchone():
        raise Newer("is read together with other articles: see read_with.csv")
    was_there = list(tree.get("provision", []))
    provision = provision_of(tree, row, ordinals)
    changed = EDITS[one.decision["entity"]](provision, one)
    for table in EDITS:  # no empty lists, and no article that was added for nothing
        if not provision.get(table, True):
            del provision[table]
    if not changed:
        tree["provision"] = was_there
    return changed


def note_rejection(rejected: dict[tuple[str, str], dict[str, str]], one: Settled) -> bool:
    """Note in the table `rejection` that a link was rejected, or no longer is."""
    if one.decision["entity"] != "crossref":
        return False
    key = (one.decision["entity_id"], one.decision["field"])
    before = rejected.get(key)
    if one.outcome == "reject":
        rejected[key] = {"provision": key[0], "item": key[1], **one.review}
    else:
        rejected.pop(key, None)
    return rejected.get(key) != before


def describe(name: str, one: Settled) -> str:
    """What was decided, for the message of a commit."""
    given = [(row["actor"], row["reason"]) for row in one.standing.decided if row["reason"]]
    why = "; ".join(f"{name}: {' '.join(reason.split())}" for name, reason in given)
    seen = f"{one.decision['seen']} -> " if one.decision["seen"] else ""
    what = one.outcome if seen != f"{one.outcome} -> " else f"{one.outcome}, confirmed"
    shown = what if what.endswith("confirmed") else f"{seen}{what}"
    told = f", reported by a reader ({one.report})" if one.report else ""
    return f"{name}: {shown}" + (f" ({why})" if why else "") + told


def commit_group(folder: Path, group: Group, told: list[str]) -> None:
    """Commit what was written of an act, its reviewers named as git names them."""
    names = group[1] if len(group[1]) <= MOST_NAMES else f"{len(group[1].split(';'))} reviewers"
    subject = f"Review {group[0]}, by {names}"
    if len(subject) > SUBJECT:
        subject = f"Review {group[0]}"[:SUBJECT]
    trailers = "\n".join(f"Reviewed-by: {name.strip()}" for name in group[1].split(";"))
    message = "\n\n".join([subject, "\n".join(told), trailers])
    run_git(folder, "add", "--", ".")
    run_git(folder, "commit", "--quiet", f"--message={message}", "--", ".")


def run_git(folder: Path, *words: str) -> str:
    """What git prints. Raises CalledProcessError."""
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    main()

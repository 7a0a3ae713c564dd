"""What the review desk keeps: `python -m bench.review_kept kills|round`.

kills     100 kills while saving: lost, double, torn
round     500 decisions into files, a build, the same verdicts; and back by git revert
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.measure import ROOT, print_heads, print_row
from ingest.build import build
from ingest.review.accounts import set_account
from ingest.review.standing import hash_of_provision
from ingest.review.store import REVIEW, add_row, connect, writing
from ingest.review.write_back import commit_group, write_back

PASSWORD = "five wordless birds sing"
KILLS = 100
SAVES = """
import sys
from contextlib import closing
from pathlib import Path
from ingest.review.store import add_row, connect, writing
row = {"instrument": "x", "entity": "crossref", "field": "i", "decision": "confirm"}
row |= {"value": "full", "language": "en", "words_hash": "a" * 64, "follows": 0}
with closing(connect(Path(sys.argv[1]))) as review:
    for number in range(int(sys.argv[2]), 10**7):
        with writing(review):
            add_row(review, "decision", {**row, "entity_id": f"x:{number}", "actor": "reader 0"})
        print(number, flush=True)
"""


def measure_kills() -> None:
    """A process that saves without a pause is killed again and again."""
    said: set[int] = set()
    with tempfile.TemporaryDirectory(dir=REVIEW.parent) as folder:  # on the disk that is used
        review = Path(folder) / "review.db"
        set_account(review, "reader 0", "reviewer", PASSWORD)
        for kill in range(KILLS):
            first = 1 + max(said, default=0) + 10
            command = [sys.executable, "-c", SAVES, str(review), str(first)]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            said.add(int(process.stdout.readline()))
            time.sleep(0.003 * (kill % 20))
            os.kill(process.pid, signal.SIGKILL)
            said |= {int(line) for line in process.communicate()[0].split("\n")[:-1]}
        with closing(connect(review)) as found:
            rows = found.execute("select entity_id from decision").fetchall()
            held = [int(row["entity_id"][2:]) for row in rows]
            whole = found.execute("pragma integrity_check").fetchone()[0]
    print_heads("kills", "answered", "held", "lost", "double", "integrity")
    lost, double = len(said - set(held)), len(held) - len(set(held))
    print_row(KILLS, len(said), len(held), lost, double, whole)


VERDICTS = "select country, item, verdict, provision from verdict order by country, item"
LINKS = "select c.*, p.instrument, p.text, p.summary_en, p.summary_fr from crossref c "
LINKS += "join provision p on p.id = c.provision order by c.provision, c.item limit ?"


def measure_round() -> None:
    """Two reviewers confirm links of the real facts; into a copy of them, and out again."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        facts, database = root / "curated", Path(folder) / "tip.db"
        review = Path(folder) / "review.db"
        shutil.copytree(ROOT / "db" / "curated", facts)
        for words in (["init", "-q"], ["add", "curated"], ["commit", "-qm", "Begin"]):
            subprocess.run(["git", *words], cwd=root, check=True)
        build(facts, database)
        before = verdicts_of(database)
        confirm_links(database, review, 250)
        begun = time.monotonic()
        told = [told for _group, told, _newer in write_and_commit(review, database, facts)]
        seconds = time.monotonic() - begun
        build(facts, database)
        after, reviewed = verdicts_of(database), count_reviewed(database)
        commits = f"HEAD~{len(told)}..HEAD"
        subprocess.run(["git", "revert", "--quiet", "--no-edit", commits], cwd=root, check=True)
        build(facts, database)
        back = (verdicts_of(database) == before, count_reviewed(database))
    print_heads("decisions", "links written", "commits", "s", "verdicts differ", "after revert")
    differ = sum(one != other for one, other in zip(before, after, strict=True))
    written = sum(len(lines) for lines in told)
    same = "the same" if back == (True, 0) else "others"
    print_row(500, f"{written} ({reviewed} at A)", len(told), seconds, differ, same)


def write_and_commit(review: Path, database: Path, facts: Path) -> Iterator[Any]:
    """What `make decisions` does."""
    for group, told, newer in write_back(review, database, facts):
        commit_group(facts, group, told)
        yield group, told, newer


def confirm_links(database: Path, review: Path, links: int) -> None:
    """Two reviewers confirm what so many links say."""
    names = ("reader 0", "reader 1")
    for name in names:
        set_account(review, name, "reviewer", PASSWORD)
    with closing(sqlite3.connect(database)) as held, closing(connect(review)) as desk_held:
        held.row_factory = sqlite3.Row
        with writing(desk_held):
            for row in held.execute(LINKS, [links]):
                said = row["extent"] or "touches"
                made = {"instrument": row["instrument"], "entity": "crossref", "value": said}
                made |= {"entity_id": row["provision"], "field": row["item"], "seen": said}
                made |= {"decision": "confirm", "language": "en", "follows": 0}
                made |= {"words_hash": hash_of_provision(row)}
                for name in names:
                    add_row(desk_held, "decision", {**made, "actor": name})


def verdicts_of(database: Path) -> list[Any]:
    """Every verdict, and the provision it rests on."""
    with closing(sqlite3.connect(database)) as held:
        return held.execute(VERDICTS).fetchall()


def count_reviewed(database: Path) -> int:
    """Links that are reviewed."""
    with closing(sqlite3.connect(database)) as held:
        return int(
            held.execute("select count(*) from link_certainty where certainty = 'A'").fetchone()[0]
        )


def main() -> None:
    """Measure one kind."""
    kinds = {"kills": measure_kills, "round": measure_round}
    if sys.argv[1:2] not in ([kind] for kind in kinds):
        sys.exit(__doc__)
    kinds[sys.argv[1]]()


if __name__ == "__main__":
    main()

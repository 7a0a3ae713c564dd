"""What a search with facets costs of a processor, in this process and without HTTP, on files that
were built before.

    python -m bench.search_cost tip.db made.db

Prints Markdown for docs/measurements.md: milliseconds of CPU, the better of two, of the questions
of bench/queries.csv and bench/natural.csv, of very common words and of long sentences; and of the
first search in a file, which reads its facets, when the process starts and when it has another.
"""

import csv
import sqlite3
import statistics
import sys
import time
from contextlib import closing

from bench.measure import ROOT, percentile, print_heads, print_row
from bench.search import COMMON, queries
from plugins.kit import labels
from plugins.kit.page import Ask
from plugins.search import answer_search
from plugins.searching import facets
from plugins.searching.finding import Wanted

SENTENCES = [
    "Can a victim of trafficking be prosecuted for crimes committed as a direct result of it",
    "Is a recruitment agency liable when workers are charged fees and end up in forced labour",
    "How long can a foreign victim stay in the country to recover before deciding to cooperate",
    "Quelles sont les peines prévues pour la traite des enfants commise par un fonctionnaire",
    "¿Puede una víctima extranjera quedarse en el país después de terminar el proceso penal?",
    "Que direitos tem a vítima estrangeira durante o processo penal contra os traficantes",
    "ما هي العقوبة المقررة على الاتجار بالأطفال إذا ارتكبها موظف عام أثناء تأدية وظيفته",
]


def kinds_of_questions() -> dict[str, list[str]]:
    """What is asked, by kind."""
    lines = (ROOT / "bench" / "natural.csv").read_text(encoding="utf-8").splitlines()
    return {
        "questions": [row["query"] for row in queries()],
        "as people write them": [row["question"] for row in csv.DictReader(lines)],
        "very common words": COMMON,
        "long sentences": SENTENCES,
    }


def cost_of(ask: Ask, question: str) -> float:
    """Milliseconds of CPU of a search with facets and marked words, as of a page."""
    started = time.thread_time()
    answer_search(ask, Wanted(question, {}, 1, 20, "", "", "", [], facets=True, marked=True))
    return (time.thread_time() - started) * 1000


def main(paths: list[str]) -> None:
    """Measure each file."""
    if not paths:
        sys.exit(__doc__)
    print_heads("provisions", "asked", "n", "p50 ms", "p99 ms", "most ms")
    for path in paths:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            labels.current.set(labels.Labels(connection))
            ask = Ask(connection)
            count = f"{ask('select count(*) as n from search_entry')[0]['n']:,}"
            first = cost_of(ask, "fund")
            print_row(count, "first search", 1, first, first, first)
            facets.LOADED.clear()
            again = cost_of(Ask(connection), "fund")
            print_row(count, "first search after a swap", 1, again, again, again)
            for kind, asked in kinds_of_questions().items():
                times = [min(cost_of(ask, one), cost_of(ask, one)) for one in asked]
                row = (statistics.median(times), percentile(times, 0.99), max(times))
                print_row(count, kind, len(times), *row)


if __name__ == "__main__":
    main(sys.argv[1:])

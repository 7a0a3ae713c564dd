"""How a suggestion is judged: beside the other provisions of its law, on the subject or off it, and
the same in every run.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import readers
from ingest.machine.items.bands import Judge, cuts, lead, on_subject, whole
from ingest.machine.items.features import Seen
from ingest.machine.training import make_embeddings, sample

NAMES, SILENT = Seen(({"t:trafficking": 1.0}, {}, {})), Seen(({"t:exploitation": 1.0}, {}, {}))
ORDER = """
from ingest.machine.items.features import concepts
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.annotate import read
text = "“Trafficking” means recruitment; whoever traffics is punished with imprisonment and a fine. The council is established and composed of members."
print(list(concepts(read(Lexicon(), "Definition", text, "en"), [])))
"""


def test_lead_over_the_other_provisions_of_a_law():
    scores = np.array([[0.9, 0.1], [0.4, 0.1], [0.2, 0.5], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    assert lead(scores)[:3] == pytest.approx(np.array([[0.5, -0.4], [-0.5, -0.4], [-0.7, 0.4]]))
    assert not lead(scores[:3]).any()


def test_a_law_names_trafficking_or_its_provision_does():
    penal_code, act = whole([NAMES, *[SILENT] * 9]), whole([NAMES, SILENT])
    assert penal_code == (1.0, 0.1)
    assert act == (1.0, 0.5)
    assert not on_subject(SILENT, penal_code)
    assert on_subject(NAMES, penal_code)
    assert on_subject(SILENT, act)
    assert whole([]) == (0.0, 0.0)


def test_cuts_keep_what_they_promise_and_strong_counts_what_can_be_strong():
    likely = np.linspace(1, 0, 101)
    truth, subject = likely > 0.5, np.ones(101, dtype=bool)
    found = cuts(likely, truth, subject)
    assert found["strong"] >= found["possible"] >= found["shown"]
    for band, promise in {"strong": 0.92, "possible": 0.70, "shown": 0.56}.items():
        assert truth[likely >= found[band]].mean() >= promise
    assert cuts(likely, truth, likely > 0.9)["strong"] > found["strong"]


def test_nothing_is_strong_off_the_subject():
    judge = Judge.__new__(Judge)
    judge.cuts = {"strong": 0.9, "possible": 0.4, "shown": 0.2}
    assert [judge.band(0.95), judge.band(0.95, False), judge.band(0.3), judge.band(0.1)] == [
        "strong",
        "possible",
        "weak",
        None,
    ]


def test_features_come_in_one_order_in_every_run():
    def run(seed):
        here = Path(__file__).parents[1]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here)}
        return subprocess.run(
            [sys.executable, "-c", ORDER],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    outputs = {run(seed) for seed in ("1", "2", "3", "4")}
    assert len(outputs) == 1
    assert outputs.pop().count("'k:") >= 2


def test_agreement_of_two_readers():
    both = [
        (frozenset("ab"), frozenset("b")),
        (frozenset(), frozenset("c")),
        (frozenset(), frozenset()),
    ]
    assert readers.agreement(both) == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    "tool", [sample, readers, make_embeddings], ids=["sample", "readers", "embed"]
)
def test_without_texts_the_tools_say_so(tool, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["tool", str(tmp_path)])
    assert tool.main() == 1
    assert str(tmp_path) in capsys.readouterr().err

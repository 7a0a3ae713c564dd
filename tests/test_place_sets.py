"""Sets of places against the sets of Python."""

import random

import numpy as np
import pytest

from plugins.searching import place_sets

SEED, MOST = 14, 60
RULES = {"union": set.union, "common": set.intersection, "without": set.difference}


@pytest.mark.parametrize("name", RULES)
def test_places_are_those_of_sets_in_ascending_order(name):
    chance = random.Random(SEED)
    for _ in range(300):
        one, other = ({*chance.choices(range(MOST), k=chance.randrange(MOST))} for _ in range(2))
        arrays = [np.array(sorted(some), dtype=np.intp) for some in (one, other)]
        found = getattr(place_sets, name)(*arrays)
        assert found.tolist() == sorted(RULES[name](one, other))
        assert found.dtype == np.intp

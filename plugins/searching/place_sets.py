"""Sets of places of the search index, each an array in ascending order without repeats.

A set is marked in an array of one byte a place. At 570,000 and 300,000 of a million places
that took 2 to 3 ms where `numpy.union1d` took 500 and `numpy.intersect1d` 11.
"""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]  # positions of provisions in the search index, from 0


def union(one: Places, other: Places) -> Places:
    """The places that are in one of the sets or in both."""
    marks = mark(one, size_of(one, other))
    marks[other] = True
    return np.flatnonzero(marks)


def common(one: Places, other: Places) -> Places:
    """The places that are in both sets."""
    return one[mark(other, size_of(one, other))[one]]


def without(one: Places, other: Places) -> Places:
    """The places that are in the first set alone."""
    return one[~mark(other, size_of(one, other))[one]]


def size_of(one: Places, other: Places) -> int:
    """One more than the greatest place in the sets."""
    return 1 + max((int(places[-1]) for places in (one, other) if len(places)), default=-1)


def mark(places: Places, size: int) -> NDArray[np.bool_]:
    """Which of so many places are in a set."""
    marks = np.zeros(size, dtype=bool)
    marks[places] = True
    return marks

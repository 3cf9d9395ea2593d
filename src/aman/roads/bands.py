"""A probability as people can weigh it: between 1 in 200 and 1 in 30.

Promises: figures are rounded to ones that can be said, and always to more harm, never to less; what
nobody can know is not said.
Refuses to know: languages.
"""

from math import ceil
from typing import Final, NamedTuple

from .graph import Floats

SAID: Final = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1_000)
"""N of "1 in N". 1 stands for "more than 1 in 2", the last for "1 in 1,000 or less"."""
_LEAST, _MOST = 0.1, 0.9
_SAME = 1e-9


class Band(NamedTuple):
    """From the least likely to the most likely: between 1 in `rarest` and 1 in `most_often`."""

    rarest: int
    most_often: int

    @property
    def is_one(self) -> bool:
        """Whether both ends are the same: then it is "about 1 in N"."""
        return self.rarest == self.most_often


def one_in(probability: float) -> int:
    """The N of SAID with 1 in N not below the probability, the rarest there is."""
    if not 0 <= probability <= 1:
        message = "a probability is from 0 to 1"
        raise ValueError(message)
    return max(each for each in SAID if each == 1 or probability * each <= 1 + _SAME)


def band(probabilities: Floats) -> Band:
    """From the 10th to the 90th percentile of what was drawn."""
    ordered = sorted(probabilities.tolist())
    last = len(ordered) - 1
    # Of two neighbours the one with more harm.
    low, high = ordered[ceil(_LEAST * last)], ordered[ceil(_MOST * last)]
    return Band(one_in(low), one_in(high))

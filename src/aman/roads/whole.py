"""The best choice of a small market, proved: branch and bound by HiGHS.

Promises: as much is looked at each time, whatever the clock says; the bound holds also when that
was not enough.
Refuses to know: chance, reasons.
"""

from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .graph import Floats, Longs
from .groups import STAY
from .savings import Savings, blocked

EXACT_OPTIONS: Final = 300
"""Up to as many a proof takes less than a second."""
_NODES = 2_000
_TOLERANCE = 1e-6
"""What HiGHS takes as no difference."""


def exactly(known: Savings, priced: Savings, capacity: Floats) -> tuple[Longs | None, float]:
    """The best choice among the known, and what can be saved at most among the priced."""
    choice, bound = _solved(known, capacity)
    if priced is not known:
        _, bound = _solved(priced, capacity)
    return choice, bound


def _solved(savings: Savings, capacity: Floats) -> tuple[Longs | None, float]:
    count, groups = len(savings.saving), len(savings.first) - 1
    choice = np.full(groups, STAY, np.int64)
    if count == 0:
        return choice, 0.0
    owner = np.repeat(np.arange(groups), np.diff(savings.first))
    options = np.arange(count)
    uses = csr_array(
        (savings.amount, (savings.row, np.repeat(options, np.diff(savings.start)))),
        shape=(len(capacity), count),
    )
    one_each = csr_array((np.ones(count), (owner, options)), shape=(groups, count))
    solved = milp(
        -savings.saving,
        integrality=np.ones(count, np.int64),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(uses, -np.inf, capacity),
            LinearConstraint(one_each, -np.inf, 1),
        ],
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
    bound = np.inf if solved.mip_dual_bound is None else -float(solved.mip_dual_bound)
    if solved.x is None:
        return None, bound
    # HiGHS is satisfied with capacities that are exceeded by a millionth.
    room = capacity.astype(np.float64)
    for option in options[np.asarray(solved.x) > 0.5].tolist():  # noqa: PLR2004 - whole
        if blocked(savings, option, room) < 0:
            choice[owner[option]] = option
            uses_of = slice(savings.start[option], savings.start[option + 1])
            room[savings.row[uses_of]] -= savings.amount[uses_of]
    return choice, bound + _TOLERANCE

"""Meta's error codes, as its page "Error codes" of the Cloud API tells them.

Promises: a code is passing only where the page says that the message was not sent and may be
later; what is not known here is lasting below 500 and unknown from there on.
"""

from typing import NamedTuple

from aman.core.line_dialogue import MUST_WRITE_FIRST
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome

Fault = PassingFault | LastingFault | UnknownOutcome
_SERVER_FAULT = 500
_TOO_MANY_REQUESTS = 429
_ACCOUNT_SECONDS = 30.0
"""What concerns the whole number: nobody is written to for so long."""


class _Passing(NamedTuple):
    reason: str
    everybody: bool = True


_PASSING = {
    0: _Passing("token refused"),
    2: _Passing("overloaded"),
    3: _Passing("not permitted"),
    4: _Passing("rate limit"),
    10: _Passing("not permitted"),
    33: _Passing("number is gone"),
    190: _Passing("token refused"),
    368: _Passing("account restricted"),
    80007: _Passing("rate limit"),
    130429: _Passing("rate limit"),
    131005: _Passing("not permitted"),
    131016: _Passing("overloaded"),
    131031: _Passing("account locked"),
    131037: _Passing("name not approved"),
    131042: _Passing("payment"),
    131045: _Passing("not registered"),
    131048: _Passing("rate limit"),
    131056: _Passing("rate limit", everybody=False),
    131057: _Passing("in maintenance"),
    133010: _Passing("not registered"),
}
"""Account troubles are passing for a message: it was not sent, and goes when they are repaired."""
_PERMISSIONS = range(200, 300)
_LASTING: dict[int | None, str] = {
    130472: "not delivered",
    130497: "country not allowed",
    131021: "our own number",
    131026: "not reachable",
    131030: "not allowed",
    131047: MUST_WRITE_FIRST,
    131049: "not delivered",
    131050: "not wanted",
    131062: "no such address",
    132000: "template refused",
    132001: "template refused",
    132005: "template refused",
    132007: "template refused",
    132012: "template refused",
    132015: "template refused",
    132016: "template refused",
}
OUTSIDE_THE_WINDOW = 131047
_UNKNOWN = frozenset({1, 131000})
"""Their text says "unknown error"."""


def fault_of(code: int | None, status: int, after: float | None = None) -> Fault:
    """What an answer with this code and HTTP status means; `after` as its Retry-After says."""
    if code in _LASTING:
        return LastingFault(_LASTING[code])
    known = _passing(code, status)
    if known is not None and code not in _UNKNOWN:
        return PassingFault(known.reason, after or (_ACCOUNT_SECONDS if known.everybody else None))
    if code in _UNKNOWN or status >= _SERVER_FAULT:
        return UnknownOutcome("server fault")
    return LastingFault("refused")


def _passing(code: int | None, status: int) -> _Passing | None:
    if code in _PERMISSIONS:
        return _Passing("not permitted")
    if code is None and status == _TOO_MANY_REQUESTS:
        return _Passing("rate limit")
    return None if code is None else _PASSING.get(code)


def reason_of(code: int | None) -> str:
    """Our words for why a message that was accepted has failed."""
    if code in _LASTING:
        return _LASTING[code]
    known = _passing(code, 0)
    return known.reason if known is not None else "refused"

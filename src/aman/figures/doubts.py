"""Why something of a published log is not believed, or can't be published: reasons, as data.

Promises: each reason is a type or a member of its own, with what fills its sentence and nothing of
the file; so each language can say it (`doubts_told`).
Refuses to know: languages, which file it is about.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class Why(StrEnum):
    """A reason that needs nothing to be filled in."""

    # Of a file.
    MISSING = auto()
    NO_FOLDER = auto()
    STRANGER = auto()
    CHANGED = auto()
    NOT_OF_LOG = auto()
    COUNTS_UNKNOWN = auto()
    WORDS_UNREADABLE = auto()
    WORDS_UNNAMED = auto()
    WORDS_UNUSABLE = auto()
    # Of keys and signatures.
    NOT_ONE_KEY = auto()
    UNTRUSTED_KEY = auto()
    OTHER_KEY = auto()
    UNTOLD_KEY = auto()
    NOT_SIGNED = auto()
    NOT_NEWEST_SIGNATURE = auto()
    SSH_REFUSES = auto()
    # Of manifest and checkpoints.
    NOT_MANIFEST = auto()
    OTHER_MANIFEST = auto()
    NOT_CHECKPOINT = auto()
    NOT_LAST_CHECKPOINT = auto()
    NOT_NAMED_CHECKPOINT = auto()
    NOT_BEFORE_NEXT = auto()
    TOO_MANY_ENTRIES = auto()
    NOT_ENTRY = auto()
    NOT_ROOT = auto()
    # Beside what this reader saw before, or another was shown.
    NO_CHECKPOINT = auto()
    HOTLINE_NOT_SEEN = auto()
    SEEN_GONE = auto()
    LOG_NOT_SEEN = auto()
    OTHER_HOTLINE = auto()
    MORE_THAN_SHOWN = auto()
    OTHER_LOG = auto()
    # Of one entry, and of what was opened to an auditor.
    NOT_IN_LOG = auto()
    WRONG_PROOF = auto()
    NO_OPENING = auto()
    OPENED_OTHERWISE = auto()
    NOT_REPRODUCED = auto()
    # Of any entry beside those before it.
    NOT_ITS_PLACE = auto()
    OLDER_THAN_LAST = auto()
    NO_TIME = auto()
    NO_DAY = auto()
    NO_REASON = auto()
    SERIES_NOT_OPEN = auto()
    # Of an opening.
    BUDGET_NO_NUMBER = auto()
    BUDGET_WRONG = auto()
    BUDGET_CHANGED = auto()
    OTHER_DELTA = auto()
    EPSILON_WRONG = auto()
    SERIES_TWICE = auto()
    IMPOSSIBLE_SCALE = auto()
    NOISE_TOO_SMALL = auto()
    NOISE_NOT_COMMITTED = auto()
    MEASURE_STILL_OPEN = auto()
    BEGINS_TOO_EARLY = auto()
    # Of a calendar.
    NO_RELEASE_TO_COME = auto()
    ANNOUNCED_TOO_EARLY = auto()
    SHORT_NOTICE = auto()
    LEAVES_ONE_OUT = auto()
    NOT_LATER = auto()
    MOVED_WITHOUT_REASON = auto()
    DAYS_OUT_OF_ORDER = auto()
    ROLE_INCOMPLETE = auto()
    # Of a release.
    NOT_NEXT_PERIOD = auto()
    OTHER_MEASURE = auto()
    OTHER_DAYS = auto()
    NEVER_ANNOUNCED = auto()
    BEFORE_ITS_DAY = auto()
    LATE_WITHOUT_REASON = auto()
    EMPTY_REASON = auto()
    REVISION_DUE = auto()
    STILL_HELD = auto()
    NOT_ROUNDED = auto()
    NOT_DIFFERENCE = auto()
    MARGINS_WRONG = auto()
    COUNT_NOT_COMMITTED = auto()
    # Of a revision, a correction, an end.
    NO_REVISION_DUE = auto()
    NOT_THOSE_RELEASED = auto()
    NO_SUCH_ENTRY = auto()
    WITHDRAWS_NO_FIGURE = auto()
    MENDS_NOTHING = auto()
    NOT_ITS_END = auto()
    # Of the plan of a series.
    SERIES_NAME = auto()
    OTHER_MEASURES_NAME = auto()
    NO_DEFINITION = auto()
    OTHER_DEFINITION = auto()
    RHO_NO_NUMBER = auto()
    DELAY_OUT_OF_RANGE = auto()
    REVISED_NEVER = auto()
    FIRST_DAY = auto()
    FIRST_OF_MONTH = auto()
    PERIOD_LENGTH = auto()


@dataclass(frozen=True, slots=True)
class UnknownMeasure:
    """A plan counts what is no measure; `known`: those that can be published."""

    measure: str
    known: str


@dataclass(frozen=True, slots=True)
class TooManyPeriods:
    """A plan has none, or more than can be."""

    most: int


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A series would cost more than the total that was promised (rho)."""

    total: str
    spent: str


Reason = Why | UnknownMeasure | TooManyPeriods | OverBudget


class Place(StrEnum):
    """Where a doubt lies, if not in a file of the folder."""

    SEEN = auto()
    """The checkpoint that this reader kept."""
    ENTRY = auto()
    """The single entry that he asks about."""

"""What the page has to say in each language; in braces what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The page's own texts."""

    title: str
    intro: tuple[str, ...]
    updated: str
    languages: str
    contents: str
    unsaid: str
    quote: str
    total: str
    changes: Mapping[str, str]
    """By how often a series is released: "week", "quarter"."""
    newest: Mapping[str, str]
    """Above what was new in the last one."""
    band: str
    hatched: str
    table: str
    days: str
    column_total: str
    column_change: str
    column_revised: str
    released: str
    after_revision: str
    entry: str
    withdrawn: str
    none_yet: str
    remarks: str
    definition: str
    terms: tuple[str, str, str, str, str, str]
    """Counts, one is, out of, days, counted when, changes."""
    questions: str
    downloads: str
    csv: str
    json: str
    closed: Mapping[str, str]
    """Why a series has no further figure, and since when: "ended", "stopped"."""
    held: str
    """Figures were withdrawn, and none follows before that is settled."""
    calendar: str
    no_calendar: str
    brings_revision: str
    day: str
    what: str
    early: str
    no_early: str
    role: str
    hours: str
    privacy: str
    protected: tuple[str, ...]
    limit: str
    """Of a person, over all figures."""
    limit_but_contacts: str
    limit_of_week: str
    """Of one week of a person: contacts."""
    more_weeks: str
    shared: str
    """Whom the limits hold for less: who is not alone in his case, or has had another one."""
    meaning: tuple[str, ...]
    """What a limit is in epsilon, and in words."""
    unprotected: tuple[str, ...]
    verify: str
    verifying: tuple[str, ...]
    one_entry: str
    """Before the command that checks one entry."""
    files: tuple[str, str, str, str]
    """The log, the checkpoint, its signature, the keys that sign."""

    def ended(self, why: str, day: str) -> str:
        """That a series has no further figure."""
        return self.closed[why].format(day=day)

"""What a language's table of claim words holds; marks are written as in `figures.marks`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aman.figures.claims.claim import Precision, Vague, Worded

LATIN_OUTLET_NAMES: Final = (
    *("herald", "post", "times", "tribune", "gazette", "journal", "observer", "chronicle"),
    *("courier", "press", "mail", "wire", "mirror", "today", "telegraph", "news", "echo", "star"),
    *("beacon", "sentinel", "examiner", "bulletin", "dispatch", "standard", "globe", "review"),
    *("monitor", "argus", "advertiser", "inquirer", "voice", "weekly", "daily", "messenger"),
    *("broadcasting", "newswire", "tv", "fm", "independent", "record", "register"),
)
"""Reports in every language leave them as they are."""


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The words by which one language makes claims."""

    measures: Mapping[Worded, tuple[str, ...]]
    before: Mapping[Precision, tuple[str, ...]]
    """Words of precision just before a number."""
    after: Mapping[Precision, tuple[str, ...]]
    vague: Mapping[Vague, tuple[str, ...]]
    none: tuple[str, ...]
    """Before people of whom there is not one."""
    units: tuple[str, ...]
    """People, as counted."""
    not_counts_before: tuple[str, ...]
    """What makes the next number no count: money, ages, units of an army."""
    not_counts_after: tuple[str, ...]
    negations: tuple[str, ...]
    denials: tuple[str, ...]
    periods: tuple[str, ...]
    hotlines: tuple[str, ...]
    says: tuple[str, ...]
    """Verbs of saying, in a finite form."""
    according: tuple[str, ...]
    """Before who said it: according to."""
    told: tuple[str, ...]
    """Before the outlet to which it was said."""
    cited: tuple[str, ...]
    """Before the one from whom it was taken."""
    passed_on: tuple[str, ...]
    """Before an outlet that took it over: translated by."""
    outlets: tuple[str, ...]
    """Nouns before the name of an outlet."""
    known_outlets: tuple[str, ...]
    outlet_names: tuple[str, ...]
    """Words that stand in names of outlets."""
    roles: tuple[str, ...]
    """Nouns of people and offices that speak."""
    pronouns: tuple[str, ...]
    meant: tuple[str, ...]
    """Phrases by which the last speaker is meant: according to him."""
    callers: tuple[str, ...]
    """Callers quoted by the speaker: they told us."""
    stops: tuple[str, ...]
    """Words at which a name ends."""
    described: Mapping[str, tuple[str, ...]]
    """Kinds of outlets by the adjectives before their names."""
    titles: tuple[str, ...]
    """What stands before a surname and is no first name."""
    left: tuple[str, ...]
    """Leaving a country, in a year."""
    away: tuple[str, ...]
    """Being away, since a year."""
    since: tuple[str, ...]
    refers_back: tuple[str, ...]
    """Words by which a sentence says where the one before it comes from."""
    losses: tuple[str, ...]
    """What a number beside it counts instead, and no claim about a hotline does."""
    idioms: tuple[str, ...] = ()
    """Phrases with a measure's word that count nothing: called for, carried out."""
    things: tuple[str, ...] = ()
    """Nouns of measures that are counted themselves and count no people: calls, forms."""
    senders: tuple[str, ...] = ()
    """Between a thing and those whom it counts after all: calls from 300 people."""
    compounds: tuple[str, ...] = ()
    """Nouns that make a measure's word a name when they stand behind it: surrender line."""
    stood: tuple[str, ...] = ()
    """Verbs that only lead to a number: rose to, reached 4,100."""
    relative: tuple[str, ...] = ()
    """Words behind which people are described: 90 men who had signed up."""
    wished: tuple[str, ...] = ()
    """Before what did not happen yet: hoping to, waiting to be."""
    compared: tuple[str, ...] = ()
    """Before an amount that only stands beside another one: up from, against."""
    anaphora: tuple[str, ...] = ()
    """Beginnings of a sentence that speaks of the count before: it was, a year earlier."""
    pages: tuple[str, ...] = ()
    """What is visited; a visit to anything else is none."""
    times: Mapping[Worded, tuple[str, ...]] = field(default_factory=dict)
    """What counts only if it happened so many times: a page was opened."""
    codes: tuple[str, ...] = ()
    """Before a bare number that is a name or a telephone: the number 1707."""
    plural: str = ""
    """The ending of nouns in the plural, by which a number of what nobody listed is told."""
    offices: tuple[str, ...] = ()
    """Those of the roles that are no persons."""
    he: tuple[str, ...] = ()
    """Pronouns of persons alone."""
    its: tuple[str, ...] = ()
    """Pronouns of offices alone."""
    turns: tuple[str, ...] = ()
    """Words before which a speaker's name ends, read back from the verb; else the stops."""
    articles: tuple[str, ...] = ()
    """Words with which somebody without a name begins: a nurse, two members, unnamed officers."""
    no_sources: tuple[str, ...] = ()
    """What is cited and says nothing: a lack of."""
    publishes: tuple[str, ...] = ()
    """What an outlet does with a capital and no noun: Fjordblad wrote, wrote the Daily Anchor."""
    partitive: tuple[str, ...] = ()
    """Before or behind an amount that is a part of the one before it: including, of them."""
    nobody: tuple[str, ...] = ()
    """Pronouns that count to nought: no one."""
    within: tuple[str, ...] = ()
    """Before an office whose people said it: in the ministry they said."""
    agents: tuple[str, ...] = ()
    """Endings of plurals that are people all the same: 40 stokers."""

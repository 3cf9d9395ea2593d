"""What has to be said in each language: the forms that a language's module fills in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one measure.

    `counted`: a clause for each plural category, `{number}` in it. `unsaid`: what it does not say,
    as a clause. `marks`: words by which a text names the measure; `*` stands for any ending, `…`
    for up to four words.
    """

    name: str
    counted: Mapping[str, str]
    unsaid: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said around a figure; in braces what is filled in."""

    locale: str
    """The CLDR locale of numbers, dates and plurals."""
    from_to: str
    new_from_to: str
    """Of what was first counted in some days; it may have happened in earlier ones."""
    once: str
    """Said with it where a person counts once, ever."""
    since: str
    """The name of one of several series of a measure."""
    about: str
    at_most: str
    """Where a number was left out; the number after it keeps its form."""
    roughly: str
    """Where the noun says the number, so that `about` has no place."""
    year: str
    """How a day with its year is written, as a CLDR pattern."""
    as_of: str
    true_number: str
    exact: str
    left_out: str
    other_measure: str
    alone: str
    withdrawn: str
    """Before the reason for which a figure was taken back."""
    withdrawn_number: str
    """The same of a number in a text."""
    stands_now: str
    none_stands: str
    quote: str
    questions: tuple[tuple[str, str], ...]
    """For the press: a question and its answer."""

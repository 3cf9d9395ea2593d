"""What has to be said in each language: the forms that a language's module fills in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one measure.

    `counted`: a clause for each plural category, `{number}` in it. `fewer`: the clause where the
    number is left out. `unsaid`: what it does not say, as a clause. `marks`: words by which a text
    names the measure; `*` stands for any ending, `…` for up to four words.
    """

    name: str
    counted: Mapping[str, str]
    fewer: str
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
    quote: str
    questions: tuple[tuple[str, str], ...]
    """For the press: a question and its answer."""

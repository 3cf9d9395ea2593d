"""A place or a time does not go out by mistake through a line that the programme finds too weak."""

from dataclasses import replace

import pytest

from aman.core.programme import LineRules, Programme
from aman.core.programme_file import read_programme
from aman.core.strength import Strength
from aman.desk.outbox.sensitive import Kind
from aman.desk.outbox.strength_rule import TooWeakForThis, refuse_if_too_weak
from aman.programmes import programme_path

PLAN = "Be at 48.0159, 37.8028 at 21:30."
GREETING = "We have read your message."


def programme(weakest: Strength) -> Programme:
    """The shipped one with another rule."""
    shipped = read_programme(programme_path("surrender").read_text("utf-8"), "surrender")
    return replace(shipped, lines=LineRules(weakest_for_sensitive=weakest))


@pytest.mark.parametrize("weakest", Strength)
@pytest.mark.parametrize("strength", Strength)
def test_a_plan_goes_only_through_a_line_that_is_strong_enough(
    strength: Strength, weakest: Strength
) -> None:
    """For each pair: as strong as the programme wants, or refused."""
    if strength.at_least(weakest):
        refuse_if_too_weak(PLAN, strength, programme(weakest), says_no_place_or_time=False)
        return
    with pytest.raises(TooWeakForThis):
        refuse_if_too_weak(PLAN, strength, programme(weakest), says_no_place_or_time=False)


@pytest.mark.parametrize("strength", Strength)
def test_what_is_not_sensitive_goes_through_every_line(strength: Strength) -> None:
    """A greeting is never held up."""
    rule = programme(Strength.SEALED)
    refuse_if_too_weak(GREETING, strength, rule, says_no_place_or_time=False)


def test_an_operator_who_has_looked_can_say_that_it_is_neither() -> None:
    """The guard is against a mistake; a false alarm must not keep an answer back."""
    rule = programme(Strength.ENDPOINT)
    text = "We do not promise that a safe way exists today."
    with pytest.raises(TooWeakForThis):
        refuse_if_too_weak(text, Strength.NETWORK, rule, says_no_place_or_time=False)
    refuse_if_too_weak(text, Strength.NETWORK, rule, says_no_place_or_time=True)


def test_the_refusal_names_kinds_and_not_a_word_of_the_text() -> None:
    """It may be shown, logged or pressed into a report."""
    with pytest.raises(TooWeakForThis) as caught:
        refuse_if_too_weak(
            PLAN, Strength.NETWORK, programme(Strength.SERVERS), says_no_place_or_time=False
        )
    refused = caught.value
    assert refused.kinds == (Kind.TIME, Kind.COORDINATES, Kind.NUMBER)
    assert str(refused) == f"{refused.operator} Found: time, coordinates, number."
    assert not any(part in str(refused) for part in ("21", "48", "37"))


def test_what_the_shipped_programmes_allow() -> None:
    """A surrender plan never passes a server on the way; an evacuation's may."""
    for name, allowed in (
        ("surrender", {Strength.SEALED, Strength.ENDPOINT}),
        ("evacuation", {Strength.SEALED, Strength.ENDPOINT, Strength.SERVERS}),
    ):
        shipped = read_programme(programme_path(name).read_text("utf-8"), name)
        weakest = shipped.lines.weakest_for_sensitive
        assert {each for each in Strength if each.at_least(weakest)} == allowed

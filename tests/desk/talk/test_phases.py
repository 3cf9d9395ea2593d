"""The life of a talk is its table, and the picture in the documents is drawn from it."""

from pathlib import Path

from aman.desk.talk.phases import LIFE, Event, Phase, after, diagram

DOCUMENT = Path(__file__).parents[3] / "docs" / "talk.md"


def test_the_documented_diagram_is_the_table() -> None:
    """Copy what `diagram()` gives after a change."""
    assert f"```mermaid\n{diagram()}\n```" in DOCUMENT.read_text("utf-8")


def test_what_is_not_in_the_table_changes_nothing() -> None:
    """A talk that is over is not asked again by any event."""
    for phase in Phase:
        for event in Event:
            assert after(phase, event) == LIFE.get((phase, event), phase)
    assert Phase.NEW not in LIFE.values()


def test_every_phase_can_be_reached_and_a_person_from_everywhere() -> None:
    """No dead row."""
    assert set(LIFE.values()) == set(Phase) - {Phase.NEW}
    assert {after(phase, Event.CALL) for phase in Phase} == {Phase.PERSON}

"""ack and again, as pure state: nothing unread is passed over, whatever order beats come in."""

from hypothesis import given
from hypothesis import strategies as st

from aman.desk.outbox.progress import AGAIN_HOLDS_SECONDS, Progress

NUMBERS = st.integers(-3, 40)
BEATS = st.lists(st.tuples(NUMBERS, st.none() | NUMBERS, st.integers(0, 30)), max_size=30)


@given(BEATS, st.integers(0, 30))
def test_acks_never_go_back_and_nothing_unread_is_passed_over(
    beats: list[tuple[int, int | None, int]], given_upto: int
) -> None:
    """Hostile beats in any order: `serve_after` stays at or below what was really read."""
    progress, now, honest = Progress(), 0, 0
    for ack, again, pause in beats:
        before, now = progress, now + pause
        progress = progress.heard(ack, again, given=given_upto, now=now)
        honest = max(honest, ack if 0 <= ack <= given_upto else 0)
        assert progress.acked >= before.acked
        assert progress.acked == honest
        assert 0 <= progress.serve_after <= progress.acked


@given(BEATS, st.integers(0, 30), st.integers(0, 30))
def test_again_brings_back_what_follows(
    beats: list[tuple[int, int | None, int]], given_upto: int, upto: int
) -> None:
    """Whatever came before, a fresh page that has read up to n is served from n + 1."""
    progress, now = Progress(), 0
    for ack, again, pause in beats:
        now += pause
        progress = progress.heard(ack, again, given=given_upto, now=now)
    progress = progress.heard(0, upto, given=given_upto, now=now)
    assert progress.serve_after <= upto
    assert progress.serve_after == min(upto, progress.acked)


@given(st.integers(1, 30), st.integers(0, 7))
def test_every_reply_is_served_to_a_fresh_page_while_another_acknowledges_on(
    given_upto: int, phase: int
) -> None:
    """Two pages with the same words: the old one's plain ack does not starve the new one."""
    progress = Progress().heard(given_upto, None, given=given_upto, now=0)
    read = 0
    for beat in range(given_upto + 2):
        at = 100 + beat * 15
        if read < progress.acked:
            progress = progress.heard(0, read, given=given_upto, now=at)
        old_page = at + phase
        progress = progress.heard(given_upto, None, given=given_upto, now=old_page)
        fetched = at + 8
        assert fetched - at < AGAIN_HOLDS_SECONDS
        if progress.serve_after <= read < given_upto:
            read += 1
    assert read == given_upto


def test_a_plain_ack_ends_the_replay() -> None:
    """Once the fresh page is where the others were, it is served what is new."""
    progress = Progress(acked=5, serve_after=5).heard(0, 0, given=6, now=100)
    assert progress.serve_after == 0
    assert progress.heard(5, None, given=6, now=115) == Progress(5, 5, None)

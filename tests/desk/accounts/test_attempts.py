"""Guessing is slow, and being guessed at does not lock out everybody else."""

from aman.desk.accounts.attempts import ALTOGETHER, MOST_NAMES, PER_NAME, WINDOW_SECONDS, Attempts


def test_a_name_waits_after_five_failures() -> None:
    """Until the first of them is a quarter of an hour old."""
    attempts = Attempts()
    for second in range(PER_NAME):
        assert attempts.wait("alice", second) == 0
        attempts.failed("alice", second)
    assert attempts.wait("alice", PER_NAME) == WINDOW_SECONDS - PER_NAME
    assert attempts.wait("bob", PER_NAME) == 0
    assert attempts.wait("alice", WINDOW_SECONDS) == 0


def test_all_names_together_wait_when_many_are_tried() -> None:
    """Trying one password for every name is slow too."""
    attempts = Attempts()
    for number in range(ALTOGETHER):
        attempts.failed(f"name {number}", 0)
    assert attempts.wait("alice", 1) == WINDOW_SECONDS - 1


def test_success_forgets_the_failures_of_that_name() -> None:
    """Who mistyped four times starts anew."""
    attempts = Attempts()
    for _ in range(PER_NAME - 1):
        attempts.failed("alice", 0)
    attempts.succeeded("alice")
    attempts.failed("alice", 1)
    assert attempts.wait("alice", 2) == 0


def test_a_clock_put_back_does_not_lock_anybody_out_for_ever() -> None:
    """Failures from the future do not count."""
    attempts = Attempts()
    for _ in range(PER_NAME):
        attempts.failed("alice", 10_000)
    assert attempts.wait("alice", 0) == 0


def test_memory_stays_bounded() -> None:
    """A flood of invented names is forgotten, oldest first."""
    attempts = Attempts()
    for number in range(MOST_NAMES + 50):
        attempts.failed(f"name {number}", number * WINDOW_SECONDS)
    assert len(attempts._by_name) == MOST_NAMES

"""Who is let in when room is short, and who goes first: fair to networks, blind to people."""

from hypothesis import given
from hypothesis import strategies as st

from aman.core.stamp import Lane
from aman.front.limits import UNKNOWN, Quota, Waiting, network_number

SALT = b"s" * 32


def test_lanes_go_in_order_and_networks_in_turn() -> None:
    """Invited, worked, plain, wrong; a network with many waits behind one with few."""
    waiting = Waiting(Quota(100))
    for rowid, lane, network in (
        (1, Lane.WRONG, 1),
        (2, Lane.PLAIN, 1),
        (3, Lane.PLAIN, 1),
        (4, Lane.PLAIN, 1),
        (5, Lane.PLAIN, 2),
        (6, Lane.WORKED, 1),
        (7, Lane.INVITED, 3),
    ):
        waiting.add(rowid, lane, network)
    assert waiting.first(100) == [7, 6, 2, 5, 3, 4, 1]
    assert waiting.first(3) == [7, 6, 2]
    waiting.take(3)
    assert waiting.first(100) == [5, 3, 4, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Lane)), st.integers(UNKNOWN, 3)), min_size=1, max_size=40
    ),
    st.data(),
)
def test_taking_in_pieces_is_taking_at_once(
    arrivals: list[tuple[Lane, int]], data: st.DataObject
) -> None:
    """Nobody is skipped, nobody goes twice, wherever the hand-over is cut."""
    whole, pieces = Waiting(Quota(1000)), Waiting(Quota(1000))
    for rowid, (lane, network) in enumerate(arrivals):
        whole.add(rowid, lane, network)
        pieces.add(rowid, lane, network)
    order: list[int] = []
    while chosen := pieces.first(data.draw(st.integers(1, 10))):
        order += chosen
        pieces.take(len(chosen))
    assert order == whole.first(1000)
    assert sorted(order) == list(range(len(arrivals)))
    assert pieces._of_network == {}


@given(st.lists(st.tuples(st.sampled_from(list(Lane)), st.integers(0, 3)), max_size=20))
def test_undone_arrivals_leave_no_trace(arrivals: list[tuple[Lane, int]]) -> None:
    """After a failed commit the counts are as before."""
    waiting = Waiting(Quota(1000))
    waiting.add(1000, Lane.PLAIN, 2)
    for rowid, (lane, network) in enumerate(arrivals):
        waiting.add(rowid, lane, network)
    for lane, network in reversed(arrivals):
        waiting.undo(lane, network)
    assert waiting.first(100) == [1000]
    assert (waiting.held, waiting.held_invited) == (1, 0)
    assert waiting._of_network == {2: 1}


def test_one_network_takes_half_of_what_is_open_and_leaves_room_for_the_next() -> None:
    """A flood from one place stops at half; each further place still finds room."""
    waiting = Waiting(Quota(100))
    taken = {}
    for network in range(4):
        taken[network] = 0
        while waiting.has_room(Lane.PLAIN, network):
            waiting.add(1000 * network + taken[network], Lane.PLAIN, network)
            taken[network] += 1
    assert taken == {0: 40, 1: 20, 2: 10, 3: 5}
    assert waiting.has_room(Lane.INVITED, 0)


def test_the_invited_are_limited_by_the_disk_alone() -> None:
    """The whole quota is open to them; what they take beyond their fifth others lack."""
    waiting = Waiting(Quota(10))
    for rowid in range(10):
        assert waiting.has_room(Lane.INVITED, 1)
        waiting.add(rowid, Lane.INVITED, 1)
    assert not waiting.has_room(Lane.INVITED, 1)
    assert not waiting.has_room(Lane.PLAIN, 2)


def test_a_network_is_a_24_or_a_48() -> None:
    """Neighbours share a number; a mapped address is its IPv4 address; nonsense is unknown."""
    assert network_number("192.0.2.1", SALT) == network_number("192.0.2.254", SALT)
    assert network_number("192.0.2.1", SALT) == network_number("::ffff:192.0.2.9", SALT)
    assert network_number("2001:db8:1:2::3", SALT) == network_number("2001:db8:1:ff::", SALT)
    assert network_number("2001:db8:1::", SALT) != network_number("2001:db8:2::", SALT)
    assert network_number("192.0.2.1", SALT) != network_number("192.0.2.1", b"t" * 32)
    for nonsense in ("", "unix:", "192.0.2.1, 10.0.0.1"):
        assert network_number(nonsense, SALT) == UNKNOWN


def test_a_number_does_not_tell_the_network() -> None:
    """There are 4,096 numbers and 16 million networks: each fits thousands."""
    numbers = {
        network_number(f"10.{high}.{low}.1", SALT) for high in range(256) for low in range(256)
    }
    assert max(numbers) < 4096
    assert len(numbers) > 4000

"""A search by the real worker, killed, stopped, locked out; and what stays of it, sealed."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.journeys.arranging import write_people
from aman.desk.journeys.content import Means, People
from aman.desk.journeys.models import Journey
from aman.desk.journeys.states import Stage
from aman.desk.running import Desk
from aman.desk.ways import running
from aman.desk.ways.access import access_ways
from aman.desk.ways.finding import ask_ways, search_status, stop_search
from aman.desk.ways.models import FoundWays
from aman.desk.ways.searches import Standing, Status
from desk.ways.conftest import ended, needs_extract
from driver.processes import wait_until

pytestmark = [needs_extract, pytest.mark.usefixtures("roads", "points", "hazards")]


def test_what_was_found_is_sealed_and_moves_the_journey(
    searched: Callable[[], Status], asked: int, alice: Operator, desk: Desk
) -> None:
    assert searched() == Status(Standing.FOUND)
    found = access_ways(alice, asked, int(desk.clock())).found
    assert found is not None
    assert found.ways
    assert Journey.objects.get().stage == Stage.WAYS_FOUND
    raw = bytes(FoundWays.objects.get().content)
    assert not any(each in raw for each in (b"the school", b"the mill", b"47.1", b"9.52"))

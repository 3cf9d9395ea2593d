"""Browsers at a desk with made-up callers."""

import pytest
from django.test import Client

from aman.core.strength import Strength
from aman.desk.accounts.models import Operator
from aman.desk.running import Desk
from desk.screens.callers import Caller, Courier, MakeUp, SignIn, Wire, password_of
from desk_lines.line import Line


@pytest.fixture
def courier(desk: Desk) -> Courier:
    """Brings envelopes to the desk."""
    return Courier(desk)


@pytest.fixture
def caller(courier: Courier) -> MakeUp:
    """Make up somebody who writes."""

    def make(name: str = "dawud", lang: str = "ar") -> Caller:
        return Caller(courier, name, lang)

    return make


@pytest.fixture
def telegram(courier: Courier) -> Line:
    """A line of a company that can read what passes."""
    return Line(Wire(courier)).known()


@pytest.fixture
def sms(courier: Courier) -> Line:
    """A line that every network on the way can read."""
    return Line(Wire(courier), "sms", Strength.NETWORK).known()


@pytest.fixture
def signal(courier: Courier) -> Line:
    """A line that only our own machine reads in passing."""
    return Line(Wire(courier), "signal", Strength.ENDPOINT).known()


@pytest.fixture
def enter(desk: Desk, courier: Courier) -> SignIn:
    """Sign an operator in, in a browser of his own."""
    del courier

    def signed_in(name: str) -> Client:
        client = Client(headers={"host": desk.settings.host})
        answer = client.post("/sign-in", {"name": name, "password": password_of(name)})
        assert answer.status_code == 302
        return client

    return signed_in


@pytest.fixture
def at_alices(enter: SignIn, alice: Operator) -> Client:
    """The browser in which Alice is signed in."""
    return enter(alice.name)


@pytest.fixture
def at_bobs(enter: SignIn, bob: Operator) -> Client:
    """The browser in which Bob is signed in."""
    return enter(bob.name)

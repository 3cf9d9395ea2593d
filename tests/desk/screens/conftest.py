"""Browsers at a desk with made-up callers."""

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.running import Desk
from desk.screens.callers import Caller, Courier, MakeUp, SignIn, password_of


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

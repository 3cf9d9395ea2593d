"""A line under contract: its provider, its process, and a desk behind a front."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from aman.core.line_dialogue import State
from lines.contract.cast import CAST, Member
from lines.desk_behind import DeskBehind, desk_behind
from lines.peer import Can, Peer
from lines.running_line import RunningLine, running_line, wait_until, write_folder

OUR_WORDS = re.compile(r"[a-z]+( [a-z]+)?: [A-Za-z]+( [a-z]+)*(: [A-Za-z]+)?")
"""A line of a journal: who speaks, and a few words or the name of a fault. No traceback of a
library, no warning of an interpreter: a text or a number may stand in them."""


@dataclass
class Contract:
    """Everything that a contract test speaks with."""

    member: Member
    folder: Path
    desk: DeskBehind
    peer: Peer
    stack: ExitStack
    line: RunningLine = field(init=False)
    lines: list[RunningLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The line's name."""
        return self.member.name

    def start(self, die_at: str = "") -> RunningLine:
        """Start the line, or start it again."""
        started = running_line(self.folder, self.name, null=self.member.null, die_at=die_at)
        self.line = self.stack.enter_context(started)
        self.lines.append(self.line)
        setup = self.peer.setup()
        takes_webhooks = "listen" in setup.settings and not self.member.null
        self.peer.connected(self.line.port if takes_webhooks else None)
        return self.line

    def errors(self) -> list[str]:
        """Everything that the line and its children wrote to standard error."""
        return [error for line in self.lines for error in line.errors]

    def needs(self, *abilities: Can) -> None:
        """This contract is only for providers that can do so."""
        for ability in abilities:
            if ability not in self.peer.can:
                pytest.skip(f"{self.member}: the provider has no {ability.name}")

    def messages(self, count: int) -> list[Any]:
        """Wait for so many messages at the desk."""
        return wait_until(
            lambda: found if len(found := self.desk.messages(self.name)) >= count else None,
            (count, "messages at the desk", self.line.errors),
            60,
        )

    def got(self, who: str, count: int) -> list[Any]:
        """Wait until somebody received so many."""
        return wait_until(
            lambda: found if len(found := self.peer.got(who)) >= count else None,
            (count, "messages at", who, self.line.errors),
            60,
        )

    def heard(self, who: str, end: str) -> str:
        """All that somebody received, as one text; waits for what it is to end with."""

        def received() -> str | None:
            words = " ".join(got.text for got in self.peer.got(who)).split()
            text = " ".join(words)
            return text if " ".join(end.split()) in text else None

        return wait_until(received, ("a text at", who, self.line.errors), 60)

    def report(self, instruction: str) -> Any:  # noqa: ANN401 - what wait_until gives
        """Wait for the report on an instruction."""
        return wait_until(
            lambda: self.desk.report(self.name, instruction),
            ("a report", self.line.errors),
            60,
        )

    def receipt(self, provider_id: str, *states: State) -> Any:  # noqa: ANN401 - what wait_until gives
        """Wait for word that a message came to one of these states."""
        return wait_until(
            lambda: next(
                (
                    each
                    for each in self.desk.lines[self.name].receipts
                    if each.provider_id == provider_id and each.state in states
                ),
                None,
            ),
            ("a receipt", self.line.errors),
        )


Kind = TypeVar("Kind", bound=Contract)


@pytest.fixture(params=CAST, ids=str)
def contract(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Contract]:
    """One line with its provider and a desk; started by the test."""
    with under_contract(request.param, tmp_path, {}, Contract) as contract:
        yield contract


@contextmanager
def under_contract(
    member: Member, tmp_path: Path, settings: dict[str, Any], kind: type[Kind]
) -> Iterator[Kind]:
    """The same, with what a test wants in line.json beside the usual, and its own way to ask."""
    folder = tmp_path / member.name
    with ExitStack() as stack:
        desk, url = stack.enter_context(desk_behind(member.name))
        peer = stack.enter_context(member.peer(tmp_path))
        setup = peer.setup()
        own = {**setup.settings, **settings}
        write_folder(folder, desk, url, member.name, setup.provider, setup.secrets, own)
        contract = kind(member, folder, desk, peer, stack)
        yield contract
    foreign = [each for each in contract.errors() if not OUR_WORDS.fullmatch(each)]
    assert foreign == [], "a line's journal holds our own words only"


Waiting = Callable[[], bool]

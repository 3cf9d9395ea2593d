"""An XMPP line with its Prosody and a desk; started by the test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from lines.contract.cast import Member
from lines.contract.conftest import Contract
from lines.desk_behind import desk_behind
from lines.running_line import write_folder
from lines.xmpp.peer import xmpp_peer


@pytest.fixture
def settings() -> dict[str, Any]:
    """What a test wants in line.json beside the usual."""
    return {}


@pytest.fixture
def chat(tmp_path: Path, settings: dict[str, Any]) -> Iterator[Contract]:
    """The line, not yet started."""
    with ExitStack() as stack:
        desk, url = stack.enter_context(desk_behind("xmpp"))
        peer = stack.enter_context(xmpp_peer(tmp_path))
        setup = peer.setup()
        provider = {**setup.provider, **settings.pop("provider", {})}
        secrets = {**setup.secrets, **settings.pop("secrets", {})}
        folder = tmp_path / "xmpp"
        write_folder(folder, desk, url, "xmpp", provider, secrets, {**setup.settings, **settings})
        yield Contract(Member("xmpp", null=False), folder, desk, peer, stack)

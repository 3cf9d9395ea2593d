"""A Matrix line with its Synapse and a desk; started by the test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lines.contract.cast import Member
from lines.contract.conftest import Contract
from lines.desk_behind import desk_behind
from lines.matrix.peer import matrix_peer
from lines.running_line import write_folder


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Contract]:
    """The line, not yet started."""
    with ExitStack() as stack:
        desk, url = stack.enter_context(desk_behind("matrix"))
        peer = stack.enter_context(matrix_peer(tmp_path))
        setup = peer.setup()
        folder = tmp_path / "matrix"
        write_folder(folder, desk, url, "matrix", setup.provider, setup.secrets, setup.settings)
        yield Contract(Member("matrix", null=False), folder, desk, peer, stack)

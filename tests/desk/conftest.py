"""A desk for tests: its own folder, database and clock, and the cast.

Alice works the case, Bob is another operator, Charlie is outside, Mallory is hostile.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aman.admin import ceremony
from aman.core.keys import KemSeed
from aman.desk import provision, running
from aman.desk.configuration import SETTINGS_FILE, configure_without_desk, read_settings
from aman.programmes import programme_path
from desk_cast import FRONT, MIDNIGHT, QUICK, HandClock, memory_folder, password_of

configure_without_desk()  # models can be imported by test modules only after this

from django.db import connections  # noqa: E402 - after configuration
from django.test import Client  # noqa: E402 - after configuration
from django.test.utils import setup_test_environment  # noqa: E402 - after configuration

from aman.desk.accounts import backend, links  # noqa: E402 - after configuration
from aman.desk.accounts.models import Operator  # noqa: E402 - after configuration

PROGRAMME = Path("surrender.toml")

setup_test_environment()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where there is such a folder: the desk syncs every file, and a disk is slow."""
    with TemporaryDirectory(prefix="aman-desk-", dir=memory_folder()) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A folder holding `admin/` and `desk/`, fresh from provisioning; copied, never used itself."""
    with TemporaryDirectory(prefix="aman-desk-", dir=memory_folder()) as folder:
        yield _prepared(Path(folder))


def _prepared(var: Path) -> Path:
    hotline = ceremony.hold(var / "admin")
    provision.prepare(
        var / "desk",
        hotline,
        PROGRAMME,
        listen="127.0.0.1:0",
        fronts=[FRONT],
        certify=partial(ceremony.certify, var / "admin"),
        now=MIDNIGHT,
    )
    connections.close_all()
    programme = Path(shutil.copyfile(programme_path("surrender"), var / "desk" / PROGRAMME))
    programme.chmod(0o600)
    return var


@pytest.fixture
def clock() -> HandClock:
    """The desk's clock, at midnight until moved."""
    return HandClock()


@pytest.fixture
def var(prepared: Path, tmp_path: Path) -> Path:
    """This test's own copy of `prepared`."""
    return Path(shutil.copytree(prepared, tmp_path / "var"))


@pytest.fixture
def recovery(var: Path) -> KemSeed:
    """The offline recovery key."""
    return ceremony.recovery_seed(var / "admin")


@pytest.fixture
def desk(var: Path, clock: HandClock) -> Iterator[running.Desk]:
    """A started desk, its vault locked, with no operators."""
    backend.forget_attempts()
    settings = read_settings(var / "desk" / SETTINGS_FILE)
    yield running.start(settings, clock=clock, cost=QUICK)
    connections.close_all()


@pytest.fixture
def operator(desk: running.Desk, recovery: KemSeed) -> Callable[[str], Operator]:
    """Make an operator by name; the first is the administrator, the vault stays locked."""

    def make(name: str) -> Operator:
        path = provision.recovery_link(desk.folder, recovery)
        secret = path.removeprefix("/first/")
        return links.redeem_first(secret, name, password_of(name), "en")

    return make


@pytest.fixture
def open_vault(desk: running.Desk, recovery: KemSeed) -> running.Desk:
    """The same desk with its vault open, as by the recovery key."""
    sealed = (desk.folder / provision.RECOVERY_WRAP_FILE).read_bytes()
    desk.vault.open_with_recovery(sealed, recovery, now=desk.clock())
    return desk


@pytest.fixture
def alice(operator: Callable[[str], Operator]) -> Operator:
    """Alice works the case."""
    return operator("alice")


@pytest.fixture
def bob(operator: Callable[[str], Operator]) -> Operator:
    """Bob is another operator."""
    return operator("bob")


@pytest.fixture
def browser(desk: running.Desk) -> Client:
    """A browser at the desk's own address, nobody signed in."""
    return Client(headers={"host": desk.settings.host}, enforce_csrf_checks=False)

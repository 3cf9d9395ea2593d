"""What this process needs to be a desk: settings, clock, vault, epochs, online key.

Promises: there is one at a time, made by `start`; nothing is read from the environment.
"""

from dataclasses import dataclass
from pathlib import Path

from aman.core.ports import Announce, Clock, unheard

from .configuration import DeskSettings, configure
from .keys.epochs import Epochs
from .keys.lines import AddressKey, Lines, read_address_key
from .keys.online import Online, read_online
from .keys.ready_words import ReadyWords
from .keys.vault import Vault, install_vault
from .keys.wraps import Argon2Cost


class NoDeskRuns(Exception):  # noqa: N818 - a state
    """No desk was started in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A started desk. `announce` is told each durable step; `cost` is what new wraps cost."""

    folder: Path
    settings: DeskSettings
    hotline: bytes
    clock: Clock
    announce: Announce
    vault: Vault
    epochs: Epochs
    online: Online
    lines: Lines
    address_key: AddressKey
    ready_words: ReadyWords
    cost: Argon2Cost

    def alarms(self) -> tuple[str, ...]:
        """What an administrator has to know about keys, as codes."""
        ending = () if self.online.lasts(self.clock()) else ("online-key-ending",)
        damaged = ("line-damaged",) if self.lines.damaged() else ()
        return (*self.epochs.alarms(), *ending, *damaged)


_running: list[Desk] = []


def start(
    settings: DeskSettings,
    *,
    clock: Clock,
    announce: Announce = unheard,
    cost: Argon2Cost | None = None,
) -> Desk:
    """Configure Django and open the key files of the folder that `provision.prepare` made."""
    configure(settings)
    folder = Path(settings.folder)
    hotline = settings.hotline_id()
    vault = Vault(hotline, settings.vault_public_key())
    desk = Desk(
        folder=folder,
        settings=settings,
        hotline=hotline,
        clock=clock,
        announce=announce,
        vault=vault,
        epochs=Epochs(folder / "keys" / "epochs", settings.awaited_fronts(), clock, announce),
        online=read_online(folder / "keys"),
        lines=Lines(folder / "keys"),
        address_key=read_address_key(folder / "keys"),
        ready_words=ReadyWords(hotline),
        cost=cost or Argon2Cost(),
    )
    install_vault(vault)
    _running[:] = [desk]
    return desk


def the_desk() -> Desk:
    """The desk of this process."""
    if not _running:
        raise NoDeskRuns
    return _running[0]

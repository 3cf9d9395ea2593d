"""The vault: seals for everybody, opens only while an operator is signed in.

Promises: the secret half lives in this object's memory alone, from an operator's sign-in until the
last one leaves or thirty idle minutes are over; without it `unseal` raises `VaultLocked`. What
`unseal_kept` remembers goes with it, and earlier when it is told to `forget`.
Refuses to know: who operators are and where wraps are kept.
"""

import threading
from hashlib import sha256
from secrets import token_bytes
from typing import NoReturn

from cryptography.exceptions import InvalidTag

from aman.core.keys import SUITE, KemPublicKey, KemSeed, Secret
from aman.core.sealing import seal

from .wraps import (
    Argon2Cost,
    LinkSecret,
    WrapToPassword,
    WrongKey,
    unwrap_by_password,
    unwrap_by_recovery,
    wrap_to_link,
    wrap_to_password,
)

IDLE_SECONDS = 30 * 60
_AT_REST = b"aman/1 vault"
_OPENING_BYTES = 16
MOST_KEPT = 20_000


class VaultLocked(Exception):  # noqa: N818 - a state, not a mistake
    """Nobody is signed in, so nothing can be read."""

    person = "The desk is locked. Sign in again."
    operator = "The vault is locked."


class DamagedRecord(Exception):  # noqa: N818 - says what the record is
    """A sealed record does not open with the vault's own key, or belongs elsewhere."""

    person = "This record is damaged and can't be read."
    operator = "A sealed record did not open with the vault key."


class Vault:
    """One per process, shared by all threads.

    `opening` names this time of being open: a session from before it has to sign in again.
    `now` is always Unix seconds of the desk's clock.
    """

    def __init__(self, hotline: bytes, public_key: KemPublicKey) -> None:
        self.hotline = hotline
        self.public_key = public_key
        self.opening = ""
        self._seed: KemSeed | None = None
        self._opened_at = 0.0
        self._active: dict[str, float] = {}
        self._kept: dict[bytes, tuple[bytes, Secret]] = {}
        self._forgotten = 0
        self._guard = threading.RLock()

    def __repr__(self) -> str:
        return f"<Vault {'open' if self.is_open else 'locked'}>"

    def __reduce__(self) -> NoReturn:
        message = "a vault is not written anywhere"
        raise TypeError(message)

    @property
    def is_open(self) -> bool:
        """Whether sealed things can be read now."""
        return self._seed is not None

    def seal(self, info: bytes, data: bytes) -> bytes:
        """Seal for later, locked or not; `info` says what it is and must be the same to unseal."""
        return seal(self.public_key, self._info(info), data)

    def unseal(self, info: bytes, blob: bytes) -> Secret:
        """Open what `seal` made; `VaultLocked`, or `DamagedRecord` when it is something else."""
        seed = self._seed
        if seed is None:
            raise VaultLocked
        try:
            return Secret(SUITE.decrypt(blob, seed.loaded(), self._info(info)))
        except (InvalidTag, ValueError):
            raise DamagedRecord from None

    def unseal_kept(self, info: bytes, blob: bytes) -> Secret:
        """As `unseal`, for a key that is needed again and again: remembered for this very blob."""
        digest = sha256(blob).digest()
        with self._guard:
            opening, forgotten = self.opening, self._forgotten
            kept = self._kept.get(info)
        if kept is not None and kept[0] == digest:
            return kept[1]
        key = self.unseal(info, blob)
        with self._guard:
            if (self.opening, self._forgotten) == (opening, forgotten) and self.is_open:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[info] = digest, key
        return key

    def forget(self, info: bytes) -> None:
        """Remember no longer what was sealed as this: its wrap is destroyed."""
        with self._guard:
            self._forgotten += 1
            self._kept.pop(info, None)

    def _info(self, info: bytes) -> bytes:
        return b"aman/1 rest" + self.hotline + info

    def open_with_password(
        self, wrap: WrapToPassword, password: str, *, operator: int, now: float
    ) -> None:
        """Open it by an operator's own wrap; `WrongKey`, and nothing changed, when it is wrong."""
        seed = unwrap_by_password(wrap, password, hotline=self.hotline, operator=operator)
        self._open(seed, now)

    def open_with_recovery(self, sealed: bytes, recovery: KemSeed, *, now: float) -> None:
        """Open it by the offline recovery key."""
        self._open(unwrap_by_recovery(sealed, recovery, hotline=self.hotline), now)

    def _open(self, seed: KemSeed, now: float) -> None:
        if seed.public_key() != self.public_key:
            raise WrongKey
        with self._guard:
            if self._seed is None:
                self.opening = token_bytes(_OPENING_BYTES).hex()
                self._seed = seed
            self._opened_at = now

    def wrap_to_password(self, password: str, cost: Argon2Cost, *, operator: int) -> WrapToPassword:
        """Wrap the vault key for an operator, as long as somebody who may is signed in."""
        seed = self._open_seed()
        return wrap_to_password(seed, password, cost, hotline=self.hotline, operator=operator)

    def wrap_to_link(self, link: LinkSecret) -> bytes:
        """Wrap the vault key to a one-time link for the next operator."""
        return wrap_to_link(self._open_seed(), link, hotline=self.hotline)

    def _open_seed(self) -> KemSeed:
        seed = self._seed
        if seed is None:
            raise VaultLocked
        return seed

    def touch(self, session: str, now: float) -> None:
        """Note that whoever holds this session did something just now."""
        with self._guard:
            if self.is_open:
                self._active[session] = now

    def leave(self, session: str) -> None:
        """Note that this session ended; with the last one the vault is locked."""
        with self._guard:
            left = self._active.pop(session, None)
            if left is not None and not self._active:
                self.lock()

    def lock_when_idle(self, now: float) -> bool:
        """Forget sessions idle for thirty minutes; lock when none is left. True when it locked."""
        with self._guard:
            if not self.is_open:
                return False
            idle_since = now - IDLE_SECONDS
            # A clock that is put back must not lengthen anybody's thirty minutes.
            self._opened_at = min(self._opened_at, now)
            known = {who: min(at, now) for who, at in self._active.items()}
            self._active = {who: at for who, at in known.items() if at > idle_since}
            if self._active or self._opened_at > idle_since:
                return False
            self.lock()
            return True

    def lock(self) -> None:
        """Drop the secret half."""
        with self._guard:
            self._seed = None
            self._kept.clear()
            self._active.clear()
            self.opening = ""


_installed: list[Vault] = []


def install_vault(vault: Vault) -> None:
    """Make it this process's vault."""
    _installed[:] = [vault]


def the_vault() -> Vault:
    """This process's vault; `VaultLocked` when there is none yet."""
    if not _installed:
        raise VaultLocked
    return _installed[0]

"""Signatures of checkpoints as `ssh-keygen -Y sign -n aman-figures` makes them (Ed25519).

Promises: the format of OpenSSH's PROTOCOL.sshsig, read strictly: one signature, one way to write
it. It agrees with `ssh-keygen -Y verify`, which anybody can ask instead.
Refuses to know: secret keys; ssh-keygen signs.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256, sha512
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAMESPACE: Final = "aman-figures"
PRINCIPAL: Final = "aman-figures"
_KIND: Final = b"ssh-ed25519"
_SIGNERS: Final = re.compile(
    rf'{PRINCIPAL} namespaces="{NAMESPACE}" ssh-ed25519 ([A-Za-z0-9+/]{{68}})\n'
)
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
_LINE: Final = 70


@dataclass(frozen=True, slots=True)
class Signer:
    """The public key that signs checkpoints."""

    key: bytes

    def fingerprint(self) -> str:
        """As `ssh-keygen -l` shows it."""
        return "SHA256:" + b64encode(sha256(_blob(self.key)).digest()).decode().rstrip("=")

    def allowed_signers(self) -> bytes:
        """The file with which `ssh-keygen -Y verify` knows it."""
        return (
            f'{PRINCIPAL} namespaces="{NAMESPACE}" ssh-ed25519 '
            f"{b64encode(_blob(self.key)).decode()}\n"
        ).encode()

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Whether it signed exactly this, for this purpose."""
        found = _signature_in(signature, self.key)
        if found is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(found, to_be_signed(content))
        except (InvalidSignature, ValueError):
            return False
        return True


def signer_in(allowed_signers: bytes) -> Signer | None:
    """The one signer of such a file, if it is one."""
    found = _SIGNERS.fullmatch(allowed_signers.decode("ascii", "replace"))
    return None if found is None else _signer(found[1])


def signer_of(public_key: str) -> Signer | None:
    """The signer whose `….pub` this is, if it is an Ed25519 key."""
    words = public_key.split()
    return _signer(words[1]) if len(words) > 1 and words[0] == _KIND.decode() else None


def _signer(text: str) -> Signer | None:
    try:
        blob = b64decode(text, validate=True)
    except ValueError:
        return None
    signer = Signer(blob[-32:])
    return signer if blob == _blob(signer.key) else None


def _parts(*parts: bytes) -> bytes:
    return b"".join(len(each).to_bytes(4, "big") + each for each in parts)


def _blob(key: bytes) -> bytes:
    return _parts(_KIND, key)


def to_be_signed(content: bytes) -> bytes:
    """What the key signs of a file: its hash, for this purpose alone."""
    return b"SSHSIG" + _parts(NAMESPACE.encode(), b"", b"sha512", sha512(content).digest())


def armoured(key: bytes, signature: bytes) -> bytes:
    """The one way to write a signature by this key."""
    inner = _parts(_KIND, signature)
    version = (1).to_bytes(4, "big")
    whole = b"SSHSIG" + version + _parts(_blob(key), NAMESPACE.encode(), b"", b"sha512", inner)
    return _armoured(whole)


def _signature_in(armour: bytes, key: bytes) -> bytes | None:
    """The 64 bytes, if everything around them is as this key's signature has it."""
    text = armour.decode("ascii", "replace")
    inner = text.removeprefix(_BEGIN).removesuffix(_END).replace("\n", "")
    try:
        blob = b64decode(inner, validate=True)
    except ValueError:
        return None
    signature = blob[-64:]
    return signature if armoured(key, signature) == armour else None


def _armoured(blob: bytes) -> bytes:
    inner = b64encode(blob).decode()
    lines = [inner[i : i + _LINE] + "\n" for i in range(0, len(inner), _LINE)]
    return "".join((_BEGIN, *lines, _END)).encode()

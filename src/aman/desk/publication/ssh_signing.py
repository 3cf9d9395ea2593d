"""Signing and verifying by `ssh-keygen -Y`, the program that readers can ask as well.

Promises: the secret key stays with ssh-keygen (a file, or an agent that holds it).
Refuses to know: what is signed.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from aman.figures.log.signatures import NAMESPACE, PRINCIPAL, Signer, signer_of


class SigningFailed(Exception):  # noqa: N818 - twin of WrongProgramme
    """The checkpoint could not be signed: its str says what to do."""


class SshSigner:
    """Signs with the key of a file; its public half stands beside it, as ssh-keygen writes it."""

    def __init__(self, key: Path) -> None:
        public = key.with_name(key.name + ".pub")
        try:
            found = signer_of(public.read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            found = None
        if found is None:
            message = (
                f"{public}: there is no Ed25519 public key. "
                f"Make one: ssh-keygen -t ed25519 -C figures -f {key}"
            )
            raise SigningFailed(message)
        self._key = key
        self.signer: Signer = found

    def sign(self, content: bytes) -> bytes:
        """The signature file; raises SigningFailed."""
        command = [_program(), "-q", "-Y", "sign", "-f", str(self._key), "-n", NAMESPACE]
        done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - no shell
        if done.returncode or not self.signer.signed(content, done.stdout):
            message = (
                f"{self._key}: ssh-keygen could not sign with this key. Nothing was published."
            )
            raise SigningFailed(message)
        return done.stdout


def is_here() -> bool:
    """Whether there is an ssh-keygen to ask."""
    return shutil.which("ssh-keygen") is not None


def verified(content: bytes, signature: bytes, allowed_signers: bytes) -> bool:
    """What `ssh-keygen -Y verify` says."""
    with TemporaryDirectory() as folder:
        signers, sig = Path(folder, "signers"), Path(folder, "sig")
        signers.write_bytes(allowed_signers)
        sig.write_bytes(signature)
        command = [_program(), "-Y", "verify", "-f", str(signers), "-I", PRINCIPAL]
        command += ["-n", NAMESPACE, "-s", str(sig)]
        done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - no shell
    return done.returncode == 0


def _program() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        message = "ssh-keygen is not installed; it comes with OpenSSH (openssh-client)."
        raise SigningFailed(message)
    return found

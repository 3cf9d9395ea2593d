"""Signatures that ssh-keygen makes are believed, and nothing that it would not believe."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.desk.publication.ssh_signing import SigningFailed, SshSigner, verified
from aman.figures.log.signatures import Signer, signer_in

from .in_memory import SignerInMemory
from .published import make_key

CONTENT = b'{"size":1}'


@pytest.fixture(scope="module")
def signed(key: Path) -> tuple[Signer, bytes]:
    """A real signature."""
    signer = SshSigner(key)
    return signer.signer, signer.sign(CONTENT)


def test_ssh_keygen_and_we_agree(signed: tuple[Signer, bytes], tmp_path: Path) -> None:
    """About a right one, another content, another signer."""
    signer, signature = signed
    other = SshSigner(make_key(tmp_path)).signer
    for content, who in ((CONTENT, signer), (b"other", signer), (CONTENT, other)):
        expected = (content, who) == (CONTENT, signer)
        assert who.signed(content, signature) is expected
        assert verified(content, signature, who.allowed_signers()) is expected


def test_the_file_of_signers_reads_back(signed: tuple[Signer, bytes]) -> None:
    """And nothing but that file does."""
    text = signed[0].allowed_signers()
    assert signer_in(text) == signed[0]
    for wrong in (b"", text + b"\n", text * 2, text[:-1], text.replace(b"ssh-ed25519", b"ssh-rsa"),
                  b"\xff" + text):  # fmt: skip
        assert signer_in(wrong) is None


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_no_changed_signature_is_believed(
    signed: tuple[Signer, bytes], data: st.DataObject
) -> None:
    """There is one way to write it: no other bytes pass, not even harmless ones."""
    signer, signature = signed
    at = data.draw(st.integers(0, len(signature) - 1))
    by = data.draw(st.binary(max_size=2).filter(lambda each: each != signature[at : at + 1]))
    assert not signer.signed(CONTENT, signature[:at] + by + signature[at + 1 :])


def test_what_tests_sign_with_is_believed_by_ssh_keygen() -> None:
    """The stub of the signer makes the same signatures."""
    stub = SignerInMemory()
    signature = stub.sign(CONTENT)
    assert stub.signer.signed(CONTENT, signature)
    assert verified(CONTENT, signature, stub.signer.allowed_signers())


def test_a_key_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    """In the words of a command."""
    with pytest.raises(SigningFailed, match="ssh-keygen -t ed25519"):
        SshSigner(tmp_path / "key")

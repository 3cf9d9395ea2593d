"""What an operator may look at or listen to: the re-encoded form, never what was sent.

Promises: this process does not look into an attachment; what comes back has a type that is ours to
say. Refuses to know: cases, and where attachments are kept.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum

_PROGRAM = "aman.desk.attachments.confined"
_SECONDS = 30
_MOST_OUTPUT = 16 * 1024 * 1024


class Form(StrEnum):
    """What an attachment is shown as."""

    PICTURE = "picture"
    AUDIO = "audio"


_SHOWN_AS = {Form.PICTURE: "image/jpeg", Form.AUDIO: "audio/ogg"}


class NotShown(Exception):  # noqa: N818 - what the operator is told
    """It can't be re-encoded: broken, too large, or something else than it says."""

    person = "This can't be shown."
    operator = "This can't be shown safely. You can save the original, with care."


@dataclass(frozen=True, slots=True)
class Shown:
    """The re-encoded bytes, and the type that they are."""

    media: str
    content: bytes = field(repr=False)


def form_of(media: str) -> Form | None:
    """How a thing of that media type would be shown; None: it is only offered to be saved."""
    kind = media.partition("/")[0].lower()
    if kind == "image" and "svg" not in media.lower():
        return Form.PICTURE
    return Form.AUDIO if kind == "audio" else None


def show(content: bytes, form: Form) -> Shown:
    """Re-encode in a process without network; `NotShown` when that does not succeed."""
    command = [sys.executable, "-I", "-B", "-m", _PROGRAM, form.value]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NotShown from None
    if done.returncode or not done.stdout or len(done.stdout) > _MOST_OUTPUT:
        raise NotShown
    return Shown(_SHOWN_AS[form], done.stdout)

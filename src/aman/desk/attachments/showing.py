"""What an operator may look at or listen to: the re-encoded form, never what was sent.

Promises: this process does not look into an attachment; what comes back has a type that is ours to
say. Refuses to know: cases, and where attachments are kept.
"""

import subprocess
import sys
import threading
from contextlib import suppress
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
    return Shown(_SHOWN_AS[form], confined(form.value, content))


def confined(what: str, content: bytes) -> bytes:
    """What the confined program makes of it; `NotShown` when that does not succeed."""
    command = [sys.executable, "-I", "-B", "-m", _PROGRAM, what]
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
        )
    except OSError:
        raise NotShown from None
    return _output(process, content)


def _output(process: subprocess.Popen[bytes], content: bytes) -> bytes:
    """What it makes of `content`; what it says beyond the most there can be is not even read."""
    feeder = threading.Thread(target=_feed, args=(process, content))
    too_late = threading.Timer(_SECONDS, process.kill)
    with process:
        feeder.start()
        too_late.start()
        made = process.stdout.read(_MOST_OUTPUT + 1) if process.stdout else b""
        if len(made) > _MOST_OUTPUT:
            process.kill()
        feeder.join()
        code = process.wait()
        too_late.cancel()
    if code or not made:
        raise NotShown
    return made


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    with suppress(OSError):  # it ends without reading all
        if process.stdin is not None:
            process.stdin.write(content)
            process.stdin.close()

"""What somebody asked of `aman line add`, read before anything is made.

Promises: a secret is named by where it is; one that is given as a value is refused, and neither it
nor any other value is repeated. All that is missing is told at once, with what is expected.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aman.lines.registry import Line

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LAST_PORT = 65_535
A_LISTENER = "--listen HOST:PORT (where the provider's calls arrive)"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class Refused(Exception):  # noqa: N818 - what the administrator is told
    """It can't be done; the text says why, and what would do. Nothing was made."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a secret is: a file, or a variable of the environment. Never the secret."""

    file: str = ""
    environment: str = ""

    def member(self) -> dict[str, str]:
        """As line.json has it."""
        return {"file": self.file} if self.file else {"environment": self.environment}

    def is_here(self) -> bool:
        """Whether this process can have it; where the line runs, that may be otherwise."""
        if self.environment:
            return self.environment in os.environ
        return Path(self.file).is_file()

    def doubt(self, name: str) -> str:
        """What to look at before the line starts; empty when all is well."""
        if not self.is_here():
            where = self.environment or self.file
            return f"{name}: {where} is not here; it must be where the line runs."
        if self.file and Path(self.file).stat().st_mode & stat.S_IROTH:
            return f"{name}: everybody on this machine can read {self.file}; chmod 600 {self.file}"
        return ""


@dataclass(frozen=True, slots=True)
class Request:
    """A line with all that it needs."""

    line: Line
    settings: Mapping[str, object]
    secrets: Mapping[str, Whereabouts]
    listen: str

    def doubts(self) -> list[str]:
        """What to look at before the line starts."""
        found = (where.doubt(name) for name, where in self.secrets.items())
        return [doubt for doubt in found if doubt]


def read_request(
    line: Line, settings: Iterable[str], secrets: Iterable[str], listen: str, *, here: bool
) -> Request:
    """Read what was given; `Refused` with everything that is missing.

    Unless the line will run `here`, the files of its secrets are not looked for.
    """
    read_settings = dict(_setting(line, given) for given in settings)
    read_secrets = dict(_secret(line, given, here=here) for given in secrets)
    missing = [
        *(a_setting(name) for name in line.wants if name not in read_settings),
        *(a_secret(name) for name in line.secrets if name not in read_secrets),
    ]
    if line.webhook and not listen:
        missing.append(A_LISTENER)
    if missing:
        raise still_needs(line, *missing)
    if listen:
        _check_address(line, listen)
    return Request(line, read_settings, read_secrets, listen)


def still_needs(line: Line, *missing: str) -> Refused:
    """What is missing, and what there is beside it."""
    more = [
        *(a_setting(name) for name in line.may),
        *(a_secret(name) for name in line.may_secrets),
        *([A_LISTENER] if line.may_listen else []),
    ]
    rows = [f"{line.name} still needs:", *(f"  {each}" for each in missing)]
    if more:
        rows += ["It also takes, as its way asks for it:", *(f"  {each}" for each in more)]
    return Refused("\n".join(rows))


def a_setting(name: str) -> str:
    """How a setting is given."""
    return f"--setting {name}=VALUE"


def a_secret(name: str) -> str:
    """How a secret is given."""
    return f"--secret {name}=file:PATH (or {name}=env:VARIABLE)"


def _setting(line: Line, given: str) -> tuple[str, object]:
    name, is_given, value = given.partition("=")
    as_json = name.endswith(":")
    name = name.removesuffix(":")
    if not is_given or not _NAME.fullmatch(name):
        reason = "expected --setting NAME=VALUE (or NAME:=VALUE for a number, true or a list)"
        raise Refused(reason)
    if name in {*line.secrets, *line.may_secrets}:
        raise Refused(_given_as_value(name))
    if name not in {*line.wants, *line.may}:
        known = ", ".join((*line.wants, *line.may)) or "none"
        reason = f"{line.name} has no setting {name}; it has: {known}"
        raise Refused(reason)
    if not as_json:
        return name, value
    try:
        return name, json.loads(value)
    except ValueError:
        reason = f"{name}: expected a number, true, false or a list after :="
        raise Refused(reason) from None


def _secret(line: Line, given: str, *, here: bool) -> tuple[str, Whereabouts]:
    name, is_given, where = given.partition("=")
    if not is_given or not _NAME.fullmatch(name):
        reason = "expected --secret NAME=file:PATH or --secret NAME=env:VARIABLE"
        raise Refused(reason)
    if name not in {*line.secrets, *line.may_secrets}:
        known = ", ".join((*line.secrets, *line.may_secrets)) or "none"
        reason = f"{line.name} has no secret {name}; it has: {known}"
        raise Refused(reason)
    kind, is_named, what = where.partition(":")
    if not is_named or kind not in {"file", "env"}:
        raise Refused(_given_as_value(name))
    if kind == "env":
        return name, _variable(name, what)
    return name, _file(name, what) if here else Whereabouts(file=what)


def _given_as_value(name: str) -> str:
    return (
        f"The secret {name} was given as a value. Everybody on this machine can see a command's "
        "words, and your shell keeps them: have the provider make a new one.\n"
        "  Put it into a file that only you can read and say where that is:\n"
        f"    --secret {name}=file:PATH\n"
        "  or into the environment of the line's process:\n"
        f"    --secret {name}=env:VARIABLE"
    )


def _file(name: str, path: str) -> Whereabouts:
    try:
        whole = Path(path).resolve(strict=True)
        if not whole.read_bytes().strip():
            reason = f"{name}: {path} is empty"
            raise Refused(reason)
    except OSError as fault:
        reason = f"{name}: {path} can't be read ({fault.strerror})"
        raise Refused(reason) from None
    return Whereabouts(file=str(whole))


def _variable(name: str, variable: str) -> Whereabouts:
    if not _VARIABLE.fullmatch(variable):
        reason = f"{name}: after env: expected the name of a variable, such as AMAN_{name.upper()}"
        raise Refused(reason)
    return Whereabouts(environment=variable)


def _check_address(line: Line, listen: str) -> None:
    if not (line.webhook or line.may_listen):
        reason = f"{line.name} takes no calls; leave --listen out"
        raise Refused(reason)
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > _LAST_PORT:
        reason = "--listen: expected HOST:PORT, such as 127.0.0.1:8450"
        raise Refused(reason)


def check_front(url: str) -> str:
    """The front's address, or `Refused`."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        reason = "--front: expected https://HOST or http://HOST:PORT"
        raise Refused(reason)
    return url.rstrip("/")

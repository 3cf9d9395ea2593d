"""A PostgreSQL of the tests' own: on a Unix socket in a temporary folder, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from desk_cast import memory_folder

BINARIES = Path("/usr/lib/postgresql")
USER = "postgres"
QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal "
    "-c max_wal_senders=0 -c autovacuum=off -c shared_buffers=32MB -c max_connections=20"
)
"""Only for this cluster, which nobody will miss: nothing of it has to outlive a loss of power."""


def binaries() -> Path | None:
    """The folder of the newest server's programs, or None."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster() -> Iterator[Path]:
    """Run a server; gives the folder of its socket."""
    programs = binaries()
    if programs is None:
        message = "there is no PostgreSQL server here"
        raise FileNotFoundError(message)
    folder = Path(tempfile.mkdtemp(prefix="aman-postgres-", dir=memory_folder()))
    data = folder / "data"
    if os.getuid() == 0:
        shutil.chown(folder, USER)
    options = f"-k {folder} -c listen_addresses='' {QUICK}"
    try:
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "-N")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield folder
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path, check: bool = True) -> None:
    """As the server's own user: it refuses to be root."""
    user = USER if os.getuid() == 0 else None
    subprocess.run(  # noqa: S603 - the server's own programs
        [*map(str, command)],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        check=check,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def options(socket_folder: Path, name: str) -> dict[str, object]:
    """Django's words for one database of the cluster."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": USER,
        "PASSWORD": "",
        "HOST": str(socket_folder),
        "PORT": "",
        "OPTIONS": {},
    }


def fresh_name() -> str:
    """A name for one test's database."""
    return f"desk_{uuid4().hex}"

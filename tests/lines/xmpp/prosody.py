"""A real Prosody of the tests' own: its folder, free loopback ports, a certificate of its own.

It keeps accounts as plain files, so that one is made in no time while it runs.
"""

import atexit
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from driver.ports import free_port
from lines.certificates import CERTIFICATE, certify
from lines.running_line import wait_until

DOMAIN = "chat.test"
PASSWORD = "only for tests"  # noqa: S105 - of accounts that live in a temporary folder
UPLOADS = f"upload.{DOMAIN}"
_CONFIG = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ warn = "{folder}/prosody.log" }}
plugin_paths = {{}}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {c2s} }}
c2s_direct_tls_ports = {{}}
s2s_ports = {{}}
http_ports = {{}}
https_ports = {{ {https} }}
ssl = {{ certificate = "{folder}/certificate.pem"; key = "{folder}/key.pem"; }}
https_ssl = {{ certificate = "{folder}/certificate.pem"; key = "{folder}/key.pem"; }}
c2s_require_encryption = true
authentication = "internal_plain"
storage = "internal"
modules_enabled = {{
  "saslauth"; "tls"; "disco"; "roster"; "offline"; "smacks"; "mam"; "blocklist"; "carbons"; "ping";
  "vcard"
}}
modules_disabled = {{ "s2s" }}
limits = {{}}
VirtualHost "{domain}"
Component "{uploads}" "http_file_share"
  http_host = "127.0.0.1"
  http_external_url = "https://127.0.0.1:{https}/"
  http_file_share_size_limit = 16 * 1024 * 1024
  http_file_share_daily_quota = 1024 * 1024 * 1024
"""


@dataclass
class Prosody:
    """One server; it can be stopped and started again with everything that it kept."""

    folder: Path
    c2s: int
    https: int
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def server(self) -> str:
        """Where clients connect."""
        return f"127.0.0.1:{self.c2s}"

    @property
    def certificate(self) -> str:
        """What is to be trusted."""
        return str(self.folder / CERTIFICATE)

    def trust(self) -> ssl.SSLContext:
        """The same for a client in this process."""
        return ssl.create_default_context(cafile=self.certificate)

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = shutil.which("prosody")
        if program is None:
            message = "the tests need prosody: scripts/test_packages.sh"
            raise AssertionError(message)
        config = str(self.folder / "prosody.cfg.lua")
        with self.folder.joinpath("output").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - a program of Debian's
                [program, "-F", "--config", config], stdout=output, stderr=output
            )
        wait_until(lambda: _listens(self.c2s) and _listens(self.https), "prosody")

    def stop(self) -> None:
        """Stop it; it says so to its clients."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
            self._process = None

    def account(self, name: str) -> str:
        """Make an account; gives its address."""
        folder = self._store("accounts")
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath(f"{_encoded(name)}.dat").write_text(
            f'return {{ ["password"] = "{PASSWORD}"; }};\n'
        )
        return f"{name}@{DOMAIN}"

    def kept(self, name: str, store: str) -> str:
        """What the server keeps of an account in one of its stores."""
        return "".join(p.read_text() for p in self._store(store).glob(f"{_encoded(name)}.*"))

    def _store(self, store: str) -> Path:
        return self.folder / "data" / _encoded(DOMAIN) / _encoded(store)


@cache
def prosody() -> Prosody:
    """The one server of this test process, running."""
    folder = Path(tempfile.mkdtemp(prefix="aman-prosody-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Prosody(folder, free_port(), free_port())
    certify(folder, DOMAIN, UPLOADS)
    folder.joinpath("data").mkdir()
    folder.joinpath("prosody.cfg.lua").write_text(
        _CONFIG.format(
            folder=folder, c2s=server.c2s, https=server.https, domain=DOMAIN, uploads=UPLOADS
        )
    )
    server.start()
    atexit.register(server.stop)
    return server


def _encoded(name: str) -> str:
    """As Prosody names files."""
    return "".join(each if each.isalnum() else f"%{ord(each):02x}" for each in name)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True

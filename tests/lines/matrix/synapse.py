"""A real Synapse of the tests' own: its folder, SQLite, a free loopback port."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from driver.ports import free_port
from lines.running_line import wait_until

DOMAIN = "matrix.test"
PYTHON = Path(__file__).resolve().parents[3] / ".venv-synapse" / "bin" / "python"
_FREE = "{ per_second: 10000, burst_count: 10000 }"
_CONFIG = """
server_name: "{domain}"
public_baseurl: "http://127.0.0.1:{port}/"
report_stats: false
pid_file: "{folder}/pid"
listeners:
  - port: {port}
    bind_addresses: ["127.0.0.1"]
    type: http
    tls: false
    resources: [ {{ names: [client, media], compress: false }} ]
database: {{ name: sqlite3, args: {{ database: "{folder}/homeserver.db" }} }}
media_store_path: "{folder}/media"
max_upload_size: 20M
signing_key_path: "{folder}/signing.key"
macaroon_secret_key: "only for tests"
form_secret: "only for tests"
registration_shared_secret: null
enable_registration: true
enable_registration_without_verification: true
bcrypt_rounds: 4
trusted_key_servers: []
suppress_key_server_warning: true
federation_domain_whitelist: []
url_preview_enabled: false
log_config: "{folder}/log.yaml"
rc_message: {free}
rc_registration: {free}
rc_joins: {{ local: {free}, remote: {free} }}
rc_joins_per_room: {free}
rc_invites: {{ per_room: {free}, per_user: {free}, per_issuer: {free} }}
rc_login: {{ address: {free}, account: {free}, failed_attempts: {free} }}
rc_room_creation: {free}
"""
_LOG = """
version: 1
handlers: {{ file: {{ class: logging.FileHandler, filename: "{folder}/log", level: WARNING }} }}
root: {{ level: WARNING, handlers: [file] }}
"""


@dataclass
class Synapse:
    """One server; it can be stopped and started again with everything that it kept."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """Where clients ask."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if not PYTHON.exists():
            message = "the tests need .venv-synapse: make test-setup"
            raise AssertionError(message)
        config = str(self.folder / "homeserver.yaml")
        with self.folder.joinpath("output").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - installed for the tests
                [str(PYTHON), "-m", "synapse.app.homeserver", "-c", config],
                stdout=output,
                stderr=output,
                cwd=self.folder,
            )
        wait_until(self._answers, f"synapse ({self.folder})", 60)

    def _answers(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/_matrix/client/versions", trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            self._process = None

    def account(self, name: str) -> dict[str, Any]:
        """Make an account; gives its `user_id`, `access_token` and `device_id`."""
        wanted = {"username": name, "password": uuid4().hex, "auth": {"type": "m.login.dummy"}}
        answer = httpx.post(
            f"{self.url}/_matrix/client/v3/register", json=wanted, timeout=30, trust_env=False
        )
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made


@cache
def synapse() -> Synapse:
    """The one server of this test process, running."""
    folder = Path(tempfile.mkdtemp(prefix="aman-synapse-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    port = free_port()
    key = b64encode(os.urandom(32)).decode().rstrip("=")
    folder.joinpath("signing.key").write_text(f"ed25519 a_test {key}\n")
    folder.joinpath("log.yaml").write_text(_LOG.format(folder=folder))
    folder.joinpath("homeserver.yaml").write_text(
        _CONFIG.format(domain=DOMAIN, port=port, folder=folder, free=_FREE)
    )
    server = Synapse(folder, port)
    server.start()
    atexit.register(server.stop)
    return server

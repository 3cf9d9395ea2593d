"""Real mail servers on loopback: Exim is the world's MX and where we hand in, Dovecot our IMAP.

Exim is started for each connection, as inetd does, so that the system chooses the port. What it may
touch lies in a folder of its own below the system's temporary one.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from driver.ports import free_port
from lines.certificates import certify
from lines.running_line import wait_until

EXIM, DOVECOT = "/usr/sbin/exim4", "/usr/sbin/dovecot"
OURS, PEOPLE, GONE = "ours.example", "people.example", "gone.example"
HOTLINE = f"write@{OURS}"
USER, PASSWORD = "write", "a-password-for-tests"
MAILBOXES = ("alice", "bob", "babushka", USER)
_ACCOUNT = "Debian-exim"
_EXIM_CONF = """
primary_hostname = mx.people.example
exim_user = {account}
exim_group = {account}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
deliver_drop_privilege = true
keep_environment =
acl_smtp_rcpt = rcpt
tls_advertise_hosts = *
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/key.pem
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
message_size_limit = 60M
smtp_accept_max = 0
begin acl
rcpt:
  deny message = 5.1.1 no such user
       condition = ${{if exists{{{folder}/blocked/${{lc:$local_part@$domain}}}}}}
  defer message = 4.3.0 busy
       condition = ${{if exists{{{folder}/busy}}}}
  accept authenticated = *
         encrypted = *
  deny message = 5.7.1 sign in
begin routers
by_smtp:
  driver = manualroute
  domains = {ours}
  condition = ${{if exists{{{folder}/port}}}}
  route_list = * 127.0.0.1
  self = send
  transport = to_line
by_imap:
  driver = accept
  domains = {ours}
  transport = maildir
nobody:
  driver = redirect
  domains = {gone}
  allow_fail
  data = :fail: nobody is here
people:
  driver = accept
  domains = {people}
  transport = maildir
begin transports
to_line:
  driver = smtp
  port = ${{readfile{{{folder}/port}}}}
  hosts_avoid_tls = *
  allow_localhost
  message_linelength_limit = 5000000
maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/mail/${{lookup{{${{lc:$local_part}}}}dsearch,filter=dir{{{folder}/mail}}}}
  create_directory
  delivery_date_add
  envelope_to_add
  return_path_add
begin retry
* * F,1h,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""
_DOVECOT_CONF = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log/dovecot
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/{user}
first_valid_uid = 1
default_internal_user = dovecot
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={account} gid={account} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


class Exim:
    """An MX for the people and for us, which is also where we hand in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._conf = folder / "exim.conf"
        names = {"folder": folder, "account": _ACCOUNT, "user": USER, "password": PASSWORD}
        self._conf.write_text(
            _EXIM_CONF.format(**names, ours=OURS, people=PEOPLE, gone=GONE), "ascii"
        )
        self.port = free_port()
        self._listener = _listening(self.port)
        self._ended = threading.Event()
        self._away = threading.Event()
        self._threads = [
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True),
            threading.Thread(target=self._run_queue, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            subprocess.run(  # noqa: S603 - the server under test
                [EXIM, "-C", str(self._conf), "-bs", "-tls-on-connect"],
                stdin=connection,
                stdout=connection,
                stderr=subprocess.DEVNULL,
                check=False,
            )

    def _run_queue(self) -> None:
        while not self._ended.wait(1):
            if not self._away.is_set():
                self._exim("-qff")

    def _exim(self, *arguments: str, given: bytes = b"") -> bytes:
        command = [EXIM, "-C", str(self._conf), *arguments]
        done = subprocess.run(  # noqa: S603 - the server under test
            command, input=given, check=True, capture_output=True, timeout=60
        )
        return done.stdout

    def is_idle(self) -> bool:
        """Whether nothing waits to be delivered."""
        return not int(self._exim("-bpc"))

    def take(self, raw: bytes, sender: str, to: str = HOTLINE) -> None:
        """Somebody's mail, as his own server has it; `sender` empty is the null path.

        While ours is away it waits in the queue.
        """
        how = "-odq" if self._away.is_set() else "-odi"
        self._exim(how, "-i", "-f", sender or "<>", to, given=raw)

    def mails(self, local_part: str) -> list[EmailMessage]:
        """What was delivered to somebody, in order."""
        folder = self.folder / "mail" / local_part.lower()
        paths = [*folder.glob("new/*"), *folder.glob("cur/*")]
        paths.sort(key=lambda path: _arrived(path.name))
        found = []
        for path in paths:
            with suppress(FileNotFoundError):
                found.append(message_from_bytes(path.read_bytes(), policy=default))
        return found  # type: ignore[return-value]

    def go_away(self) -> None:
        """Nobody listens there, and nothing is brought."""
        self._away.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def come_back(self) -> None:
        """Listen on the same port again, and bring what waits."""
        self._away.clear()
        self._listener = _listening(self.port)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def end(self) -> None:
        """No more connections, no more runs of the queue."""
        self._ended.set()
        with suppress(OSError):
            self.go_away()
        for thread in self._threads:
            thread.join(10)


def _listening(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port), backlog=64)


def _arrived(name: str) -> tuple[int, int]:
    """Exim names a file `seconds.M…microsecondsP…`."""
    seconds, _, rest = name.partition(".")
    return int(seconds), int(rest.partition("M")[2].partition("P")[0])


@contextmanager
def exim() -> Iterator[Exim]:
    """Exim with a folder of its own."""
    if os.geteuid() != 0:
        pytest.skip("mail servers change their user, which takes root")
    folder = Path(tempfile.mkdtemp(prefix="aman-mail-"))
    folder.chmod(0o755)
    account = pwd.getpwnam(_ACCOUNT)
    for name in ("spool", "log", "mail", "blocked", "run"):
        folder.joinpath(name).mkdir(mode=0o755)
    for name in MAILBOXES:
        folder.joinpath("mail", name).mkdir()
    for name in ("spool", "log", "mail", *(f"mail/{name}" for name in MAILBOXES)):
        os.chown(folder / name, account.pw_uid, account.pw_gid)
    certify(folder, "localhost")
    os.chown(folder / "key.pem", account.pw_uid, account.pw_gid)
    server = Exim(folder)
    try:
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def dovecot(folder: Path) -> Iterator[int]:
    """Dovecot for our own mailbox in Exim's folder; gives its port (TLS)."""
    port = free_port()
    conf = folder / "dovecot.conf"
    account = pwd.getpwnam(_ACCOUNT)
    names = {"folder": folder, "account": account.pw_uid, "user": USER, "password": PASSWORD}
    conf.write_text(_DOVECOT_CONF.format(**names, port=port), "ascii")
    command = [DOVECOT, "-F", "-c", str(conf)]
    with subprocess.Popen(command) as process:  # noqa: S603 - the server under test
        try:
            wait_until(lambda: _is_listening(port), "dovecot")
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _is_listening(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False

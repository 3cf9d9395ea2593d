"""An operator's browser without a window: keeps cookies, sends forms with their page's token."""

import re
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

PASSWORD = "five unrelated quiet words"  # noqa: S105 - made up for tests


class DeskBrowser:
    """One browser at the desk that listens on `port`."""

    def __init__(self, port: int) -> None:
        self._host = f"desk.localhost:{port}"
        self._address = f"http://127.0.0.1:{port}"
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, body: bytes | None = None) -> HTTPResponse:
        """Ask for a page or a stream; redirects are followed."""
        headers = {"Host": self._host, "Origin": f"http://{self._host}"}
        request = Request(self._address + path, body, headers)  # noqa: S310 - loopback
        return cast("HTTPResponse", self._opener.open(request))

    def see(self, path: str) -> str:
        """A page's HTML."""
        with self.open(path) as answer:
            return answer.read().decode()

    def send(self, path: str, to: str | None = None, **fields: str) -> str:
        """Fill in a page's form for `to` (its own address unless said), and send it."""
        forms = re.findall(r"<form[^>]*>.*?</form>", self.see(path), re.DOTALL)
        meant = [form for form in forms if f'action="{to or path}"' in form.partition(">")[0]]
        if not forms:
            pytest.fail(f"no form at {path}")
        fields_of = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
        hidden = dict(fields_of.findall((meant or forms)[0]))
        with self.open(to or path, urlencode(hidden | fields).encode()) as answer:
            return answer.read().decode()

    def become_first(self, link: str, name: str = "Alice") -> str:
        """Use the one-time link."""
        fields = {"name": name, "password": PASSWORD, "again": PASSWORD, "language": "en"}
        return self.send(link, **fields)

    def sign_in(self, name: str = "Alice") -> str:
        """Come in again; the vault opens."""
        return self.send("/sign-in", name=name, password=PASSWORD)

"""Files of the screens are given by exact name, and nothing else of the disk is."""

import pytest
from django.test import Client

from aman.desk.assets import assets


def test_every_file_is_given_with_its_kind_and_asked_for_again(browser: Client) -> None:
    """By its fingerprint the browser learns that it has not changed."""
    for name, asset in assets().items():
        answer = browser.get(f"/static/{name}")
        assert answer.content == asset.body
        assert answer["Content-Type"] == asset.kind
        again = browser.get(f"/static/{name}", headers={"If-None-Match": asset.etag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["", "..", "../settings.py", "%2e%2e/settings.py", "/etc/passwd", "desk.css/"]
)
def test_other_names_are_not_found(browser: Client, name: str) -> None:
    """Whatever is tried to get out of the folder."""
    assert browser.get(f"/static/{name}").status_code == 404

"""The journal says that and where something went wrong, and never what about."""

import logging
import sys

import pytest
from django.conf import settings
from django.test import Client

from aman.desk.journal import BareFormatter


def test_nothing_that_was_said_is_written() -> None:
    """Neither message nor arguments nor the error's text."""
    try:
        raise ValueError("what somebody wrote")  # noqa: EM101, TRY003, TRY301 - the canary
    except ValueError:
        fault = sys.exc_info()
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "/secret/path.py",
        7,
        "%s failed",
        ("/first/SECRET",),
        fault,
    )
    line = BareFormatter().format(record)
    assert line.startswith("ERROR django.request builtins.ValueError at test_nothing")
    assert "SECRET" not in line
    assert "wrote" not in line
    record.exc_info = None
    assert BareFormatter().format(record) == "ERROR django.request"


def test_django_writes_through_it(browser: Client, capfd: pytest.CaptureFixture[str]) -> None:
    """No address of a request reaches the journal."""
    browser.get("/no-such-screen-SECRET")
    assert "SECRET" not in capfd.readouterr().err
    handlers = settings.LOGGING["handlers"].values()
    assert {handler["formatter"] for handler in handlers} == {"bare"}
    assert settings.DEBUG is False

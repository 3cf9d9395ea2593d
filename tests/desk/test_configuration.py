"""desk.json in Django's words."""

from pathlib import Path

import pytest

from aman.desk.configuration import database_options

FOLDER = Path("/somewhere")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:desk.sqlite3", "/somewhere/desk.sqlite3"),
        ("sqlite:/data/desk.sqlite3", "/data/desk.sqlite3"),
        ("sqlite:///data/desk.sqlite3", "/data/desk.sqlite3"),
    ],
)
def test_a_relative_sqlite_file_lies_in_the_desks_folder(url: str, file: str) -> None:
    """And is written as safely as SQLite can."""
    options = database_options(url, FOLDER)
    assert options["NAME"] == file
    assert options["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        assert pragma in options["OPTIONS"]["init_command"]


def test_a_postgres_url_may_quote_its_password() -> None:
    """As every tool writes it."""
    options = database_options("postgresql://desk:p%40ss@127.0.0.1:5433/aman", FOLDER)
    members = {"NAME": "aman", "USER": "desk", "PASSWORD": "p@ss", "PORT": "5433"}
    assert members.items() <= options.items()


@pytest.mark.parametrize("url", ["", "sqlite:", "mysql://x/y", "postgresql://host"])
def test_anything_else_is_refused_with_what_was_expected(url: str) -> None:
    """In words for the administrator."""
    with pytest.raises(ValueError, match="sqlite:FILE"):
        database_options(url, FOLDER)

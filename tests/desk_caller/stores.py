"""The same tests on SQLite and on PostgreSQL: fixtures that a test folder's conftest takes over."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from aman.desk.configuration import SETTINGS_FILE, read_settings, write_settings
from aman.programmes import programme_path

from . import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
TEMPLATE = "desk_template"


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """A running PostgreSQL with one migrated database to copy."""
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL server programs under /usr/lib/postgresql")
    with postgres.cluster() as folder:
        _command(folder, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        with _engine(postgres.options(folder, TEMPLATE)):
            call_command("migrate", verbosity=0, interactive=False)
        yield folder


@pytest.fixture
def programme() -> Path:
    """What the desk is for: the shipped one, unless the tests of a folder want another."""
    return programme_path("surrender")


@pytest.fixture
def few_words(tmp_path: Path) -> Path:
    """A programme for tests that are about other things than talk and strength.

    No questions on lines, and nothing is too sensitive for any of them.
    """
    text = programme_path("surrender").read_text(encoding="utf-8")
    for rule, other in (
        ("questions_on_lines = true", "questions_on_lines = false"),
        ('weakest_for_sensitive = "endpoint"', 'weakest_for_sensitive = "network"'),
    ):
        if text.count(rule) != 1:
            pytest.fail(f"the shipped programme does not say: {rule}")
        text = text.replace(rule, other)
    path = tmp_path / "few_words.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def var(
    var: Path, programme: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The desk's folder, with its database where the parameter says, and a real programme."""
    path = var / "desk" / SETTINGS_FILE
    changes: dict[str, object] = {"programme": str(programme)}
    if request.param == SQLITE:
        _change(path, changes)
        yield var
        return
    folder: Path = request.getfixturevalue("postgres_folder")
    name = postgres.fresh_name()
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _command(folder, copy.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
    monkeypatch.setenv("PGHOST", str(folder))
    _change(path, changes | {"database": f"postgresql://{postgres.USER}@/{name}"})
    with _engine(postgres.options(folder, name)):
        yield var
    _command(folder, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _change(path: Path, changes: dict[str, object]) -> None:
    import msgspec  # noqa: PLC0415 - used here alone

    write_settings(path, msgspec.structs.replace(read_settings(path), **changes))


def _command(folder: Path, statement: sql.Composed) -> None:
    with psycopg.connect(
        host=str(folder), user=postgres.USER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement)


@contextmanager
def _engine(options: dict[str, object]) -> Iterator[None]:
    """Have Django's one connection be of another kind of database for a while."""
    known = connections.settings["default"]
    before = dict(known)
    _replace(known, options)
    try:
        yield
    finally:
        _replace(known, before)


def _replace(known: dict[str, object], options: dict[str, object]) -> None:
    connections.close_all()
    with suppress(AttributeError):
        del connections["default"]
    known.update(options)

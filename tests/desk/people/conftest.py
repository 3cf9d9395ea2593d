"""These tests run on SQLite and on PostgreSQL."""

from desk.lines.conftest import no_talk_fails, programme, sms, telegram
from desk_caller.fixtures import front, reopen
from desk_caller.stores import few_words, postgres_folder, var

__all__ = [
    "few_words",
    "front",
    "no_talk_fails",
    "postgres_folder",
    "programme",
    "reopen",
    "sms",
    "telegram",
    "var",
]

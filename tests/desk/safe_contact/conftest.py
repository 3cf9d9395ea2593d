"""These tests run on SQLite and on PostgreSQL."""

from desk.lines.conftest import sms, telegram
from desk_caller.fixtures import front, reopen
from desk_caller.stores import postgres_folder, var

__all__ = ["front", "postgres_folder", "reopen", "sms", "telegram", "var"]

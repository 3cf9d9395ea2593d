"""These tests run on SQLite and on PostgreSQL."""

from desk_caller.fixtures import front, reopen
from desk_caller.stores import postgres_folder, programme, var

__all__ = ["front", "postgres_folder", "programme", "reopen", "var"]

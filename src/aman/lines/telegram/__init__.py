"""The Telegram line: a bot, by webhook or by polling. Strength: provider."""

from .connection import connect

__all__ = ["connect"]

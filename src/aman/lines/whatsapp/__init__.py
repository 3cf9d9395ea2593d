"""The WhatsApp line: a business number at Meta's Cloud API. Strength: provider."""

from .connection import connect

__all__ = ["connect"]

"""What tests of one line take from the contract of all."""

from lines.contract.conftest import contract

__all__ = ["contract"]

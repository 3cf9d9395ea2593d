"""Marks: what of a case's people was counted already; they stand with the case and go with it."""

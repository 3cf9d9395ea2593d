"""The offline side: the root, and what it signs."""

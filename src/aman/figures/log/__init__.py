"""The public log of everything that was published: append-only, signed, for anybody to check."""

"""Operators: who they are, how they sign in, and how the next one is let in."""

"""Reading: what came in, opened only here."""

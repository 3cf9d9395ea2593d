"""Why something is not believed, in each language."""

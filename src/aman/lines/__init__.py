"""The lines: each speaks for a person who cannot use the page, one folder a line."""

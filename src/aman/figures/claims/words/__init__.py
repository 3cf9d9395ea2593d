"""What claims are worded with, a table for each language."""

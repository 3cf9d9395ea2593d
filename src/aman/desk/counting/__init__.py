"""Counting: that something happened on a day, and nothing else."""

"""The map that operators look at: its tiles on the desk's disk, and the hazards drawn on it."""

"""The desk's keys: the vault, the epochs and the online key (protocol section 3)."""

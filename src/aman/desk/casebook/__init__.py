"""The casebook: what the desk knows of a case while it is locked, and the case's key."""

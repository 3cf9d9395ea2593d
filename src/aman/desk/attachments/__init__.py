"""What people attach, made safe to look at: re-encoded in a process that can reach nothing."""

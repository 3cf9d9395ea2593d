"""The audit table: who read and who answered, never changed."""

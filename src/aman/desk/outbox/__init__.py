"""The outbox: what waits for callers, and the buckets in which it is published."""

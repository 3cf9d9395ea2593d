"""The sealed conversation, pure: bytes in, bytes out; time is passed in."""

"""The page without a script, at `/n`: a person writes and reads by plain forms.

Promises: no text stays here; each connection has a process of its own, which ends with it.
"""

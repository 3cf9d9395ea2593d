"""The safest way: roads, hazards that change by the hour, and the ways between them.

Promises: pure but for `loading`, which reads map files; time and chance are passed in.
Refuses to know: who travels, cases, keys, the network.
"""

"""The ledger at the desk: reports of others, what they claim, what persons made of it; sealed.

Promises: it knows reports and figures that are published, never a case.
"""

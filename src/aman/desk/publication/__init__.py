"""Publication: figures leave the desk as a signed folder that anybody can check.

Promises: it knows counting events and the private book, never a case.
"""

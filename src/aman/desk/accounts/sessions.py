"""Ending an operator's sessions.

Promises: what ends here is out at once: its cookie opens nothing, its streams say so and end, and
with the last session of anybody the vault is locked.
"""

from functools import partial

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from aman.desk.keys.vault import the_vault

from .models import Operator


def end_sessions(operator: Operator, *, but: str = "") -> None:
    """End all that are this operator's, except the one that is called `but`."""
    for session in Session.objects.exclude(session_key=but):
        if session.get_decoded().get(SESSION_KEY) == str(operator.pk):
            key = session.session_key
            session.delete()
            transaction.on_commit(partial(the_vault().leave, key))

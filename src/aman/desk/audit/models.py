"""The audit table: who did what with which case, and when.

Promises: an entry is never changed and never deleted: the database itself refuses (triggers on
SQLite and on PostgreSQL). It holds no content.
"""

from django.db import models


class AuditEntry(models.Model):
    """One line. Names of operators stand in it as they were then; times are Unix seconds.

    `about` is the colleague whom it concerns. Without `operator` somebody did it whom the desk does
    not know.
    """

    at = models.BigIntegerField()
    operator = models.ForeignKey(
        "accounts.Operator",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        null=True,
    )
    operator_name = models.CharField(max_length=64)
    action = models.CharField(max_length=32)
    about = models.CharField(max_length=64, default="")
    case_number = models.BigIntegerField(null=True, db_index=True)

    def __str__(self) -> str:
        """What was done."""
        return self.action

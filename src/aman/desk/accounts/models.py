"""Operators, their wraps of the vault key, and the links that let the next one in.

Promises: no password and no hash of one is stored. A password is right when it opens the wrap.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

MOST_NAME_LETTERS = 64
SPOKESPERSON = "spokesperson"


class Operator(models.Model):
    """Somebody who reads and answers at the desk."""

    name = models.CharField(max_length=MOST_NAME_LETTERS, unique=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    is_administrator = models.BooleanField(default=False)
    is_spokesperson = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_authenticated = True
    is_anonymous = False

    def __str__(self) -> str:
        """The name, which colleagues see beside what he did."""
        return self.name

    @property
    def early_role(self) -> str:
        """As which role of the public calendar he may see figures earlier; empty: as none."""
        return SPOKESPERSON if self.is_active and self.is_spokesperson else ""

    def get_session_auth_hash(self) -> str:
        """What a session is tied to: it ends when the wrap is replaced or deleted."""
        wrap = PasswordWrap.objects.filter(operator=self).first()
        salt = bytes(wrap.salt) if wrap else b""
        return salted_hmac("aman.desk.session", salt, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> tuple[str, ...]:
        """No older hash is good."""
        return ()


class PasswordWrap(models.Model):
    """The vault key under one operator's password; deleting it shuts that operator out."""

    operator = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="wrap")
    salt = models.BinaryField()
    memory_kib = models.PositiveIntegerField()
    iterations = models.PositiveIntegerField()
    lanes = models.PositiveIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Nothing of it."""
        return "<PasswordWrap>"


class LinkWrap(models.Model):
    """The vault key under a one-time link's secret, of which only a fingerprint is kept."""

    fingerprint = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    for_first = models.BooleanField(default=False)
    makes_administrator = models.BooleanField(default=False)
    made_by = models.ForeignKey(Operator, on_delete=models.CASCADE, null=True)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Nothing of it."""
        return "<LinkWrap>"

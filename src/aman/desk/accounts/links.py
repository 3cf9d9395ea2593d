"""One-time links: how the first operator, and each further one, is let in.

Promises: a link's secret is stored nowhere; a link works once; what it opens is the vault key,
which is wrapped to the new operator's password in the same transaction that ends the link.
"""

from datetime import UTC, datetime, timedelta
from unicodedata import normalize

from django.db import IntegrityError, transaction

from aman.desk.audit.book import Action, write_down
from aman.desk.keys.wraps import LinkSecret, WrongKey, unwrap_by_link, wrap_to_password
from aman.desk.running import the_desk

from .models import MOST_NAME_LETTERS, LinkWrap, Operator
from .passwords import check_new_password, keep_wrap

LASTS = timedelta(days=3)


class SpentLink(Exception):  # noqa: N818 - says what it is
    """The link was used, is too old, or never was one."""

    person = "This link no longer works. Ask for a new one."
    operator = "A one-time link was refused."


class NameTaken(Exception):  # noqa: N818 - says what it is
    """There is an operator of that name, or the name is empty."""

    person = "Choose another name."
    operator = "A new operator's name was refused."


class NotAllowed(Exception):  # noqa: N818 - says what it is
    """Only a signed-in administrator lets people in."""

    person = "Only an administrator can do this."
    operator = "An operator without the right tried to make a link."


def invite(operator: Operator, *, administrator: bool = False) -> str:
    """Make a link for a further operator; `VaultLocked` unless somebody is signed in."""
    if not (operator.is_active and operator.is_administrator):
        raise NotAllowed
    secret = LinkSecret.draw()
    desk = the_desk()
    with transaction.atomic():
        LinkWrap.objects.create(
            fingerprint=secret.fingerprint(),
            sealed=desk.vault.wrap_to_link(secret),
            makes_administrator=administrator,
            made_by=operator,
            expires_at=_time(desk.clock()) + LASTS,
        )
        write_down(operator, Action.INVITED, None, int(desk.clock()))
    return secret.text()


def redeem_first(secret: str, name: str, password: str, language: str) -> Operator:
    """Make the first operator, an administrator, by the link from the terminal."""
    return _redeem(secret, name, password, language, for_first=True)


def redeem(secret: str, name: str, password: str, language: str) -> Operator:
    """Make a further operator by an administrator's link."""
    return _redeem(secret, name, password, language, for_first=False)


def still_works(secret: str, *, for_first: bool) -> bool:
    """Whether the form behind this link should be shown."""
    try:
        _found(LinkSecret.read(secret), for_first=for_first)
    except (WrongKey, SpentLink):
        return False
    return True


def _redeem(secret: str, name: str, password: str, language: str, *, for_first: bool) -> Operator:
    name = " ".join(name.split())
    check_new_password(name, password)
    desk = the_desk()
    try:
        link = LinkSecret.read(secret)
        row = _found(link, for_first=for_first)
        seed = unwrap_by_link(bytes(row.sealed), link, hotline=desk.hotline)
    except WrongKey:
        raise SpentLink from None
    with transaction.atomic():
        spent, _ = LinkWrap.objects.filter(pk=row.pk).delete()
        if not spent:
            raise SpentLink
        operator = _created(name, language, administrator=row.makes_administrator)
        wrap = wrap_to_password(
            seed, password, desk.cost, hotline=desk.hotline, operator=operator.pk
        )
        keep_wrap(operator, wrap)
        invited_by = row.made_by.name if row.made_by else ""
        write_down(operator, Action.JOINED, None, int(desk.clock()), about=invited_by)
    return operator


def _created(name: str, language: str, *, administrator: bool) -> Operator:
    if not 1 <= len(name) <= MOST_NAME_LETTERS or not name.isprintable():
        raise NameTaken  # letters that nobody sees would make two names that look like one
    likeness = _likeness(name)
    if any(_likeness(each) == likeness for each in Operator.objects.values_list("name", flat=True)):
        raise NameTaken
    try:
        with transaction.atomic():
            return Operator.objects.create(
                name=name,
                language=language,
                is_administrator=administrator,
                created_at=_time(the_desk().clock()),
            )
    except IntegrityError:
        raise NameTaken from None


def _likeness(name: str) -> str:
    """The same for names that differ only in capitals or in how letters are encoded."""
    return normalize("NFKC", name).casefold()


def _found(link: LinkSecret, *, for_first: bool) -> LinkWrap:
    row = LinkWrap.objects.filter(fingerprint=link.fingerprint(), for_first=for_first).first()
    if row is None or (row.expires_at and row.expires_at <= _time(the_desk().clock())):
        raise SpentLink
    return row


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

"""What the form believes of a front: only what the hotline's root vouches for."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import time
from collections.abc import Iterator

import pytest

from aman.core.keys import CallerKeys
from aman.core.manifest import read_manifest
from aman.core.phrase import Phrase
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.form.correspondence import Correspondence
from aman.lines.form.messages import Written
from aman.lines.form.reading import Reading
from aman.lines.front import Front, FrontAway
from lines.form.speaking_front import SpeakingFront, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def connection(url: str) -> Iterator[Front]:
    front = Front(url)
    yield front
    front.close()


@pytest.fixture
def keys(front: SpeakingFront) -> CallerKeys:
    return Phrase.from_random(os.urandom(12)).keys(front.hotline)


def hotline(front: SpeakingFront) -> Hotline:
    return Hotline(front.hotline, time.time, NewestManifest())


def begun(front: SpeakingFront, connection: Front, keys: CallerKeys) -> Correspondence:
    correspondence = Correspondence(connection, hotline(front), keys)
    correspondence.look(Reading(0))
    written = Written(os.urandom(16), "s" * 22, 1, "en", "hello", {}, 0)
    correspondence.send(written.parts())
    return correspondence


def test_a_caller_finds_his_bucket_when_there_are_more_than_the_manifest_says(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    correspondence = begun(front, connection, keys)
    front.k = 3
    front.reply(front.only_case(), "found")
    reading = Reading(0)
    assert correspondence.look(reading)
    assert [each.reply.text for each in reading.replies() if each.reply] == ["found"]


def test_another_hotlines_manifest_is_no_manifest(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    other = SpeakingFront()
    with pytest.raises(FrontAway):
        Correspondence(connection, hotline(other), keys)
    front.manifest = other.manifest
    with pytest.raises(FrontAway):
        Correspondence(connection, hotline(front), keys)


def test_a_bucket_that_the_desk_did_not_sign_says_nothing(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    correspondence = begun(front, connection, keys)
    front.online = SpeakingFront().online
    reading = Reading(0)
    assert not correspondence.look(reading)
    assert reading.status is None


def test_an_older_manifest_than_one_seen_is_refused(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    seen = hotline(front)
    seen.newest.accept(2)
    with pytest.raises(FrontAway):
        Correspondence(connection, seen, keys)


def test_an_online_key_ends_when_the_root_said(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    last = read_manifest(front.manifest, front.hotline).online.valid_to - 1
    Correspondence(connection, Hotline(front.hotline, lambda: last, NewestManifest()), keys)
    with pytest.raises(FrontAway):
        Correspondence(connection, Hotline(front.hotline, lambda: last + 1, NewestManifest()), keys)


def test_a_front_that_keeps_its_mouth_shut_is_away(keys: CallerKeys, front: SpeakingFront) -> None:
    with served(front) as url:
        gone = url
    with pytest.raises(FrontAway):
        Correspondence(Front(gone), hotline(front), keys)


def test_answers_swapped_between_callers_open_for_nobody(
    front: SpeakingFront, connection: Front, keys: CallerKeys
) -> None:
    correspondence = begun(front, connection, keys)
    others = Phrase.from_random(os.urandom(12)).keys(front.hotline)
    begun(front, connection, others)
    mine, his = front.cases[keys.token.reveal()], front.cases[others.token.reveal()]
    front.reply(his, "for him")
    mine.inners = his.inners
    reading = Reading(0)
    assert correspondence.look(reading)
    assert reading.replies() == []
    assert reading.status is not None

"""A whole journey with a field team, through intake and slots, and what must not count."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from aman.core.envelope import Kind
from aman.core.handover import Standing, Withdrawn, write_team_reply
from aman.core.keys import Secret, to_base64url
from aman.core.team import Accept, TeamKeys
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.casebook.shredding import finish_shredding
from aman.desk.cases.access import access_case, shred_case, take
from aman.desk.cases.contacts import merge_cases
from aman.desk.cases.health import desk_health
from aman.desk.cases.journeys import (
    access_journeys,
    access_team,
    access_teams,
    write_to_team,
)
from aman.desk.cases.queue import access_queue
from aman.desk.cases.wishes import Rules, write_wish
from aman.desk.counting.models import Counted
from aman.desk.journeys.arranging import tell_plan, tick_off, write_plan
from aman.desk.journeys.handing_over import abort, hand_over, release_first, say_set_out
from aman.desk.journeys.models import HandOver, Journey, JourneyEvent, SignedWord, Team
from aman.desk.journeys.states import NotNow, SecondPersonNeeded, SignedEvent, Stage
from aman.desk.journeys.teams import (
    CODE_SECONDS,
    AnotherMustCompare,
    NoSuchTeam,
    NotAdministrator,
    confirm,
    key_digest,
    make_team,
    refuse,
    revoke,
)
from aman.desk.outbox.answering import EmptyReply, SomebodyAnswered
from aman.desk.outbox.models import Answer
from aman.desk.reading.models import Arrival, Batch
from aman.desk.reading.tallies import counts
from aman.desk.safe_contact.wishes import AgainstHisWish
from desk.journeys.conftest import EVERY_LINE, PLACE, STEPS, a_plan
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage
from desk_lines.line import Line

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "team-reply.json"
HandOut = Callable[[], int]


def stage() -> str:
    return Journey.objects.order_by("-pk").values_list("stage", flat=True)[0]


def counted() -> list[str]:
    return list(Counted.objects.order_by("pk").values_list("measure", flat=True))


def test_from_a_plan_to_arrived_by_the_teams_signature(
    page: Page, team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    front.give(page)
    assert all(step in page.told[0] for step in STEPS)
    assert "from 11:01 until 11:30" in page.told[0]
    assert "48.5" not in page.told[0]
    package = team.package()
    assert (package.place, package.people, package.wounded) == (PLACE, 2, 1)
    accepted = team.accept(package)
    tick(front)
    assert stage() == Stage.ACKNOWLEDGED
    say_set_out(alice, number, now(front))
    tick(front, 3700)
    arrived = team.tell(package)
    tick(front)
    team.read()
    assert stage() == Stage.ARRIVED
    assert team.has_confirmed(arrived)
    assert team.has_confirmed(accepted)
    before, *on_the_way = ["contacts", "people"], "applications", "plans_agreed"
    two_people = [each for each in ("handed_over", "set_out", "arrived") for _ in range(2)]
    assert counted() == [*before, *on_the_way, *two_people]
    words = access_journeys(alice, number, now(front)).ended[0].words
    assert [(each.says, each.counted, each.fingerprint) for each in words] == [
        ("accept", True, team.fingerprint),
        ("arrived", True, team.fingerprint),
    ]


def test_what_the_team_signed_is_kept_as_it_came(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    message_id = bytes(range(16))
    word = Accept(**team.about(team.package()))  # type: ignore[arg-type]
    body = team.signed(message_id, word)
    team.send(message_id, body)
    tick(front)
    assert body not in bytes(SignedWord.objects.get().content)
    (shown,) = access_journeys(alice, number, now(front)).open.words  # type: ignore[union-attr]
    assert shown.hex == (message_id + body).hex()
    assert SignedWord.objects.get().batch is None
    assert not Batch.objects.exists()


def test_a_package_is_the_least_that_a_team_needs(
    team: TeamPage, out: HandOut, page: Page, agreed: int
) -> None:
    """No member but the schema's, and none of them a name, a number or a case."""
    out()
    reply = json.loads(write_team_reply(team.told[-1]))
    assert set(reply) == {"at", "handover"}
    schema = json.loads(SCHEMA.read_text())["$defs"]["Handover"]["properties"]
    assert set(schema) == {
        *("id", "revision", "place", "window", "clock", "fallback", "people", "wounded"),
        *("means", "recognition", "show", "abort_sign", "expires", "guide"),
    }
    # People who go alone are not led: their team does not learn by which way they come.
    assert set(reply["handover"]) == set(schema) - {"guide"}
    text = json.dumps(reply)
    assert "get me out" not in text
    assert not any(step in text for step in STEPS)
    del page, agreed


def test_nobody_hands_over_what_he_released(
    agreed: int, team: TeamPage, front: Front, alice: Operator
) -> None:
    release_first(alice, agreed, now(front))
    with pytest.raises(SecondPersonNeeded):
        hand_over(alice, agreed, 1, now(front))
    tick(front)
    team.read()
    assert not HandOver.objects.exists()
    assert all(each.handover is None for each in team.told)
    assert stage() == Stage.RELEASED


def test_the_database_refuses_one_person_twice(out: HandOut, alice: Operator) -> None:
    out()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(second_id=alice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.update(second_by_id=alice.pk)


def test_nothing_is_released_before_every_step_was_repeated(
    planned: int, front: Front, alice: Operator
) -> None:
    with pytest.raises(NotNow):
        release_first(alice, planned, now(front))
    tell_plan(alice, planned, lang="en", seen_upto=99, now=now(front))
    assert not tick_off(alice, planned, (0, 2), now(front))
    with pytest.raises(NotNow):
        release_first(alice, planned, now(front))


def test_a_plan_written_anew_has_to_be_told_and_repeated_again(
    agreed: int, front: Front, alice: Operator, bob: Operator
) -> None:
    release_first(alice, agreed, now(front))
    write_plan(bob, agreed, a_plan(now(front)), now(front))
    assert stage() == Stage.CHOSEN
    assert Journey.objects.get().released_by_id is None
    with pytest.raises(NotNow):
        release_first(alice, agreed, now(front))


def test_a_wrong_signature_joins_nothing_and_is_counted(
    team: TeamPage, out: HandOut, front: Front
) -> None:
    out()
    stranger = TeamKeys.derive(Secret(bytes(32)))
    word = Accept(**team.about(team.package()))  # type: ignore[arg-type]
    before = Arrival.objects.count()
    team.say(word, sign=stranger)
    tick(front)
    assert (stage(), counts()["unproven"]) == (Stage.HANDED_OVER, 1)
    assert (Arrival.objects.count(), SignedWord.objects.count()) == (before, 0)


def test_an_unknown_team_joins_nothing_and_makes_no_case(
    page: Page, out: HandOut, team: TeamPage, front: Front
) -> None:
    out()
    other = TeamPage(front)
    other.accept(team.package())
    other.enrol("00000000000000000001")
    tick(front)
    assert (stage(), Case.every.count()) == (Stage.HANDED_OVER, 2)
    assert counts()["unproven"] + counts()["unreadable"] == 2
    del page


def test_another_teams_word_about_it_moves_nothing(
    out: HandOut, team: TeamPage, front: Front, alice: Operator, bob: Operator
) -> None:
    out()
    other = TeamPage(front)
    other.enrol(make_team(alice, "Heron", now(front)))
    tick(front)
    key = key_digest(Team.objects.get(pk=2))
    confirm(alice, 2, key, now(front))
    confirm(bob, 2, key, now(front))
    other.tell(team.package())
    tick(front)
    assert (stage(), counts()["unsupported"]) == (Stage.HANDED_OVER, 1)
    assert not SignedWord.objects.exists()


def test_a_revoked_teams_word_joins_nothing_and_is_counted(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    out()
    revoke(alice, 1, now(front))
    team.tell(team.package())
    team.write("still here")
    tick(front)
    team.read()
    assert (stage(), counts()["unproven"]) == (Stage.HANDED_OVER, 2)
    assert team.told[-1].standing is Standing.REVOKED
    with pytest.raises(NoSuchTeam):
        revoke(alice, 1, now(front))


def test_a_repeated_word_counts_once(team: TeamPage, out: HandOut, front: Front) -> None:
    out()
    message_id = bytes(range(16))
    word = Accept(**team.about(team.package()))  # type: ignore[arg-type]
    for _ in range(3):
        team.send(message_id, team.signed(message_id, word))
        tick(front)
    assert SignedWord.objects.count() == 1
    events = JourneyEvent.objects.filter(event=SignedEvent.ACCEPTED.value)
    assert events.count() == 1
    team.read()
    assert team.has_confirmed(message_id)


def test_a_word_about_an_older_revision_changes_nothing(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    first = team.package()
    team.refuse(first)
    tick(front)
    assert stage() == Stage.CHOSEN
    tell_plan(alice, number, lang="en", seen_upto=99, now=now(front))
    assert tick_off(alice, number, EVERY_LINE, now(front))
    out()
    second = team.package()
    assert (second.id, second.revision) == (first.id, 2)
    team.tell(first)
    tick(front)
    assert stage() == Stage.HANDED_OVER
    assert [each.counted for each in SignedWord.objects.order_by("pk")] == [True, False]
    team.tell(second)
    tick(front)
    assert stage() == Stage.ARRIVED


def test_everything_goes_on_while_the_vault_is_locked(  # noqa: PLR0913, PLR0917 - the cast
    agreed: int,
    team: TeamPage,
    front: Front,
    alice: Operator,
    bob: Operator,
    reopen: Callable[[object], None],
) -> None:
    """The package goes out after the release, the words come in, and are opened later."""
    release_first(alice, agreed, now(front))
    hand_over(bob, agreed, 1, now(front))
    front.desk.vault.lock()
    tick(front)
    team.read()
    team.accept(team.package())
    tick(front)
    team.tell(team.package())
    tick(front)
    team.read()
    assert stage() == Stage.ARRIVED
    assert SignedWord.objects.filter(batch__isnull=False).count() == 2
    reopen(front.desk)
    words = access_journeys(alice, agreed, now(front)).ended[0].words
    assert [each.says for each in words] == ["accept", "arrived"]


def test_an_abort_is_withdrawn_from_the_team(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    abort(alice, number, now(front))
    tick(front)
    team.read()
    taken_back = team.told[-1].withdraw
    assert taken_back is not None
    assert (taken_back.handover, taken_back.reason) == (team.package().id, Withdrawn.ABORTED)
    assert stage() == Stage.RECALLED


def test_a_plan_past_its_end_is_dead_and_the_team_is_told(
    team: TeamPage, out: HandOut, front: Front
) -> None:
    out()
    front.desk.vault.lock()
    for _ in range(20):
        tick(front, 500)
    team.read()
    assert stage() == Stage.OVERDUE
    taken_back = team.told[-1].withdraw
    assert taken_back is not None
    assert taken_back.reason is Withdrawn.EXPIRED
    team.tell(team.package())
    tick(front)
    assert stage() == Stage.ARRIVED


def test_a_plan_past_its_end_is_not_released_even_before_the_clock_said_so(
    agreed: int, team: TeamPage, front: Front, alice: Operator, bob: Operator
) -> None:
    release_first(alice, agreed, now(front))
    late = now(front) + 7200
    with pytest.raises(NotNow):
        hand_over(bob, agreed, 1, late)
    assert not HandOver.objects.exists()
    del team


def test_a_plan_goes_out_by_every_guard_and_not_after_its_end(
    planned: int, front: Front, telegram: Line, alice: Operator
) -> None:
    telegram.hears("@x", "it is me")
    tick(front)
    other = Case.objects.order_by("-number").first()
    assert other is not None
    merge_cases(alice, planned, other.number, now(front))
    tick(front, 3000)
    write_wish(alice, planned, Rules(never=True), None, now(front))
    seen = {"seen_upto": 99, "also_seen": {other.number: 99}}
    with pytest.raises(AgainstHisWish):
        tell_plan(alice, planned, lang="en", now=now(front), **seen)  # type: ignore[arg-type]
    assert stage() == Stage.CHOSEN
    write_wish(alice, planned, Rules(), None, now(front))
    tell_plan(alice, planned, lang="en", now=now(front), **seen)  # type: ignore[arg-type]
    assert stage() == Stage.TOLD
    tick(front)
    assert len(said(telegram)) == 1
    until = [each.until for each in telegram.outbox.values() if STEPS[0] in each.text]
    assert until == [Journey.objects.get().expires_at]


def test_a_team_is_no_case_anywhere(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    team.write("the road is open")
    tick(front)
    conversation = Team.objects.get().conversation_id
    assert [row.number for row in access_queue(alice, now(front))] == [number]
    for deed in (
        lambda: access_case(alice, conversation, now(front)),
        lambda: take(alice, conversation),
        lambda: merge_cases(alice, number, conversation, now(front)),
        lambda: shred_case(alice, conversation, now(front)),
        lambda: access_journeys(alice, conversation, now(front)),
    ):
        with pytest.raises(NoSuchCase):
            deed()
    assert desk_health(now(front)).cases == 1


def test_a_teams_text_is_read_on_its_own_screen(
    team: TeamPage, front: Front, alice: Operator
) -> None:
    team.write("the road is open")
    tick(front)
    assert desk_health(now(front)).team_words == 2
    shown = access_team(alice, 1, now(front))
    assert [each.text for each in shown.texts] == ["the road is open"]
    assert (shown.team.name, desk_health(now(front)).team_words) == ("Crane", 0)


def test_operators_write_to_a_team_and_never_past_each_other(
    team: TeamPage, front: Front, alice: Operator, bob: Operator
) -> None:
    team.write("the road is open")
    tick(front)
    with pytest.raises(SomebodyAnswered):
        write_to_team(alice, 1, "which one?", 0, now(front))
    seen = access_team(alice, 1, now(front)).texts[0].item
    write_to_team(alice, 1, "which one?", seen, now(front))
    with pytest.raises(SomebodyAnswered):
        write_to_team(bob, 1, "thank you", seen, now(front))
    with pytest.raises(EmptyReply):
        write_to_team(bob, 1, " ", 99, now(front))
    front.desk.vault.lock()
    tick(front)
    team.read()
    assert team.told[-1].text == "which one?"


def test_what_the_desk_wrote_to_a_team_is_kept_sealed_and_shown(
    team: TeamPage, front: Front, alice: Operator
) -> None:
    write_to_team(alice, 1, "which road?", 99, now(front))
    kept = Answer.objects.order_by("-pk")[0]
    assert b"which road" not in bytes(kept.content)
    (shown,) = access_team(alice, 1, now(front)).texts
    assert (shown.text, shown.by, shown.read_at) == ("which road?", "alice", None)
    revoke(alice, 1, now(front))
    with pytest.raises(NoSuchTeam):
        write_to_team(alice, 1, "still there?", 99, now(front))
    del team


def test_a_callers_message_with_a_teams_words_joins_nothing(team: TeamPage, front: Front) -> None:
    before = Arrival.objects.count()
    team.send(bytes(16), b'{"session":"s","n":9,"text":"hello"}', Kind.MESSAGE)
    tick(front)
    assert (Arrival.objects.count(), counts()["unsupported"]) == (before, 1)


def test_a_line_that_gives_a_teams_words_is_a_case_of_its_own(
    team: TeamPage, front: Front, telegram: Line
) -> None:
    telegram.hears("@x", "it is me", token=to_base64url(team.keys.caller.token.reveal()))
    tick(front)
    assert Case.objects.count() == 2
    assert Case.every.count() == 3


def test_a_code_works_once_and_for_a_day(page: Page, front: Front, alice: Operator) -> None:
    code = make_team(alice, "Crane", now(front))
    assert code.encode() not in bytes(Team.objects.get().code_digest or b"")
    first, second = TeamPage(front), TeamPage(front)
    first.enrol(code)
    second.enrol(code)
    tick(front)
    assert counts()["unproven"] == 1
    assert access_teams()[0].fingerprint == first.fingerprint
    late = make_team(alice, "Heron", now(front) - CODE_SECONDS)
    second.enrol(late)
    tick(front)
    assert access_teams()[0].fingerprint == ""
    del page


def test_two_different_operators_compare_a_key(
    enrolled: TeamPage, agreed: int, front: Front, alice: Operator, bob: Operator
) -> None:
    key = key_digest(Team.objects.get())
    with pytest.raises(NoSuchTeam):
        confirm(alice, 1, "of another key", now(front))
    assert not confirm(alice, 1, key, now(front))
    with pytest.raises(AnotherMustCompare):
        confirm(alice, 1, key, now(front))
    enrolled.write("are we in")
    tick(front)
    assert counts()["unproven"] == 1
    release_first(alice, agreed, now(front))
    with pytest.raises(NoSuchTeam):
        hand_over(bob, agreed, 1, now(front))
    assert stage() == Stage.RELEASED
    assert confirm(bob, 1, key, now(front))
    tick(front)
    enrolled.read()
    assert [each.standing for each in enrolled.told] == [Standing.CONFIRMED]


def test_a_key_that_differs_is_refused(enrolled: TeamPage, front: Front, bob: Operator) -> None:
    refuse(bob, 1, now(front))
    tick(front)
    enrolled.read()
    assert enrolled.told[-1].standing is Standing.REFUSED
    with pytest.raises(NoSuchTeam):
        confirm(bob, 1, key_digest(Team.objects.get()), now(front))


def test_only_an_administrator_makes_and_revokes(
    team: TeamPage, front: Front, bob: Operator
) -> None:
    Operator.objects.filter(pk=bob.pk).update(is_administrator=False)
    bob.refresh_from_db()
    with pytest.raises(NotAdministrator):
        make_team(bob, "Heron", now(front))
    with pytest.raises(NotAdministrator):
        revoke(bob, 1, now(front))
    del team


def test_a_case_that_is_destroyed_is_withdrawn_and_its_words_join_nothing(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    package = team.package()
    shred_case(alice, number, now(front))
    tick(front)
    team.read()
    assert team.told[-1].withdraw is not None
    team.tell(package)
    tick(front)
    assert not SignedWord.objects.exists()
    tick(front, 8 * 86_400)
    assert finish_shredding(now(front)) == 1
    assert not Journey.objects.exists()
    assert JourneyEvent.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journeys_journeyevent SET at = at + 1", "DELETE FROM journeys_journeyevent"],
)
def test_what_happened_is_never_changed(planned: int, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert JourneyEvent.objects.count() == 2
    del planned


def test_nothing_sealed_stands_open_in_the_database(out: HandOut, front: Front) -> None:
    out()
    journey, handover, team = Journey.objects.get(), HandOver.objects.get(), Team.objects.get()
    kept = b"".join(bytes(each) for each in (journey.content, handover.content, team.name))
    for open_word in (*STEPS, "kettle", "white", "Crane", "48.5"):
        assert open_word.encode() not in kept
    assert {each.name for each in Counted._meta.get_fields()} == {"id", "measure", "day"}
    del front


def test_who_did_it_stands_in_the_audit(out: HandOut) -> None:
    number = out()
    there = AuditEntry.objects.filter(case_number=number).values_list("action", "operator_name")
    assert list(there)[-3:] == [
        ("said: the plan was repeated", "alice"),
        ("released the journey", "alice"),
        ("handed over to a team", "bob"),
    ]

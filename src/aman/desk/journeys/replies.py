"""What goes out to a team: an ordinary reply in its dead drop (protocol section 5).

Promises: it is sealed to the team's key when it is decided, and is published while the vault is
locked. Its text is kept nowhere else at the desk: a package stands with its journey.
"""

from aman.core.handover import TeamReply, write_team_reply
from aman.core.keys import KemPublicKey
from aman.core.sealing import seal_reply, split_reply
from aman.desk.casebook.models import Case
from aman.desk.outbox.models import Answer, OutReply
from aman.desk.running import the_desk


def lay_ready(conversation: Case, operator: int, reply: TeamReply) -> None:
    """Put a reply into a team's dead drop, in the transaction that holds its conversation."""
    if not conversation.has_phrase:
        return
    parts = split_reply(write_team_reply(reply))
    first = conversation.next_seq
    kept = Answer.objects.create(
        case=conversation,
        item=conversation.next_item,
        operator_id=operator,
        created_at=reply.at,
        content=b"",
        first_seq=first,
        last_seq=first + len(parts) - 1,
    )
    team, hotline = KemPublicKey(bytes(conversation.caller_pk)), the_desk().hotline
    OutReply.objects.bulk_create(
        OutReply(
            case=conversation,
            answer=kept,
            seq=first + at,
            inner=seal_reply(hotline, team, first + at, part, at + 1, len(parts)),
            created_at=reply.at,
        )
        for at, part in enumerate(parts)
    )
    conversation.next_item += 1
    conversation.next_seq = first + len(parts)
    conversation.answered_at = reply.at
    conversation.save(update_fields=["next_item", "next_seq", "answered_at"])

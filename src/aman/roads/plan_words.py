"""A plan in words: four languages, sentences of at most twelve words, and what he repeats.

Promises: every text stands in every language; names come from the map or from people as they are,
cut to a few words; what the caller has to repeat is a list of whole sentences.
Refuses to know: roads, hazards, figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .graph import NAME_LANGUAGES, Landmarks
from .landmarks import KIND_NAMES
from .plan import Plan
from .plan_sentences import apart, clock, moment, sentence, tables, word
from .steps import (
    AtDistance,
    AtEnd,
    AtPoint,
    AtSight,
    AtTurning,
    Cue,
    Departure,
    RoadLook,
    Sight,
    Step,
    Turn,
)  # fmt: skip

NAME_WORDS: Final = 5
NAME_LETTERS: Final = 40
"""Of a name so much is said: nobody remembers more, and a step stays short."""
Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """The sentences of one language."""

    beginning: Sentences
    steps: tuple[Sentences, ...]
    meeting: Sentences
    """What holds when he is there, and what if not."""
    end: Sentences

    @property
    def repeated(self) -> Sentences:
        """What the caller says back; the operator ticks each off. No distance of a whole step."""
        return (
            *self.beginning,
            *(sentence for each in self.steps for sentence in each[1:]),
            *self.meeting,
            self.end[0],
        )


def tell(plan: Plan, language: str) -> ToldPlan:
    """The plan in a language of LANGUAGES."""
    return _Teller(plan, language).told()


def sight_in_words(sight: Sight, language: str) -> str:
    """The kind, and the name in his language or the local one."""
    by_language = dict(zip(NAME_LANGUAGES, sight.names, strict=True))
    name = by_language[language] or by_language[""]
    kind = word("kind", sight.kind, language)
    return f"{kind} {_named(name, language)}" if name else kind


def landmark_in_words(marks: Landmarks, landmark: int, language: str) -> str:
    """The same of a landmark of the map."""
    names = tuple(marks.name(landmark, each) for each in NAME_LANGUAGES)
    return sight_in_words(Sight(KIND_NAMES[int(marks.kind[landmark])], names), language)


class _Teller:
    def __init__(self, plan: Plan, language: str) -> None:
        self.plan, self.language = plan, language

    def told(self) -> ToldPlan:
        return ToldPlan(
            tuple(self._beginning()),
            tuple(tuple(self._step(step)) for step in self.plan.steps),
            tuple(self._meeting()),
            (self._say("expires", time=self._moment(self.plan.expires)), self._say("no_phone")),
        )

    def _beginning(self) -> Iterator[str]:
        departure, agreed = self.plan.departure, self.plan.agreed
        yield self._say("start", time=self._moment(self.plan.start))
        yield self._say("clock", clock=_few(agreed.clock))
        if departure.sight is not None:
            yield self._say("beginning", sight=self._sight(departure.sight))
        compass = self._word("compass", str(int(departure.compass)))
        yield self._say("direction", compass=compass, look=self._on(departure))

    def _step(self, step: Step) -> Iterator[str]:
        yield self._say(
            "keep",
            distance=self._nearest("distance", step.metres),
            duration=self._nearest("duration", step.seconds / 60),
        )
        yield self._cue(step.cue)
        if step.wait_until_s is not None:
            until = self.plan.at(step.wait_until_s)
            yield from self._by("wait", until)
        if step.turn is not None:
            yield self._say(f"turn_{step.turn.bend}", look=self._on(step.turn))

    def _cue(self, cue: Cue) -> str:
        match cue:
            case AtSight(sight):
                return self._say("at_sight", sight=self._sight(sight))
            case AtTurning(number, is_left, look):
                side = "left" if is_left else "right"
                return self._say(f"turning_{number}_{side}", look=self._look(look))
            case AtEnd():
                return self._say("at_end")
            case AtDistance():
                return self._say("at_distance")
            case AtPoint():
                return self._say("at_point", point=_few(self.plan.agreed.point))

    def _meeting(self) -> Iterator[str]:
        agreed = self.plan.agreed
        yield from self._by("arrival", self.plan.arrival)
        yield from (self._say(f"show_{each}") for each in agreed.show)
        yield from (self._say(f"leave_{each}") for each in agreed.leave)
        yield self._say("they_say", word=_quoted(agreed.we_say))
        yield self._say("you_say", word=_quoted(agreed.you_say))
        yield self._say("wrong_word")
        yield self._say(f"abort_{agreed.abort}")
        if agreed.fall_back is None:
            yield self._say("no_fall_back")
        else:
            yield self._say("fall_back", time=self._moment(agreed.fall_back))

    def _by(self, name: str, time: datetime) -> Iterator[str]:
        """The hour of the first time, and of the second one."""
        yield self._say(name, time=clock(time))
        if self.plan.later is not None:
            yield self._say("second_time", time=clock(time + self.plan.later))

    def _moment(self, time: datetime) -> str:
        return moment(time.astimezone(self.plan.second_0.tzinfo), self.language)

    def _say(self, name: str, **filled: str) -> str:
        return sentence(name, self.language, **filled)

    def _word(self, table: str, name: str) -> str:
        return word(table, name, self.language)

    def _look(self, look: RoadLook) -> str:
        return self._word("look", look)

    def _on(self, way: Departure | Turn) -> str:
        """How a road looks, and what stands on its signs: that is in the local script."""
        look = self._look(way.look)
        sign = "" if way.street is None else way.street.names[0] or way.street.number
        return f"{look} {_named(sign, self.language)}" if sign else look

    def _sight(self, sight: Sight) -> str:
        return sight_in_words(sight, self.language)

    def _nearest(self, table: str, figure: float) -> str:
        """The figure of the table whose ratio to this one is nearest to 1."""
        figure = max(figure, 1e-9)
        keys: list[str] = list(tables()[table])
        return self._word(
            table, min(keys, key=lambda key: max(int(key), figure) / min(int(key), figure))
        )


def _few(name: str) -> str:
    words = name.split()
    few = " ".join(words[:NAME_WORDS])[:NAME_LETTERS].rstrip()
    return few + ("…" if len(few) < len(" ".join(words)) else "")


def _named(name: str, language: str) -> str:
    """In quotes."""
    return apart(_quoted(name), language)


def _quoted(name: str) -> str:
    return f"«{_few(name)}»"

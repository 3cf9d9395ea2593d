"""Programmes and messages for tests of the talk."""

from aman.core.programme import Programme
from aman.core.programme_file import read_programme
from aman.core.strength import Strength
from aman.desk.talk.steps import Heard, Step, TalkState, step
from aman.programmes import programme_path

LANGUAGES = ("ar", "en", "ru", "uk")


def shipped(name: str = "surrender") -> Programme:
    """A programme as it is shipped."""
    return read_programme(programme_path(name).read_text("utf-8"), name)


def programme(
    *questions: str,
    languages: tuple[str, ...] = LANGUAGES,
    lines: str = "",
    ids: tuple[str, ...] = ("first", "second", "third", "fourth"),
    options: tuple[str, ...] = ("danger", "calm"),
) -> Programme:
    """A small programme with questions of these kinds; the first option of a choice is urgent."""
    every = "\n".join(
        f"[{key}]\n" + "\n".join(f'{lang} = ["Text {lang}."]' for lang in languages)
        for key in ("about", "promised", "not_promised", "form_promised", "form_not_promised")
    )
    titles = "\n".join(
        f"[{key}]\n" + "\n".join(f'{lang} = "Notes {lang}"' for lang in languages)
        for key in ("name", "title")
    )
    asked = "\n".join(
        _question(id_, kind, languages, options) for id_, kind in zip(ids, questions, strict=False)
    )
    listed = ", ".join(f'"{lang}"' for lang in languages)
    text = f'id = "small"\nlanguages = [{listed}]\n{titles}\n{every}\n[lines]\n{lines}\n{asked}'
    return read_programme(text, "small.toml")


def _question(id_: str, kind: str, languages: tuple[str, ...], options: tuple[str, ...]) -> str:
    rows = [f'[[question]]\nid = "{id_}"\nkind = "{kind}"']
    rows += [f'text.{lang} = "{id_} in {lang}?"' for lang in languages]
    for at, option in enumerate(options if kind == "choice" else ()):
        rows.append(f'[[question.option]]\nid = "{option}"\nurgent = {str(at == 0).lower()}')
        rows += [f'text.{lang} = "{option} {lang}"' for lang in languages]
    return "\n".join(rows)


class Talk:
    """A person's side of a talk: says something, sees what comes back."""

    def __init__(
        self,
        of: Programme,
        *,
        line: str = "telegram",
        strength: Strength = Strength.PROVIDER,
        hint: str = "",
        state: TalkState | None = None,
    ) -> None:
        self.programme = of
        self.line = line
        self.strength = strength
        self.hint = hint
        self.state = state
        self.answered = False
        self.last: Step | None = None

    def say(self, text: str = "", *, pressed: str | None = None, other: bool = False) -> list[str]:
        """Send one message; gives the texts that come back."""
        heard = Heard(
            line=self.line,
            strength=self.strength,
            text=text,
            pressed=pressed,
            other=other,
            lang_hint=self.hint,
            operator_answered=self.answered,
        )
        self.last = step(self.state, heard, self.programme)
        self.state = self.last.state
        return [say.text for say in self.last.says]

    def press(self, payload: str) -> list[str]:
        """Press a button."""
        return self.say(pressed=payload)

    @property
    def step(self) -> Step:
        """What came of the last message."""
        if self.last is None:
            reason = "nothing was said yet"
            raise ValueError(reason)
        return self.last

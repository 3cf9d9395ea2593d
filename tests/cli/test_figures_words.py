"""`aman figures sentence|check`: from the published file to sentences and findings."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from aman.cli import main
from aman.figures import publishing
from aman.figures.measures import ArrivedSafe, People
from figures.hotline import figure, speaker
from figures.published import START, PublishingHotline, make_key, noon, people
from figures.seeded import SeededNoise

PEOPLE = {"series": "people-1", "withdrawn": "no", **dict(figure(People, 6540).row().cells())}
ARRIVED = {
    "series": "arrived-1",
    "withdrawn": "no",
    **dict(figure(ArrivedSafe, None).row().cells()),
}


def aman(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture
def latest(tmp_path: Path) -> Path:
    """The published file, as the log's exports write it."""
    file = tmp_path / "latest.json"
    withdrawn = PEOPLE | {"value": "9000", "withdrawn": "yes"}
    newest = [PEOPLE, ARRIVED, withdrawn]
    file.write_text(
        json.dumps({"budget_rho": {"person": "0.2"}, "entries": 3, "newest": newest}), "utf-8"
    )
    return file


def test_figures_are_said_in_a_language(latest: Path) -> None:
    done = aman("figures", "sentence", "--figures", latest, "--lang", "ru", "--press")
    assert done.exit_code == 0, done.stderr
    assert "обратились примерно 6\u00a0540 человек; сколько из них сдались" in done.stdout
    assert "сдались максимум примерно 25 человек, это подтвердила" in done.stdout
    assert "Чего он не говорит?" in done.stdout
    assert "9\u00a0000" not in done.stdout


def test_a_series_that_ended_says_so_behind_its_last_figure(latest: Path) -> None:
    ended = PEOPLE | {"closed": "ended", "closed_on": "2026-02-03"}
    stopped = ARRIVED | {"closed": "stopped", "closed_on": "2026-02-04"}
    latest.write_text(json.dumps({"newest": [ended, stopped]}), "utf-8")
    said = aman("figures", "sentence", "--figures", latest).stdout
    assert "This series ended on 3 February 2026. All of it is published." in said
    assert "This series was stopped on 4 February 2026. The log says why." in said
    said = aman("figures", "sentence", "--figures", latest, "--lang", "ar").stdout
    assert "انتهت هذه السلسلة في 3 فبراير 2026 ونُشرت كلها." in said


def test_a_draft_is_checked_and_one_that_is_wrong_ends_in_one(latest: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Since autumn\n6,540 soldiers surrendered.\n", "utf-8")
    done = aman("figures", "check", draft, "--figures", latest)
    assert done.exit_code == 1, done.stderr
    assert done.stdout == (
        f"{draft}:2:1: 6,540 is our figure for “People who contacted us”, "
        "not for “Surrendered, confirmed”.\n"
        "  From 18 September to 20 January about 6,540 people contacted the hotline; "
        "how many gave themselves up is not stated.\n"
    )
    draft.write_text("6,540 people contacted us.\n", "utf-8")
    done = aman("figures", "check", draft, "--figures", latest)
    assert done.exit_code == 0, done.stdout
    assert "Nothing was found" in done.stdout


def test_what_is_no_published_file_is_refused_in_words(latest: Path, tmp_path: Path) -> None:
    for wrong in ('{"newest": 3}', "6,540", json.dumps({"newest": [PEOPLE | {"measure": "all"}]})):
        latest.write_text(wrong, "utf-8")
        done = aman("figures", "sentence", "--figures", latest)
        assert done.exit_code == 2
        assert "no file of published figures" in done.stderr
    assert "can't be read" in aman("figures", "sentence", "--figures", tmp_path / "none").stderr
    assert "one of ar, en, ru, uk" in aman(
        "figures", "sentence", "--figures", latest, "--lang", "xx"
    ).stderr  # fmt: skip


def test_a_draft_is_checked_by_every_release_of_a_folder(tmp_path: Path) -> None:
    """And a report's claims, too; a folder that can't be believed ends the command."""
    hotline = PublishingHotline(tmp_path, make_key(tmp_path), SeededNoise(is_silent=True))
    hotline.open(people(), START)
    hotline.weeks(START + timedelta(weeks=4), 3)
    draft, public = tmp_path / "draft.txt", hotline.public.path
    for number in (145, 195):
        draft.write_text(f"{number} soldiers surrendered by the “Way” hotline.\n", "utf-8")
        done = aman("figures", "check", draft, "--figures", public)
        assert f"{number} is our figure for “People who contacted us”" in done.stdout
        done = aman("figures", "claims", draft, "--figures", public, "--hotline", "Way")
        assert "Same count, different measure" in done.stdout
        assert f"about {number} people contacted the hotline" in done.stdout
    newest, day = hotline.publisher().log().history.size - 1, START + timedelta(weeks=7)
    hotline.publisher().publish(
        lambda decided: publishing.correct(
            decided, newest, {"en": "Counted twice."}, is_withdrawn=True
        ),
        noon(day),
    )
    draft.write_text("245 people contacted the “Way” hotline.\n", "utf-8")
    done = aman("figures", "check", draft, "--figures", public, "--lang", "ru")
    assert "245 у нас означает" in done.stdout
    assert "Названная причина: Counted twice." in done.stdout
    told = aman("figures", "claims", draft, "--figures", public, "--hotline", "Way")
    assert "Unresolved" in told.stdout, "nobody said of which day the report is"
    dated = "--day", f"draft.txt={day + timedelta(days=1)}", "--hotline", "Way"
    for lang, said in (
        ("en", "A figure that we withdrew"),
        ("ar", "رقم سحبناه"),
        ("ru", "Показатель, который мы отозвали"),
        ("uk", "Показник, який ми відкликали"),
    ):
        told = aman("figures", "claims", draft, "--figures", public, *dated, "--lang", lang)
        assert said in told.stdout
        assert "Counted twice." in told.stdout
        assert speaker(lang).namer.phrases.stands_now.partition("{")[0] in told.stdout
    next(public.glob("log/*")).write_bytes(b"{}")
    done = aman("figures", "check", draft, "--figures", public)
    assert (done.exit_code, "Do not believe this." in done.stderr) == (1, True)

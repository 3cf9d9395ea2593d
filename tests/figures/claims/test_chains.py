"""Who said it where the sentence does not: other words for saying, quotes that go on, pronouns."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.figures.claims.claim import Report
from aman.figures.claims.proposing import propose


def chains(lang: str, text: str) -> list[tuple[str, ...]]:
    report = Report(name="r", text=text, lang=lang)
    return [claim.statement.chain(report)[:-1] for claim in propose(report)]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The line took 900 calls, the county administration says.", "the county administration"),
        ("The line took 900 calls, officials in Sant Orso said.", "officials in Sant Orso"),
        ("According to its head, Ida Font, the line took 900 calls.", "its head, Ida Font"),
        ("The line took 900 calls (source: Rescue Service).", "Rescue Service"),
    ],
)
def test_english_has_many_words_for_who_said_it(text: str, chain: str) -> None:
    assert chains("en", text) == [(chain,)]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Fjordblad wrote on Monday, citing two members of the network, that 900 men signed up.",
            ("two members of the network", "Fjordblad"),
        ),
        (
            "The army denies that 900 men called, the Daily Anchor wrote, picking up Ostpress.",
            ("The army", "Ostpress", "Daily Anchor"),
        ),
        (
            "The line took 900 calls, wrote the Anchor. It quoted the nurse Ida Font.",
            ("the nurse Ida Font", "the Anchor"),
        ),
        (
            "Ostpress quoted an unnamed officer as saying that 900 men surrendered.",
            ("an unnamed officer", "Ostpress"),
        ),
    ],
)
def test_outlets_stand_behind_those_whom_they_cite(text: str, chain: tuple[str, ...]) -> None:
    assert chains("en", text) == [chain]


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("en", "“They ring at night,” said Ida Font. “We took 900 calls in May.”", "Ida Font"),
        ("en", "“It was hard for all of us. We took 900 calls,” said Ida Font.", "Ida Font"),
        ("ru", "«Женщины звонят ночью, — говорит Ида Фонт. — Позвонили 900».", "Ида Фонт"),
        ("uk", "«Нам було важко в травні. Подзвонили 900 людей», — каже Іда Фонт.", "Іда Фонт"),
    ],
)
def test_a_quotation_has_one_speaker(lang: str, text: str, speaker: str) -> None:
    assert chains(lang, text)[-1] == (speaker,)


def test_she_is_the_last_one_presented_and_it_the_last_office() -> None:
    both = "The minister, Tove Aalund, gave another figure. "
    assert chains("en", both + "“We counted 410 arrivals,” she told the broadcaster NRV.") == [
        ("Tove Aalund", "NRV")
    ]
    office = "The ministry denied it. Ida Font, a nurse, told so. Only 20 men called, it said."
    assert chains("en", office) == [("The ministry",)]


def test_answers_of_an_interview_are_the_guests() -> None:
    text = (
        "Mirela Oster, 58, has run the line for years.\n\nHow many ring you?\n\n"
        "Last year 900 women rang us.\n\nAnd then?\n\n400 women have reached a shelter."
    )
    assert chains("en", text) == [("Mirela Oster",), ("Mirela Oster",)]


def test_items_of_a_list_are_said_by_who_leads_to_it() -> None:
    text = "Глава линии Вера Самарь ответила:\n\n— на линию написали 900 солдат;\n— сдались 12."
    assert chains("ru", text) == [("Глава линии Вера Самарь",)] * 2


@pytest.mark.parametrize(
    ("lang", "text", "chain"),
    [
        ("ru", "В генштабе утверждают, что сдались 900 солдат.", ("генштабе",)),
        ("uk", "У профспілці сказали, що через лінію подано 900 заяв.", ("профспілці",)),
        (
            "ru",
            "Анна Верх, координатор линии, сообщила агентству «Норд», что сдались 900 солдат.",
            ("Анна Верх", "Норд"),
        ),
        (
            "uk",
            "Здалися 900 солдатів, сказала телекомпанії представниця лінії.",
            ("представниця лінії", "телекомпанії"),
        ),
        (
            "ru",
            "Сдались 900 солдат, пишет «Полюс» со ссылкой на разведку.",
            ("разведку", "Полюс"),
        ),
        (
            "ar",
            "وكان القائمون على الخط قد أعلنوا أن 900 جندي استسلموا.",
            ("القائمون على الخط",),
        ),
        (
            "ar",
            "قال مدير خط «سند» المخصص للنساء في الجنوب، سامر القيسوني، إن 900 امرأة اتصلن.",
            ("مدير خط «سند» المخصص للنساء في الجنوب، سامر القيسوني",),
        ),
    ],
)
def test_offices_asides_and_outlets_in_other_languages(
    lang: str, text: str, chain: tuple[str, ...]
) -> None:
    assert chains(lang, text) == [chain]


def test_a_sentence_that_nobody_says_has_no_chain() -> None:
    assert chains("en", "The line took calls, Ida Font said. It rained. 900 men called.") == [()]

"""What rules propose in four languages, and what they leave out."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.figures.claims.claim import Precision, Report, Statement, Vague, Worded
from aman.figures.claims.proposing import propose
from aman.figures.wording import LANGUAGES

P, W = Precision, Worded
_PIECES = (
    *("6,543", "٦٥٤٣", "thousands", "ﬁve…", "«", "»", "“", "Straße", ".", "\n", ",", ":", "—", "$"),
    *("contacted", "сдались", "здалися", "استسلموا", "hotline", "линию", "лінію", "الخط الساخن"),
    *(
        "said",
        "сообщил",
        "повідомив",
        "قال",
        "The Guardian",
        "газета",
        "صحيفة",
        "he",
        "not",
        "since",
    ),
)


def _said(lang: str, text: str) -> list[Statement]:
    return [each.statement for each in propose(Report(name="r", text=text, lang=lang))]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        (
            "en",
            "At least 40 families arrived. Of 12,400 calls, 310 people were evacuated.",
            [(40, P.AT_LEAST, W.ARRIVED), (12400, P.EXACT, W.CALLS), (310, P.EXACT, W.EVACUATED)],
        ),
        (
            "en",
            "Roughly three and a half thousand people applied; thousands surrendered.",
            [(3500, P.ABOUT, W.APPLIED), (Vague.THOUSANDS, P.EXACT, W.SURRENDERED)],
        ),
        (
            "ru",
            "На горячую линию поступило свыше 3 тысяч обращений, сдались 216 военнослужащих.",
            [(3000, P.MORE_THAN, W.CONTACTED), (216, P.EXACT, W.SURRENDERED)],
        ),
        (
            "ru",
            "Две с половиной тысячи человек зарегистрировались, сотни людей позвонили.",
            [(2500, P.EXACT, W.REGISTERED), (Vague.HUNDREDS, P.EXACT, W.CONTACTED)],
        ),
        (
            "uk",
            "Гаряча лінія отримала 9\u00a0836 заявок і близько 1\u202f200 повідомлень.",
            [(9836, P.EXACT, W.APPLIED), (1200, P.ABOUT, W.MESSAGES)],
        ),
        (
            "uk",
            "Щонайменше 300 сімей евакуйовано. Десятки людей подзвонили.",
            [(300, P.AT_LEAST, W.EVACUATED), (Vague.DOZENS, P.EXACT, W.CONTACTED)],
        ),
        (
            "ar",
            "تواصل أكثر من ٣٥٠٠ شخص مع الخط الساخن، واستسلم ٢١٦ جنديا.",
            [(3500, P.MORE_THAN, W.CONTACTED), (216, P.EXACT, W.SURRENDERED)],
        ),
        (
            "ar",
            "أُجليت نحو ألف وخمسمئة عائلة. وتلقى الخط عشرات المكالمات.",
            [(1500, P.ABOUT, W.EVACUATED), (Vague.DOZENS, P.EXACT, W.CALLS)],
        ),
    ],
)
def test_amount_precision_and_measure(
    lang: str, text: str, found: list[tuple[int | Vague, Precision, Worded]]
) -> None:
    said = _said(lang, text)
    assert [(each.number or each.vague, each.precision, each.measure) for each in said] == found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "On 5 October 2022 the 34-year-old called the hotline from the 3rd Brigade."),
        ("en", "The hotline cost $2,000,000; 15% of callers waited 20 minutes. It opened in 2022."),
        (
            "ru",
            "Ему 41 год, линия стоила 5 млн гривен, 93-я бригада обратилась 20 января 2023 года.",
        ),
        ("uk", "Йому 41 рік, лінія коштувала 5 млн гривень, 93-тя бригада звернулася 20 січня."),
        ("ar", "عمره ٣٤ عاما وتواصل مع الخط الساخن في 20 يناير 2023 ودفع 5000 دولار."),
    ],
)
def test_days_ages_money_shares_and_brigades_are_no_claims(lang: str, text: str) -> None:
    assert _said(lang, text) == []


@pytest.mark.parametrize(
    ("lang", "text", "chain"),
    [
        (
            "en",
            "The Kyiv Herald, citing the Volna news agency, reported 900 calls to the hotline.",
            ("Volna", "The Kyiv Herald", "r"),
        ),
        (
            "ru",
            "Обратились 900 человек, рассказал представитель Виталий Матвиенко газете «Юг».",
            ("представитель Виталий Матвиенко", "Юг", "r"),
        ),
        (
            "uk",
            "Як пише «Українська правда» з посиланням на розвідку, звернулися 900 осіб.",
            ("розвідку", "Українська правда", "r"),
        ),
        (
            "ar",
            "ونقلت وكالة رويترز عن وزارة الدفاع أن 900 شخص تواصلوا مع الخط الساخن.",
            ("وزارة الدفاع", "رويترز", "r"),
        ),
    ],
)
def test_chains_go_from_the_speaker_to_the_report(
    lang: str, text: str, chain: tuple[str, ...]
) -> None:
    report = Report(name="1", text=text, lang=lang, outlet="r")
    (claim,) = propose(report)
    assert claim.statement.chain(report) == chain


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The ministry denied that 900 soldiers surrendered."),
        ("en", "Thousands did not surrender."),
        ("ru", "Тысячи солдат не сдались."),
        ("uk", "Речник спростував, що 900 військових здалися."),
        ("ar", "ونفى المتحدث أن يكون 900 جندي قد سلموا أنفسهم."),
    ],
)
def test_denials_are_marked(lang: str, text: str) -> None:
    (said,) = _said(lang, text)
    assert said.is_negated


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "The hotline took 910 calls, not 1,910: ministry", [910, 1910]),
        ("en", "The hotline opened after 900 soldiers were killed.", []),
        ("en", "The hotline has 40 people in 3 rooms.", []),
        ("ru", "По линии «Север-24» вырвались двадцать трое.", [23]),
        ("uk", "Пів тисячі людей звернулися на лінію, врятовано півтори сотні.", [500, 150]),
        ("ar", "استسلام 900 جندي عبر الخط الساخن", [900]),
        ("ar", "قالت وزارة الدفاع إن للخط الساخن 900 موظف.", []),
    ],
)
def test_numbers_that_were_missed_or_taken_wrongly(lang: str, text: str, found: list[int]) -> None:
    assert [each.number for each in _said(lang, text)] == found


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, lang: str) -> None:
    for said in _said(lang, text):
        assert said.quote in text


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join), st.sampled_from(LANGUAGES))
def test_what_is_quoted_stands_in_the_text(text: str, lang: str) -> None:
    for said in _said(lang, text):
        for words in (said.quote, said.wording, said.unit, said.period, said.hotline, said.speaker):
            assert words in text


def test_no_less_than_denies_nothing() -> None:
    (said,) = _said("ru", "Обратились не менее 900 человек.")
    assert (said.is_negated, said.precision) == (False, Precision.AT_LEAST)


def test_without_a_hotline_in_sight_the_subject_is_unclear() -> None:
    far = "The hotline opened. It rained. It snowed. Later 900 soldiers surrendered."
    near = "The hotline opened. Later 900 soldiers surrendered."
    assert [each.is_subject_clear for each in (*_said("en", far), *_said("en", near))] == [
        False,
        True,
    ]

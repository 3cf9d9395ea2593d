"""The page of figures says each number with its measure, draws its doubt, and asks nobody else."""

# ruff: noqa: D102, D103 - a test is named after what it protects; HTMLParser names its methods

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import groupby
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.programme import MOST_WORDS, word_count
from aman.figures.log.entries import Release, read_entry
from aman.figures.measures import FEW, People, Published, Window
from aman.figures.page.chart import NARROW, Labels, chart, most_of, steps_to
from aman.figures.page.markup import element, joined
from aman.figures.page.pages import TEXTS, pages
from aman.figures.page.publication import Budget
from aman.figures.remarks import Remark
from aman.figures.wording import LANGUAGES
from figures.hotline import TOKENS, speaker
from figures.seeded_life import history, life, publication

VOID = {"meta", "link"}
pytestmark = pytest.mark.xdist_group("figures life")  # what they share is made once, by one worker


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages that publishing made of seeded events."""
    return {name: life()[name].decode() for name in pages(publication(), TOKENS)}


class Read(HTMLParser):
    """Every element with its attributes, its nesting checked, and all texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_runs_and_nothing_comes_from_elsewhere(lang: str, made: dict[str, str]) -> None:
    page = Read(made[f"{lang}/index.html"])
    for tag, attributes in page.elements:
        assert tag not in {"script", "iframe", "img", "object", "style", "form"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert value is not None
                assert not re.match(r"[a-z]+:|//", value), value
    assert "url(" not in made["style.css"]
    assert "@import" not in made["style.css"]
    policies = [each["content"] for _, each in page.elements if "http-equiv" in each]
    assert policies[0] is not None
    assert policies[0].startswith("default-src 'none'; style-src 'self';")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_figure_has_its_sentence_its_unsaid_and_its_definition(
    lang: str, made: dict[str, str]
) -> None:
    texts = Read(made[f"{lang}/index.html"]).texts
    says = speaker(lang)
    for series in publication().series:
        newest = series.standing[-1].total
        assert texts.count(says.sentence(newest)) == 1
        assert f"{says.sentence(newest)} {says.as_of(newest)}" in texts
        definition = says.namer.definition(series.measure)
        assert {*definition.unsaid, definition.counts, definition.event} <= set(texts)
        assert any(says.uncertain(newest) in text for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_release_stands_in_the_table(lang: str, made: dict[str, str]) -> None:
    page, says = made[f"{lang}/index.html"], speaker(lang)
    few: Counter[str] = Counter()
    for series in publication().series:
        for period in series.periods:
            for figure in (period.total, period.change):
                row = figure.row()
                if row.value is None:
                    few[says.cell(row)] += 1
                    continue
                value = f"{says.number(row.value)} ± {says.number(row.within)}"
                assert f'<td><bdi dir="ltr">{value}</bdi></td>' in page
            if period.revised is not None and period.revised.count is None:
                few[says.cell(period.revised.row())] += 1
    assert few
    for said, times in few.items():
        assert page.count(f"<td>{said}</td>") == times


def test_arabic_runs_from_right_to_left(made: dict[str, str]) -> None:
    assert '<html lang="ar" dir="rtl">' in made["ar/index.html"]
    assert 'direction="rtl"' in made["ar/index.html"]
    assert '<html lang="en" dir="ltr">' in made["en/index.html"]
    assert 'direction="rtl"' not in made["en/index.html"]


LIMITS = {
    "en": (
        "That is ε = 3.14 at δ = 0.000001.",
        "In words: suspicion of even odds can grow to 24 to 1 at most.",
        "This limit may fail, with a chance of one in 1,000,000.",
        (
            "Who shares a case with others is protected less. "
            "So is who comes again after being forgotten."
        ),
        "A group is not protected as a group.",
    ),
    "ar": (
        "أي ε = 3.14 عند δ = 0.000001.",
        "بالكلمات: الشك المتساوي قد يبلغ 24 مقابل 1 على الأكثر.",
        "قد لا يصحّ هذا الحدّ، واحتمال ذلك واحد من 1,000,000.",
        "من شارك غيره حالة، أو عاد بعد محو بياناته، فحمايته أقل.",
        "المجموعة لا تُحمى بوصفها مجموعة.",
    ),
    "ru": (
        "Это ε = 3.14 при δ = 0.000001.",
        "Словами: подозрение один к одному вырастет не более чем до 24 к 1.",
        "Этот предел может не сработать: шанс один на 1\u00a0000\u00a0000.",
        "Кто делит обращение с другими или вернулся после удаления данных, защищён слабее.",
        "Группа как группа не защищена.",
    ),
    "uk": (
        "Це ε = 3.14 за δ = 0.000001.",
        "Словами: підозра один до одного зросте щонайбільше до 24 до 1.",
        "Ця межа може не спрацювати: шанс один на 1\u00a0000\u00a0000.",
        "Хто має спільне звернення або повернувся після видалення даних, захищений слабше.",
        "Група як група не захищена.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_price_of_being_counted_is_said_in_words(lang: str, made: dict[str, str]) -> None:
    """With all whom that does not hold for: groups, who shares a case, who comes again."""
    texts = Read(made[f"{lang}/index.html"]).texts
    at = [texts.index(each) for each in LIMITS[lang]]
    assert at == sorted(at)


NOT_SHOWN = {
    "en": ("No check from outside shows that our counts are true.", "As far as we know"),
    "ar": ("لا فحص من الخارج يثبت صحة ما أحصيناه.", "بقدر ما نعرف"),
    "ru": ("Проверка снаружи не покажет, верны ли наши подсчёты.", "Насколько мы узнаём"),
    "uk": ("Перевірка ззовні не покаже, чи правдиві наші підрахунки.", "Наскільки ми впізнаємо"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_promises_no_more_than_we_know(lang: str, made: dict[str, str]) -> None:
    """What no check can show, whom we may not know again, and that a chart's number is rough."""
    page, says = made[f"{lang}/index.html"], speaker(lang)
    check, know = NOT_SHOWN[lang]
    assert check in page
    for series in publication().series:
        newest = series.standing[-1]
        assert says.once(newest.change).startswith(know)
        assert know.lower() in says.namer.definition(series.measure).unit.lower()
        for row in (newest.total.row(), newest.change.row()):
            about = says.namer.phrases.about.format(number=says.number(row.value or 0))
            assert f">{about}</text>" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_contacts_one_week_of_a_person_is_protected_and_the_page_says_so(lang: str) -> None:
    whole, said = publication(), TEXTS[lang]
    both = replace(whole, weekly=Budget("0.1", "2.15", "0.000001"))
    texts = Read(pages(both, TOKENS)[f"{lang}/index.html"].decode()).texts
    assert said.limit.format(rho="0.2") not in texts
    assert said.limit_but_contacts.format(rho="0.2") in texts
    assert said.limit_of_week.format(rho="0.1") in texts
    assert said.more_weeks in texts
    alone = Read(pages(replace(both, budget=None), TOKENS)[f"{lang}/index.html"].decode()).texts
    assert not {said.limit_but_contacts.format(rho=rho) for rho in ("0.1", "0.2")} & set(alone)


def test_who_sees_figures_earlier_is_listed(made: dict[str, str]) -> None:
    texts = Read(made["en/index.html"]).texts
    assert {"spokesperson", "24", "minister", "2"} <= set(texts)
    nobody = pages(replace(publication(), early=(), calendar=()), TOKENS)["en/index.html"].decode()
    assert "Nobody sees figures earlier." in nobody
    assert "No release is announced." in nobody


def test_what_was_withdrawn_is_not_drawn_and_not_quoted(made: dict[str, str]) -> None:
    """The newest figure of people was withdrawn: the one before it stands."""
    people, says = publication().series[0], speaker("en")
    *_, before, last = people.periods
    assert last.is_withdrawn
    page = made["en/index.html"]
    assert says.sentence(last.total) not in page
    assert says.sentence(before.total) in page
    assert page.count('class="withdrawn"') == 1
    assert "(withdrawn)" in page
    assert page.count("A list was missing. It is counted now.") == 1
    assert "نقصت قائمة. هي محسوبة الآن." in made["ar/index.html"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_series_of_a_measure_never_look_alike(lang: str, made: dict[str, str]) -> None:
    """Each has its first day in its heading; the one that runs comes first."""
    page, says = made[f"{lang}/index.html"], speaker(lang)
    assert [series.id for series in publication().series] == ["people-2", "arrived-1", "people-1"]
    titles = publication().titles(says)
    assert len(set(titles.values())) == len(titles)
    for series in publication().series:
        assert page.count(f'<h2 id="{series.id}">{titles[series.id]}</h2>') == 1
    assert says.day(publication().series[0].start, year=True) in titles["people-2"]
    ended = page[page.index('id="people-1"') :]
    closed_on = publication().series[-1].closed_on
    assert closed_on is not None
    notice = TEXTS[lang].ended("ended", says.day(closed_on, year=True))
    assert ended.index(notice) < ended.index('class="sentence"')
    assert page.index('id="people-2"') < page.index(notice)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_new_has_a_sentence_of_its_own(lang: str, made: dict[str, str]) -> None:
    """It says that it is new, and that as far as we know nobody in it was counted before."""
    texts, says = Read(made[f"{lang}/index.html"]).texts, speaker(lang)
    for series in publication().series:
        change = series.standing[-1].change
        said = says.sentence(change)
        assert said != says.sentence(replace(change, is_new=False))
        assert f"{said} {says.once(change)} {says.as_of(change)}" in texts
        assert says.once(series.standing[-1].total) == ""


def test_a_revised_total_stands_beside_the_one_that_was_published(made: dict[str, str]) -> None:
    """And the calendar marks the release that brings the next revision, and no other."""
    revision = history().series["arrived-1"].revision
    assert revision is not None
    arrived = publication().series[1]
    revised = [each.revised and each.revised.row().value for each in arrived.periods]
    assert revised == [None if each == FEW else each for each in revision.totals] + [None]
    row = made["en/index.html"].partition('id="arrived-1"')[2].partition("<tbody>")[2]
    assert "<td>–</td>" in row.partition("</tr>")[0]
    said = f'<td><bdi dir="ltr">{revision.totals[-1]} ± '
    assert said in row.partition("</tr>")[2].partition("</tr>")[0]
    bring = [each for each in publication().calendar if each.brings_revision]
    people = history().series["people-2"]
    assert [each.series for each in bring] == ["people-2"]
    assert bring[0].last == people.plan.end(23) - timedelta(days=1)
    assert made["en/index.html"].count("with a revision of all totals") == 1


def test_a_figure_that_a_revision_changed_says_to_what() -> None:
    whole = publication()
    series = whole.series[0]
    *earlier, last = series.standing
    changed = replace(last, revised=replace(last.total, count=People(12_345)))
    shown = replace(whole, series=(replace(series, periods=(*earlier, changed)),), calendar=())
    page = pages(shown, TOKENS)["en/index.html"].decode()
    assert "After the revision: about 12,345." in page
    assert speaker("en").sentence(last.total) in page


def test_each_number_leads_to_its_entry_of_the_log(made: dict[str, str]) -> None:
    """Which is published beside the page, and says that number."""
    page = made["ru/index.html"]
    for series in publication().series:
        for period in series.periods:
            name = f"log/{period.entry:06}.json"
            assert f'href="../{name}"' in page
            entry = read_entry(life()[name])
            assert isinstance(entry, Release)
            value = period.total.row().value
            assert entry.total == (FEW if value is None else value)
        assert f">{TEXTS['ru'].entry.format(number=series.standing[-1].entry)}</a>" in page
    assert "--entry 000012.json" in page


def test_revisions_and_corrections_are_told_with_their_reasons() -> None:
    whole = publication()
    reasons = (
        {"en": "A list was read twice.", "ru": "Список прочитан дважды."},
        {"uk": "Перегляд."},
    )
    remarks = tuple(
        Remark(date(2026, 1, day), reason) for day, reason in zip((14, 21), reasons, strict=True)
    )
    series = replace(whole.series[0], remarks=remarks)
    made = pages(replace(whole, series=(series,), calendar=()), TOKENS)
    for lang, reason in (("en", "A list was read twice."), ("ru", "Список прочитан дважды.")):
        page = made[f"{lang}/index.html"].decode()
        assert f'<span lang="{lang}" dir="auto">{reason}</span>' in page
        assert page.index('<span lang="uk"') < page.index(reason)
    assert "<li>14 January 2026: " in made["en/index.html"].decode()


@pytest.mark.parametrize("closed", ["ended", "stopped"])
def test_a_closed_series_says_so(closed: str) -> None:
    whole = publication()
    series = replace(whole.series[0], closed=closed, closed_on=date(2026, 2, 3))
    page = pages(replace(whole, series=(series,), calendar=()), TOKENS)["en/index.html"].decode()
    assert TEXTS["en"].ended(closed, "3 February 2026") in page


def test_a_series_that_is_held_says_so() -> None:
    whole = publication()
    series = replace(whole.series[0], is_held=True)
    page = pages(replace(whole, series=(series,), calendar=()), TOKENS)["en/index.html"].decode()
    assert TEXTS["en"].held in page


def test_a_series_of_which_all_was_withdrawn_says_why() -> None:
    """And not that nothing was published: the table has it, struck out."""
    whole = publication()
    withdrawn = tuple(replace(each, is_withdrawn=True) for each in whole.series[0].periods)
    series = replace(whole.series[0], periods=withdrawn)
    page = pages(replace(whole, series=(series,), calendar=()), TOKENS)["en/index.html"].decode()
    assert TEXTS["en"].none_yet not in page
    assert 'class="sentence"' not in page
    assert page.count('class="withdrawn"') == len(withdrawn)
    assert "A list was missing. It is counted now." in page


def test_a_series_without_releases_has_its_definition() -> None:
    whole = publication()
    series = replace(whole.series[0], periods=())
    page = pages(replace(whole, series=(series,), calendar=()), TOKENS)["en/index.html"].decode()
    assert "Nothing is published yet." in page
    assert "People who turned to the hotline at least once." in page
    assert "<svg" not in page


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert pages(publication(), TOKENS) == pages(publication(), TOKENS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_s_own_sentences_are_short(lang: str) -> None:
    texts = TEXTS[lang]
    once = speaker(lang).namer.phrases.once
    near = texts.band, texts.hatched, texts.after_revision, texts.one_entry, once, texts.shared
    for text in (
        *texts.intro,
        *texts.protected,
        *texts.unprotected,
        *texts.verifying,
        *texts.newest.values(),
        *near,
    ):
        for sentence in re.findall(r"[^.;:،]+", text):
            assert word_count(sentence) <= MOST_WORDS, sentence
        assert "!" not in text
    assert len(texts.protected) == len(TEXTS["en"].protected)


def test_text_never_becomes_markup() -> None:
    assert element("p", "<script>", title='"&') == ('<p title="&quot;&amp;">&lt;script&gt;</p>')
    assert joined("<", element("b", ">")) == "&lt;<b>&gt;</b>"


@given(st.integers(0, 10**9))
def test_steps_reach_the_highest_number(most: int) -> None:
    steps = steps_to(most)
    assert steps[0] == 0
    assert steps[-1] >= max(most, 1)
    assert 2 <= len(steps) <= 5
    assert str(steps[1]).rstrip("0") in {"1", "2", "5"}


@given(
    values=st.lists(st.none() | st.integers(2, 2000).map(lambda n: 5 * n), min_size=1, max_size=40),
    within=st.integers(1, 400),
    is_mirrored=st.booleans(),
)
def test_the_line_lies_in_its_band_inside_the_picture(
    values: list[int | None], within: int, *, is_mirrored: bool
) -> None:
    """As high as its number on the ruled scale, its band as wide as its margin above and below.

    What was left out is hatched as high as the exact count may be, and is never a dot.
    """
    first = date(2025, 9, 18)
    rows = [
        Published(
            People,
            None if value is None else People(value),
            within,
            Window(first, first + timedelta(days=7 * at)),
            first,
            "",
        ).row()
        for at, value in enumerate(values)
    ]
    steps = [(step, str(step)) for step in steps_to(most_of(rows))]
    labels = Labels("whole", "name", "end", "first", "last", steps, is_mirrored, "id")
    drawn = ET.fromstring(chart(rows, labels, NARROW))  # noqa: S314 - our own
    stretches = "".join("-" if value is None else "+" for value in values)
    assert len(drawn.findall("polyline")) == len(re.findall(r"\+{2,}", stretches))
    hatched = drawn.findall("polygon[@class='few']")
    assert len(hatched) == len(re.findall("-+", stretches))
    ruled = [float(line.attrib["y1"]) for line in drawn.findall("line[@class='grid']")]
    height = (ruled[0] - ruled[-1]) / steps[-1][0]
    assert height > 0
    for each in hatched:
        ys = {y for _, y in read_points(each)}
        assert min(ys) == pytest.approx(ruled[0] - (10 + within) * height, abs=0.11)
        assert max(ys) == pytest.approx(ruled[0], abs=0.11)
    longer = [list(each) for key, each in groupby(values, lambda each: each is None) if not key]
    longer = [each for each in longer if len(each) > 1]
    lines, bands = drawn.findall("polyline"), drawn.findall("polygon[@class='band']")
    for said, line, band in zip(longer, lines, bands, strict=True):
        points, around = read_points(line), read_points(band)
        high, low = around[: len(points)], list(reversed(around[len(points) :]))
        for value, (x, y), (high_x, high_y), (low_x, low_y) in zip(
            said, points, high, low, strict=True
        ):
            assert x == high_x == low_x
            assert value is not None
            for drawn_at, number in (
                (y, value),
                (high_y, value + within),
                (low_y, max(0, value - within)),
            ):
                assert drawn_at == pytest.approx(ruled[0] - number * height, abs=0.11)
            assert 0 <= x <= NARROW.width
            assert high_y >= 0
            assert low_y <= NARROW.height
        xs = [x for x, _ in points]
        assert xs == sorted(xs, reverse=is_mirrored)


def read_points(drawn: ET.Element) -> list[tuple[float, float]]:
    pairs = (each.split(",") for each in drawn.attrib["points"].split())
    return [(float(x), float(y)) for x, y in pairs]

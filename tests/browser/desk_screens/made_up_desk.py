"""A desk with made-up cases, as a real process on a free port, for looking at its screens.

It prints one JSON line with its address, then takes JSON lines: {"name", "lang", "text"} makes
somebody write, {"team": "enrol", "code"}, "accept" or "arrived" makes a team say that.
It ends with SIGTERM or when its input does. With an argument, a map extract, it has a map of that
region, and no lines. With "roads" after that it can search for ways there instead.
"""

import json
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

SOURCE = Path(__file__).parents[3]
sys.path[:0] = [str(SOURCE / "src"), str(SOURCE / "tests")]

import msgspec  # noqa: E402 - after the path is set

from aman.admin import ceremony  # noqa: E402 - after the path is set
from aman.desk import provision, running, server  # noqa: E402
from aman.desk.keys.wraps import Argon2Cost  # noqa: E402
from aman.desk.maps.tiles import make_tiles  # noqa: E402
from aman.desk.maps.tiles_file import PLACE  # noqa: E402
from aman.figures.measures import MeasureId  # noqa: E402
from aman.programmes import programme_path  # noqa: E402
from driver.ports import free_port  # noqa: E402
from figures.published import PublishingHotline, make_key  # noqa: E402
from figures.seeded import SeededNoise  # noqa: E402
from figures.seeded_life import live  # noqa: E402

if TYPE_CHECKING:
    from made_up_lines import Lines

    from aman.desk.accounts.models import Operator
    from desk_caller.team import TeamPage

QUICK = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
HOUR, MINUTE = 3600, 60


class Clock:
    """The time, moved back while the past is made up."""

    behind = 0.0

    def __call__(self) -> float:
        """Now, or so many seconds before."""
        return time.time() - self.behind


def make_up(clock: Clock, folder: Path, recovery: "ceremony.KemSeed") -> "Callers":
    """Cases in all four languages, with everything that a conversation may show."""
    from aman.desk.accounts import links  # noqa: PLC0415 - after Django was configured
    from aman.desk.cases import access  # noqa: PLC0415
    from aman.desk.outbox.answering import answer  # noqa: PLC0415

    people = Callers()
    operators = {}
    for name, language in (("alice", "en"), ("bob", "ru"), ("mariam", "ar"), ("olena", "uk")):
        secret = provision.recovery_link(folder, recovery).removeprefix("/first/")
        operators[name] = links.redeem_first(
            secret, name, f"{name} walks the dog at dawn", language
        )
    desk = running.the_desk()
    sealed = (folder / provision.RECOVERY_WRAP_FILE).read_bytes()
    desk.vault.open_with_recovery(sealed, recovery, now=clock())

    def reply(name: str, case: int, text: str) -> None:
        seen = access.access_case(operators[name], case, int(clock())).last_item_id
        answer(operators[name], case, text, seen_upto=seen, now=int(clock()))

    clock.behind = 9 * HOUR
    people.of("anna", "ru").write(
        "Здравствуйте. Мой сын служит, он третью неделю не отвечает. Что мне можно сделать?",
        who="relative",
    )
    clock.behind = 8 * HOUR
    reply("bob", 1, "Здравствуйте. Напишите, пожалуйста, когда вы говорили с ним в последний раз.")
    people.of("anna", "ru").read_upto(1)
    clock.behind = 42 * MINUTE
    people.of("oleh", "uk").write("Добрий вечір. Чи можна з вами говорити телефоном?", phone="yes")
    clock.behind = 31 * MINUTE
    dawud = people.of("dawud", "ar")
    dawud.write(
        "السلام عليكم. نحن ثلاثة قرب الطريق، وأحدنا مصاب في ساقه ولا يستطيع المشي.",
        who="self",
        company="together",
        how_many=3,
        wounded="carried",
        when="now",
    )
    clock.behind = 28 * MINUTE
    reply("alice", 3, "وعليكم السلام. وصلت رسالتك. هل أنتم في مكان مغطى الآن؟ أجب بنعم أو لا فقط.")
    dawud.read_upto(1)
    clock.behind = 14 * MINUTE
    dawud.write("نعم، نحن تحت الجسر.\nمعنا ماء يكفي حتى الساعة 06:00، والهاتف 18%.", skip=1)
    people.of("mikhail", "ru").write("Хочу узнать, как это происходит. Я один.", company="alone")
    clock.behind = 3 * MINUTE
    reply("alice", 3, "جيد. ابقوا حيث أنتم. اضغطوا على الجرح بقماش نظيف. Wait for 2 flashes.")
    people.of("john", "en").write(
        "Hello, is somebody there? I write from a friend's phone.", via="form"
    )
    clock.behind = 40
    people.of("dawud", "ar").write("فهمت")
    if not sys.argv[1:]:
        people.lines = make_up_lines(clock, people, operators)
    clock.behind = 0
    desk.vault.lock()
    desk.epochs.rotate(clock(), {})
    desk.epochs.resume(clock())
    return people


def make_up_lines(clock: Clock, people: "Callers", operators: "dict[str, Operator]") -> "Lines":
    """Those who write through lines."""
    from made_up_lines import Lines, make_up_lines  # noqa: PLC0415 - after Django was configured

    people.of("yusuf", "ar")
    lines = Lines(people[""])

    def past(seconds: float) -> int:
        clock.behind = seconds
        return int(clock())

    make_up_lines(lines, people.of, operators, past)
    return lines


def load_roads(extract: Path, desk: Path) -> None:
    """What `aman way load` does, and everything compiled that a search needs."""
    from aman.desk.ways.roads_folder import PLACE  # noqa: PLC0415 - only where it is asked for
    from aman.roads.loading import load  # noqa: PLC0415
    from aman.roads.warming import warm_up  # noqa: PLC0415

    load(extract, desk / PLACE)
    warm_up()


class Callers(dict[str, object]):
    """The made-up people by name."""

    lines: "Lines | None" = None
    team: "TeamPage | None" = None

    def of(self, name: str, lang: str):  # noqa: ANN201 - its module can be imported only later
        """Somebody, always the same."""
        from desk.screens.callers import Caller, Courier  # noqa: PLC0415

        desk = running.the_desk()
        courier = self.setdefault("", Courier(desk))
        courier.desk = desk
        return self.setdefault(name, Caller(courier, name, lang))


def obey(people: Callers) -> None:
    """Make people write as standard input says; end with it."""
    for line in sys.stdin:
        order = json.loads(line)
        if "team" in order:
            team_says(people, order)
        elif "shift" in order:
            CLOCK.behind = -order["shift"]
        elif "sms" in order:
            people.lines.sms.hears(order["sms"], order["text"], lang=order["lang"])
        elif "signal" in order:
            people.lines.signal.hears(order["signal"], order["text"], lang=order["lang"])
        elif "read" in order:
            people.of(order["name"], "ar").read_upto(order["read"])
        else:
            people.of(order["name"], order["lang"]).write(order["text"], **order.get("answers", {}))
    os.kill(os.getpid(), signal.SIGTERM)


def team_says(people: Callers, order: "dict[str, str]") -> None:
    """The one team of this desk: it enrols, takes what it is given, and says how it ended."""
    from desk_caller.front import Front  # noqa: PLC0415 - after Django was configured
    from desk_caller.team import TeamPage  # noqa: PLC0415

    if people.team is None:
        people.team = TeamPage(Front(running.the_desk()))
    team = people.team
    CLOCK.behind -= 5  # the next tick, in which the newest reply is published
    team.front.visit()
    team.read()
    if order["team"] == "enrol":
        team.enrol(order["code"])
    elif order["team"] == "accept":
        team.accept(team.package())
    elif order["team"] == "text":
        team.write(order["text"])
    else:
        package = team.package()
        team.tell(msgspec.structs.replace(package, people=int(order.get("people", package.people))))
    team.front.visit()


def visit(people: Callers) -> None:
    """Come by as a courier does when nobody wrote."""
    while True:
        people.of("dawud", "ar").courier.bring()
        if people.lines is not None:
            people.lines.pulse(int(CLOCK()))
        time.sleep(10)


CLOCK = Clock()


def publish_figures(home: Path) -> PublishingHotline:
    """Twenty months of seeded events; the next release is due tomorrow."""
    home.mkdir()
    hotline = PublishingHotline(home, make_key(home), SeededNoise(7))
    today = datetime.fromtimestamp(CLOCK(), UTC).date()
    live(hotline, today - timedelta(days=6))
    return hotline


def keep_figures(hotline: PublishingHotline) -> None:
    """Their private book and their counting events, as if this desk had counted; who speaks."""
    from aman.desk.accounts.models import Operator  # noqa: PLC0415 - after Django was configured
    from aman.desk.counting.noting import note  # noqa: PLC0415
    from aman.desk.publication.desk_book import DeskBook  # noqa: PLC0415
    from aman.desk.running import the_desk  # noqa: PLC0415

    book, log = hotline.book.book(), hotline.publisher().log()
    DeskBook(the_desk().vault, book.hotline).keep(book)
    day_0 = datetime(1970, 1, 1, tzinfo=UTC).date()
    for name, series in log.history.series.items():
        state, plan = book.state(name), series.plan
        for period, count in enumerate(state.counts if state else ()):
            note(MeasureId(plan.measure), (plan.first(period) - day_0).days, count)
        if not series.closed:
            note(MeasureId(plan.measure), (plan.first(len(series.releases)) - day_0).days, 131)
    Operator.objects.filter(name__in=("alice", "mariam")).update(is_spokesperson=True)


def main() -> None:
    """Make it up, then serve."""
    with TemporaryDirectory() as place:
        var = Path(place)
        hotline = ceremony.hold(var / "admin")
        CLOCK.behind = 10 * HOUR
        port = free_port()
        settings = provision.prepare(
            var / "desk",
            hotline,
            programme_path("surrender"),
            listen=f"127.0.0.1:{port}",
            fronts=["one"],
            certify=partial(ceremony.certify, var / "admin"),
            now=CLOCK(),
        )
        has_figures = "figures" in sys.argv
        if has_figures:
            sys.argv.remove("figures")
            published = publish_figures(var / "figures")
            settings = msgspec.structs.replace(settings, figures=str(published.public.path))
        if "roads" in sys.argv[2:]:
            load_roads(Path(sys.argv[1]), var / "desk")
        elif sys.argv[1:]:
            make_tiles(Path(sys.argv[1]), var / "desk" / PLACE)
        running.start(settings, clock=CLOCK, cost=QUICK)
        recovery = ceremony.recovery_seed(var / "admin")
        first = provision.first_link(var / "desk", recovery)
        people = make_up(CLOCK, var / "desk", recovery)
        if has_figures:
            keep_figures(published)
        again = provision.recovery_link(var / "desk", recovery)

        def announce(step: str) -> None:
            if step == "desk: listening":
                threading.Thread(target=obey, args=(people,), daemon=True).start()
                threading.Thread(target=visit, args=(people,), daemon=True).start()
                told = {"address": f"http://{settings.host}:{port}", "first": again, "spent": first}
                sys.stdout.write(json.dumps(told) + "\n")
                sys.stdout.flush()

        server.run(settings, clock=CLOCK, announce=announce)


if __name__ == "__main__":
    main()

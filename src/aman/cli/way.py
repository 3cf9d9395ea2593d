"""`aman way`: load a map, find the safest ways to reception points, for one or for many groups."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from aman.cli.refusing import refuse
from aman.cli.way_words import Lang, language, say, speak

if TYPE_CHECKING:
    from datetime import datetime

way = typer.Typer(name="way", add_completion=False, no_args_is_help=True)

Map = Annotated[Path, typer.Option("--map", help="A map extract, .osm.pbf.")]
Cache = Annotated[Path, typer.Option(help="Where loaded maps are kept.")]
Start = Annotated[str, typer.Option("--not-before", help="Date, time and zone.")]
Horizon = Annotated[str, typer.Option(help="How long from then, such as 6h or 90m.")]
How = Annotated[str, typer.Option("--mode", help="foot, foot_slow (wounded), bicycle or car.")]
Hazards = Annotated[list[Path], typer.Option(help="A hazard layer; may be given several times.")]
Points = Annotated[list[Path], typer.Option(help="Reception points; several times, too.")]
NoData = Annotated[
    str, typer.Option(help="Rates a minute where no layer says anything: low,likely,high.")
]
Svg = Annotated[Path | None, typer.Option(help="Draw the answer into this file.")]
Png = Annotated[Path | None, typer.Option(help="The same, for who can't look at an SVG.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same answer.")]
Place = Annotated[str, typer.Option("--from", help="Coordinates or a pasted map link.")]

_CACHE = Path("~/.cache/aman/roads")
_DESK_CACHE = Path("desk", "roads")
_NO_DATA = "0.000001,0.00001,0.0001"
"""`zones.NO_DATA`, written as an option: the roads load only when a verb runs."""


@way.callback()
def _way() -> None:
    """Group the verbs."""


@way.command()
def load(
    file: Annotated[Path, typer.Argument(help="A map extract, .osm.pbf.")],
    cache: Cache = _CACHE,
    var: Annotated[
        Path | None, typer.Option(help="The hotline's folder: for its desk, with the map's tiles.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Read a map once; the next time it is there at once.

    With --var it is for the desk there: the roads, and the map that operators look at.

    Example: aman way load liechtenstein.osm.pbf --var var
    """
    speak(lang)
    from aman.cli.way_asked import progress, read_map  # noqa: PLC0415 - numba loads here

    if var is not None:
        if not (var / "desk").is_dir():
            refuse(say("no_desk", folder=var / "desk"))
        cache = var / _DESK_CACHE
    with progress() as bars:
        _, report = read_map(file, cache, bars)
    typer.echo(
        say(
            "loaded",
            junctions=f"{report.junctions:,}",
            edges=f"{report.edges:,}",
            landmarks=f"{report.landmarks:,}",
        )
    )
    for warning in report.warnings(language()):
        typer.echo(say("note", note=warning))
    if var is not None:
        from aman.cli.tiles import draw_map  # noqa: PLC0415 - tippecanoe loads here

        draw_map(file, var)


@way.command()
def find(  # noqa: PLR0913, PLR0917 - what one asks
    map_file: Map,
    place: Place,
    not_before: Start,
    points: Points,
    hazards: Hazards = [],  # noqa: B006 - typer copies it
    mode: How = "foot",
    horizon: Horizon = "6h",
    no_data: NoData = _NO_DATA,
    cache: Cache = _CACHE,
    as_json: Annotated[bool, typer.Option("--json", help="All figures.")] = False,  # noqa: FBT002
    as_geojson: Annotated[bool, typer.Option("--geojson", help="The ways as lines.")] = False,  # noqa: FBT002
    svg: Svg = None,
    steps: Annotated[bool, typer.Option("--steps", help="How each way can be told.")] = False,  # noqa: FBT002
    png: Png = None,
    seed: Seed = 1,
    lang: Lang = None,
) -> None:
    """Find the safest ways: at most three, and staying.

    Example: aman way find --map liechtenstein.osm.pbf --from 47.141,9.521
    --not-before 2026-03-14T20:00+01:00 --points points.geojson --hazards hazards.geojson
    """
    speak(lang)
    import numpy as np  # noqa: PLC0415 - what a verb needs loads lazily

    from aman.cli import way_asked, way_told  # noqa: PLC0415
    from aman.cli.way_steps import told_ways  # noqa: PLC0415
    from aman.roads.reasons import why_none  # noqa: PLC0415
    from aman.roads.robust import examine  # noqa: PLC0415
    from aman.roads.search import front  # noqa: PLC0415

    with way_asked.progress() as bars:
        asked = _asked(bars, map_file, cache, place, not_before, horizon, mode, hazards, points,
                       no_data)  # fmt: skip
        task = bars.add_task(say("judging"), total=None)
        question = asked.question
        answer = front(question)
        chance = np.random.default_rng(seed)
        examined = examine(question, asked.phases, asked.zones, asked.no_data, chance)
        told = []
        if steps and examined.ways:
            bars.update(task, description=say("telling"))
            told = told_ways(asked, [each.way for each in examined.shown])
    reason = None if examined.ways else why_none(question, asked.without_closures)
    if svg is not None or png is not None:
        from aman.cli.way_drawn import draw  # noqa: PLC0415

        _picture(draw(asked, answer, examined), svg, png)
    if as_json or as_geojson:
        answered: Any = (
            way_told.as_geojson(asked, examined)
            if as_geojson
            else way_told.as_json(asked, examined, answer, told)
            | {"why_none": None if reason is None else reason.value}
        )
        typer.echo(json.dumps(answered, ensure_ascii=False, indent=2))
    else:
        tell = Console(highlight=False, soft_wrap=True).print
        if reason is not None:
            tell(say("no_way", reason=say(way_told.NOTHING[reason])))
        for line in way_told.ways_in_words(asked, examined, told):
            tell(line)
        if not answer.exact:
            tell(say("cut_short"))
    if reason is not None:
        raise typer.Exit(1)


@way.command()
def table(  # noqa: PLR0913, PLR0917 - what one asks
    map_file: Map,
    not_before: Start,
    points: Points,
    out: Annotated[Path, typer.Option(help="The file of the table, .npz.")],
    hazards: Hazards = [],  # noqa: B006 - typer copies it
    mode: How = "foot",
    horizon: Horizon = "2h",
    no_data: NoData = _NO_DATA,
    step: Annotated[int, typer.Option(help="Seconds between two rows.")] = 10,
    cache: Cache = _CACHE,
    lang: Lang = None,
) -> None:
    """Least harm from every junction at every step: where it is worst to be.

    Roads take whole steps, rounded up.

    Example: aman way table --map liechtenstein.osm.pbf --not-before 2026-03-14T20:00+01:00
    --points points.geojson --hazards hazards.geojson --out table.npz
    """
    speak(lang)
    import numpy as np  # noqa: PLC0415 - what a verb needs loads lazily

    from aman.cli import way_asked  # noqa: PLC0415
    from aman.roads.oracle import desk_table  # noqa: PLC0415

    if step < 1:
        refuse(say("whole_step"))
    with way_asked.progress() as bars:
        asked = _asked(bars, map_file, cache, None, not_before, horizon, mode, hazards, points,
                       no_data)  # fmt: skip
        bars.add_task(say("going_back"), total=None)
        question = asked.question
        # The table knows whole steps: each road takes at least as long as on the map.
        steps = -(-question.network.seconds // step)
        network = replace(question.network, seconds=(steps * step).astype(np.int32))
        hazard = desk_table(network, question.table, question.goals, 0, question.horizon_s, step)
    try:
        with out.open("wb") as file:
            np.savez_compressed(
                file,
                probability=-np.expm1(-hazard).astype(np.float32),
                lon=question.network.lon,
                lat=question.network.lat,
                second=np.arange(len(hazard)) * step,
            )
    except OSError as error:
        refuse(say("unwritten", file=out, error=error.strerror))
    reached = int(np.isfinite(hazard[0]).sum())
    times, places = f"{len(hazard):,}", f"{hazard.shape[1]:,}"
    typer.echo(say("table_written", file=out, times=times, places=places, reached=f"{reached:,}"))


@way.command()
def assign(  # noqa: PLR0913, PLR0917 - what one asks
    map_file: Map,
    groups: Annotated[list[Path], typer.Option(help="Who waits, GeoJSON or CSV; several times.")],
    not_before: Start,
    points: Points,
    hazards: Hazards = [],  # noqa: B006 - typer copies it
    horizon: Horizon = "6h",
    no_data: NoData = _NO_DATA,
    per_hour: Annotated[
        int | None, typer.Option(help="People at most in an hour where many would pass.")
    ] = None,
    look: Annotated[int, typer.Option(help="Points that are searched for each group.")] = 8,
    gap: Annotated[float, typer.Option(help="Stop when nothing better spares more, in %.")] = 1.0,
    seconds: Annotated[int, typer.Option(help="How long to think who goes where.")] = 60,
    cache: Cache = _CACHE,
    as_json: Annotated[bool, typer.Option("--json", help="All figures.")] = False,  # noqa: FBT002
    as_geojson: Annotated[bool, typer.Option("--geojson", help="The ways as lines.")] = False,  # noqa: FBT002
    svg: Svg = None,
    png: Png = None,
    seed: Seed = 1,
    lang: Lang = None,
) -> None:
    """Who goes where and when, of many groups; who stays, and why.

    Example: aman way assign --map liechtenstein.osm.pbf --groups groups.csv
    --not-before 2026-03-14T20:00+01:00 --points points.geojson --hazards hazards.geojson
    """
    speak(lang)
    from aman.cli import way_asked, way_assigned, way_groups  # noqa: PLC0415 - numba loads here

    for option, number in (("--per-hour", per_hour), ("--look", look), ("--seconds", seconds)):
        if number is not None and number < 1:
            refuse(say("at_least_1", option=option))
    start = way_asked.read_time("--not-before", not_before)
    horizon_s = way_asked.read_horizon(horizon)
    guess = way_asked.read_guess(no_data)
    zones = way_asked.read_zones(hazards)
    found = way_asked.read_all_points(points)
    waiting = way_groups.read_all_groups(groups)
    start_s = way_groups.starts(waiting, start, horizon_s)
    asked = way_groups.Asked(
        tuple(group for _, group in waiting), found, zones, guess, start, horizon_s,
        per_hour, look, gap / 100, seconds, seed,
    )  # fmt: skip
    with way_asked.progress() as bars:
        graph, _ = way_asked.read_map(map_file, cache, bars)
        answer = way_groups.assigned(asked, [file for file, _ in waiting], start_s, graph, bars)
    if svg is not None or png is not None:
        from aman.cli.way_drawn import draw_groups  # noqa: PLC0415

        _picture(draw_groups(answer), svg, png)
    if as_json or as_geojson:
        shown = way_assigned.assigned_as_geojson if as_geojson else way_assigned.assigned_as_json
        typer.echo(json.dumps(shown(answer), ensure_ascii=False, indent=2))
    else:
        tell = Console(highlight=False, soft_wrap=True).print
        for line in way_assigned.assigned_in_words(answer):
            tell(line)


def _asked(  # noqa: PLR0913, PLR0917 - what one asks
    bars: Any,  # noqa: ANN401 - rich loads lazily
    map_file: Path,
    cache: Path,
    place: str | None,
    not_before: str,
    horizon: str,
    mode: str,
    hazards: list[Path],
    points: list[Path],
    no_data: str,
) -> Any:  # noqa: ANN401 - numba loads lazily
    """The question; all that is written is read before anything long begins."""
    from aman.cli import way_asked  # noqa: PLC0415
    from aman.roads.graph import Mode  # noqa: PLC0415
    from aman.roads.place_types import WrittenPlace  # noqa: PLC0415

    if mode not in set(Mode):
        refuse(say("one_of", option="--mode", choices=", ".join(Mode)))
    start: datetime = way_asked.read_time("--not-before", not_before)
    horizon_s = way_asked.read_horizon(horizon)
    guess = way_asked.read_guess(no_data)
    where = None if place is None else way_asked.read_from(place)
    zones = way_asked.read_zones(hazards)
    found = way_asked.read_all_points(points)
    graph, _ = way_asked.read_map(map_file, cache, bars)
    task = bars.add_task(say("cutting"), total=None)
    asked = way_asked.ask(
        graph,
        where or WrittenPlace(found[0].lat, found[0].lon, 1.0),
        start,
        horizon_s,
        mode=Mode(mode),
        zones=zones,
        no_data=guess,
        points=found,
    )
    bars.remove_task(task)
    return asked


def _picture(drawn: str, svg: Path | None, png: Path | None) -> None:
    from aman.cli.way_pictures import write_png, write_svg  # noqa: PLC0415 - resvg loads here

    if svg is not None:
        write_svg(svg, drawn)
    if png is not None:
        write_png(png, drawn)

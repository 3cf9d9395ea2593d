"""Pictures: well-formed, alone, readable without eyes and without colours."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from aman.roads.map_view import DrawnPoint, DrawnZone, Road, in_light
from aman.roads.picture import Drawing, Route, picture

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<b>\"&'"
SQUARE = [(9.5, 47.0), (9.51, 47.0), (9.51, 47.01), (9.5, 47.0)]


def drawing() -> Drawing:
    """One of everything, twice two ways that end together."""
    line = [(9.5, 47.0), (9.505, 47.003), (9.51, 47.01)]
    routes = [
        Route("the mill, by 21:10", line, 4200, 0.01, [line[1]]),
        Route(f"the {NASTY}, by 21:10", line[:2], 4200, 0.01, []),
        Route("the mill, by 21:30", line, 5400, 0.001, []),
    ]
    return Drawing(
        roads=[Road(line, is_big=True), Road(SQUARE, is_big=False)],
        zones=[
            DrawnZone("battery", [SQUARE], is_line=False, is_closed=False),
            DrawnZone("mines", [SQUARE], is_line=False, is_closed=True),
            DrawnZone(NASTY, [line], is_line=True, is_closed=False),
        ],
        points=[DrawnPoint(NASTY, 9.51, 47.01)],
        origin=line[0],
        routes=routes,
        front=[(4200, 0.01), (5400, 0.001)],
        staying=0.2,
        until_s=21_600,
        ticks=[(3600, "21:00"), (5400, "21:30"), (7200, "22:00")],
        clock="CET",
    )


def parsed(text: str) -> ET.Element:
    """The file as a reader takes it."""
    return ET.fromstring(text)  # noqa: S314 - our own


def texts(svg: ET.Element) -> list[str]:
    """What is written in it."""
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def test_words_are_text_and_names_are_no_markup() -> None:
    """A name from a file can't become a part of the picture."""
    svg = parsed(picture(drawing()))
    assert NASTY in texts(svg)
    assert {"1 in 10", "21:30", "received by (CET)", "staying", "start"} <= set(texts(svg))
    assert not list(svg.iter(f"{SVG}b"))
    assert not list(svg.iter(f"{SVG}script"))


def test_who_does_not_see_it_hears_what_it_shows() -> None:
    """A title for the whole and for each way and zone."""
    svg = parsed(picture(drawing()))
    assert svg.get("role") == "img"
    described = svg.find(f"{SVG}desc")
    assert described is not None
    assert described.text is not None
    assert "the mill, by 21:30" in described.text
    titles = {each.text for each in svg.iter(f"{SVG}title")}
    assert {"battery", "mines", "wait", "staying", "Later arrival, less harm"} <= titles


def test_nothing_is_fetched() -> None:
    """It opens on a machine without a network, and tells nobody that it was opened."""
    text = picture(drawing()).replace("http://www.w3.org/2000/svg", "")
    assert not {"http", "href", "@import", "src="} & set(text.split())
    assert "//" not in text
    assert "href" not in text


def test_ways_differ_by_more_than_colour() -> None:
    """Each has its number and its dashes, and numbers do not lie on each other."""
    svg = parsed(picture(drawing()))
    dashes = {each.get("stroke-dasharray") for each in svg.iter(f"{SVG}path")
              if each.get("class") == "route"}  # fmt: skip
    assert len(dashes) == 3
    places = [(each.get("x"), each.get("y")) for each in svg.iter(f"{SVG}text")
              if each.text in {"1", "2", "3"}]  # fmt: skip
    assert len(places) == 6
    assert len(set(places)) == 6


def test_no_way_is_drawn_too() -> None:
    """Then the picture has the map, staying, and says so."""
    svg = parsed(picture(replace(drawing(), routes=[], front=[], ticks=[])))
    described = svg.find(f"{SVG}desc")
    assert described is not None
    assert described.text == "There is no way."
    assert "staying" in texts(svg)


def test_light_and_dark_are_the_readers_choice() -> None:
    """By what his system says."""
    assert "prefers-color-scheme: dark" in picture(drawing())


def test_who_knows_no_reader_draws_it_light() -> None:
    """Every colour stands where it is used, for programs that know no variables."""
    text = in_light(picture(drawing()))
    assert "var(" not in text
    assert "@media" not in text
    assert ".surface { fill: #ffffff }" in text
    parsed(text)

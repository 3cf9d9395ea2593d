"""A place is read as its writer meant it, or refused with the reason; never guessed.

Figures: UTM and MGRS by PROJ 9 (pyproj 3.7.2) and GeoTrans (mgrs 1.6.0); plus codes, short links
and ge0 codes from their projects' own test data.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.roads.place_types import Reason, UnreadablePlace, WrittenPlace
from aman.roads.places import read_place

KYIV = (50.4501, 30.5234)
MINUTES = (50.45011111, 30.52338889)


@pytest.mark.parametrize(
    "written",
    [
        "50.4501, 30.5234",
        "50.4501,30.5234",
        " 50.4501 30.5234 ",
        "(50.4501; 30.5234)",
        "50,4501 30,5234",
        "50,4501, 30,5234",
        "50,4501; 30,5234",
        "50,4501,30,5234",
        "50.4501° N, 30.5234° E",
        "50.4501N 30.5234E",
        "N50.4501 E30.5234",
        "30.5234E 50.4501N",
        "Latitude: 50.4501, Longitude: 30.5234",
        "lon=30.5234 lat=50.4501",
        "Latitude: 50.4501 N, Longitude: 30.5234 E",
        "50,4501° с.ш. 30,5234° в.д.",
        "50.4501 СШ, 30.5234 ВД",
        "широта 50.4501 долгота 30.5234",
        "С 50.4501 В 30.5234",
        "50,4501 северной широты, 30,5234 восточной долготы",
        "50,4501° пн. ш. 30,5234° сх. д.",
        "Пн 50.4501 Сх 30.5234",
        "широта 50.4501, довгота 30.5234",
        "٥٠٫٤٥٠١، ٣٠٫٥٢٣٤",
        "٥٠٫٤٥٠١ شمالاً ٣٠٫٥٢٣٤ شرقاً",
        "ش 50.4501 ق 30.5234",
        "خط العرض 50.4501 خط الطول 30.5234",
        "۵۰٫۴۵۰۱، ۳۰٫۵۲۳۴",
        "\u200f50.4501, 30.5234\u200e",
        "+50.4501 +30.5234",
        "geo:50.4501,30.5234",
        "geo:50.4501,30.5234;crs=wgs84;u=20",
        "geo:0,0?q=50.4501,30.5234(Home)",
        "geo:50.4501,30.5234 or geo:50.4501,30.5234?z=3",
        "I am here: geo:50.4501,30.5234?z=17 come",
    ],
)
def test_degrees_in_every_common_form(written: str) -> None:
    """The same place in four languages, with points and commas, digits of three scripts."""
    found = read_place(written)
    assert (found.lat, found.lon) == pytest.approx(KYIV, abs=1e-9)


@pytest.mark.parametrize(
    "written",
    [
        "50°27'00.4\"N 30°31'24.2\"E",
        "50° 27′ 00,4″ с. ш., 30° 31′ 24,2″ в. д.",
        "50º27´00.4´´N 30º31´24.2´´E",
        "N 50 27 00.4 E 030 31 24.2",
        "50 27 00.4 N, 30 31 24.2 E",
        "50:27:00.4 N 30:31:24.2 E",
        "50°27'00.4\", 30°31'24.2\"",
        "٥٠°٢٧′٠٠٫٤″ش ٣٠°٣١′٢٤٫٢″ق",
        "https://www.google.com/maps/place/50%C2%B027'00.4%22N+30%C2%B031'24.2%22E/@50.4,30.5,17z",
    ],
)
def test_degrees_with_minutes_and_seconds(written: str) -> None:
    """Marks of every keyboard, or spaces between."""
    found = read_place(written)
    assert (found.lat, found.lon) == pytest.approx(MINUTES, abs=1e-7)


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("33.8568 S 151.2153 E", -33.8568, 151.2153),
        ("-33.8568, 151.2153", -33.8568, 151.2153),
        ("-0 30 00, 10 00 00", -0.5, 10.0),
        ("33,8568 ю.ш. 70,5 з.д.", -33.8568, -70.5),
        ("33,8568 пд 70,5 зх", -33.8568, -70.5),
        ("ج 33.8568 غ 70.5", -33.8568, -70.5),
        ("N 50° 27.006' W 030° 31.404'", 50.4501, -30.5234),
        ("50 N, 30 E", 50.0, 30.0),
        ("50°, 30°", 50.0, 30.0),
        ("-33.8568+151.2153/", -33.8568, 151.2153),
    ],
)
def test_the_other_hemispheres(written: str, lat: float, lon: float) -> None:
    """South and west in each language; a minus before zero degrees counts."""
    found = read_place(written)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("36U 324182.209 5591607.607", 50.4501, 30.5234),
        ("36 N 324182.209 5591607.607", 50.4501, 30.5234),
        ("UTM 36U 324182.209mE 5591607.607mN", 50.4501, 30.5234),
        ("zone 36 U easting: 324182.209, northing: 5591607.607", 50.4501, 30.5234),
        ("32T 539542.874 5220965.039", 47.141, 9.5215),
        ("37S 247029.359 3711570.374", 33.5138, 36.2765),
        ("56H 334900.570 6252288.753", -33.8568, 151.2153),
        ("19F 545000.053 3927239.381", -54.8, -68.3),
        ("31N 166022.557 1.107", 0.00001, 0.00001),
    ],
)
def test_utm_agrees_with_proj(written: str, lat: float, lon: float) -> None:
    """To a millimetre: 1e-8 degrees."""
    found = read_place(written)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=1.2e-8)


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("36UUA2418291607", 50.4501, 30.5234),
        ("36U UA 24182 91607", 50.4501, 30.5234),
        ("36uua 24182 91607", 50.4501, 30.5234),
        ("32TNT3954220965", 47.141, 9.5215),
        ("37SBT4702911570", 33.5138, 36.2765),
        ("37UDP1072218760", 48.0159, 37.8028),
        ("56HLH3490052288", -33.8568, 151.2153),
        ("32VKN9735300648", 60.3913, 5.3221),
        ("31NAA6602200001", 0.00001, 0.00001),
        ("19FEV4500027239", -54.8, -68.3),
        ("36PVC5280813677", 15.5, 32.56),
    ],
)
def test_mgrs_agrees_with_geotrans(written: str, lat: float, lon: float) -> None:
    """Within the metre of its square."""
    found = read_place(written)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=2e-5)
    assert found.within_m == 0.5


def test_a_rough_mgrs_square_says_how_rough() -> None:
    """Four digits are 100 m squares: the middle, and 50 m."""
    found = read_place("36UUA241916")
    assert found.within_m == 50
    assert (found.lat, found.lon) == pytest.approx(KYIV, abs=1e-3)


@pytest.mark.parametrize(
    ("code", "south", "west", "north", "east"),
    [
        ("7FG49Q00+", 20.35, 2.75, 20.4, 2.8),
        ("7FG49QCJ+2V", 20.37, 2.782125, 20.370125, 2.78225),
        ("7fg49qcj+2vx", 20.3701, 2.78221875, 20.370125, 2.78225),
        ("7FG49QCJ+2VXGJ", 20.370113, 2.782234375, 20.370114, 2.78223632813),
        ("4VCPPQGP+Q9", -41.273125, 174.785875, -41.273, 174.786),
        ("22220000+", -90, -180, -89, -179),
        ("CFX3X2X2+X2", 89.9998750, 1, 90, 1.0001250),
        ("84000000+", 30, -140, 50, -120),
        ("849VGJQF+VX7QR3J7QR3J", 37.5396691200, -122.3750698242, 37.53966916, -122.3750697021),
        ("7FG49QCJ+2V Town", 20.37, 2.782125, 20.370125, 2.78225),
    ],
)
def test_plus_codes(code: str, south: float, west: float, north: float, east: float) -> None:
    """The middle of the cell, by the project's own table."""
    found = read_place(code)
    middle = ((south + north) / 2, (west + east) / 2)
    assert (found.lat, found.lon) == pytest.approx(middle, abs=1e-9)


@pytest.mark.parametrize(
    ("link", "is_view"),
    [
        ("https://www.google.com/maps/@50.4501,30.5234,15z", True),
        (
            "https://www.google.com/maps/place/Town/@50.4,30.5,17z/data=!3m1!4b1!8m2!3d50.4501!4d30.5234",
            False,
        ),
        ("https://maps.google.com/maps?q=50.4501,30.5234", False),
        ("https://maps.google.com/?q=loc:50.4501+30.5234", False),
        ("https://maps.google.com/maps?q=50.4501%2C30.5234&z=17&hl=ar", False),
        ("http://maps.google.com.ua/maps?ll=50.4501,30.5234", True),
        ("https://www.google.com/maps/search/?api=1&query=50.4501%2C30.5234", False),
        ("https://www.google.com/maps/search/50.4501,+30.5234?entry=tts", False),
        ("https://www.google.com/maps/dir/?api=1&destination=50.4501,30.5234", False),
        ("https://www.google.com/maps/dir//50.4501,30.5234/@50.4,30.5,12z", False),
        ("https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d2541!2d30.5234!3d50.4501", True),
        ("look www.google.com/maps/@50.4501,30.5234,15z.", True),
        ("https://www.openstreetmap.org/?mlat=50.4501&mlon=30.5234#map=15/50.40/30.50", False),
        ("https://www.openstreetmap.org/#map=15/50.4501/30.5234", True),
        ("https://yandex.ru/maps/?ll=30.5234%2C50.4501&z=15", True),
        ("https://yandex.ru/maps/?pt=30.5234,50.4501,pm2rdm&ll=30.1,50.1&z=12", False),
        ("https://yandex.com/maps/?ll=30.1,50.1&whatshere%5Bpoint%5D=30.5234,50.4501", False),
        ("https://yandex.ua/maps/?text=50.4501,30.5234&ll=30.1,50.1", False),
        ("https://maps.apple.com/?ll=50.4501,30.5234&q=Pin", False),
        ("https://maps.apple.com/place?coordinate=50.4501,30.5234&name=X", False),
        ("https://www.bing.com/maps?cp=50.4501~30.5234&lvl=15", True),
        ("https://bing.com/maps/default.aspx?sp=point.50.4501_30.5234_Name&cp=50.1~30.1", False),
        ("https://2gis.ru/moscow/geo/30.5234,50.4501", False),
        ("https://2gis.kz/almaty/geo/70030076/30.5234,50.4501?m=30.1,50.1/16", False),
        ("https://2gis.com/?m=30.5234%2C50.4501%2F16", True),
        ("https://waze.com/ul?ll=50.4501,30.5234&navigate=yes", False),
        ("https://www.waze.com/live-map/directions?to=ll.50.4501%2C30.5234", False),
        ("https://share.here.com/l/50.4501,30.5234,Name?z=16", False),
        ("https://wego.here.com/?map=50.4501,30.5234,15,normal", True),
        ("http://wikimapia.org/#lang=en&lat=50.4501&lon=30.5234&z=12", True),
    ],
)  # fmt: skip
def test_map_links(link: str, *, is_view: bool) -> None:
    """Each site's order of latitude and longitude; the marked place before the view."""
    found = read_place(link)
    assert (found.lat, found.lon) == pytest.approx(KYIV, abs=1e-9)
    assert found.is_view is is_view


@pytest.mark.parametrize(
    ("link", "lat", "lon", "near"),
    [
        ("https://osm.org/go/0GAjIv8h", 50.671530961990356, 6.09715461730957, 1.1e-5),
        ("http://osm.org/go/0EEQhq--", 51.510, 0.054, 2e-3),
        ("https://www.openstreetmap.org/go/as3I3GpG~-?m=", None, None, 0),
        ("ge0://B4srhdHVVt/Name", 64.5234, 12.1234, 2e-6),
        ("om://Bzqqqqqqqq/Name", 45, 45, 2e-6),
        ("https://ge0.me/BaF6F6F6F6/Name", -20, 20, 2e-6),
        ("https://omaps.app/8wAAAAAAAA", 0, 0, 2e-6),
        ("https://omaps.app/BAAAAAAAAA/x", -90, -180, 2e-6),
        ("https://waze.com/ul/hu4pruydqqvj", 57.64911, 10.40744, 1e-5),
    ],
)
def test_short_links_that_hold_their_place(
    link: str, lat: float | None, lon: float | None, near: float
) -> None:
    """Decoded from their schemes, without the network."""
    found = read_place(link)
    if lat is not None:
        assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=near)
    else:
        assert found == read_place(link.replace("~", "@"))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.NOTHING),
        ("  \n", Reason.NOTHING),
        ("near the mill", Reason.UNKNOWN),
        ("50.4501", Reason.UNKNOWN),
        ("50,30", Reason.UNKNOWN),
        ("50.4501, 30.5234, 17, 4", Reason.AMBIGUOUS),
        ("50.4501-30.5234", Reason.AMBIGUOUS),
        ("50.4501N 30.5234N", Reason.AMBIGUOUS),
        ("С 50.4501 С 30.5234", Reason.AMBIGUOUS),
        ("-50.4501S 30.5234E", Reason.AMBIGUOUS),
        ("50 27 00 30 31 24", Reason.AMBIGUOUS),
        ("50, 30", Reason.AMBIGUOUS),
        ("22:30", Reason.AMBIGUOUS),
        ("10/05", Reason.AMBIGUOUS),
        ("+380 50 123 45 67", Reason.AMBIGUOUS),
        ("10.05.26", Reason.UNKNOWN),
        ("192.168.10.20", Reason.UNKNOWN),
        ("50 N 30 E 12", Reason.UNKNOWN),
        ("50,4501 30.5234", Reason.BEYOND),
        ("в 50.4501, 30.5234", Reason.UNKNOWN),
        ("50.4501, 30.5234\n50.5, 30.6", Reason.AMBIGUOUS),
        ("50.4501N 30.5234X", Reason.UNKNOWN),
        ("50 61 00 N 30 31 24 E", Reason.BEYOND),
        ("50.5 27 N 30 31 E", Reason.UNKNOWN),
        ("50'27° N 30°31' E", Reason.UNKNOWN),
        ("100.5, 30.5", Reason.BEYOND),
        ("50.5, 181", Reason.BEYOND),
        ("61U 324182 5591607", Reason.BEYOND),
        ("36T 324182 5591607", Reason.BEYOND),
        ("36S 324182 6591607", Reason.AMBIGUOUS),
        ("36UAA2418291607", Reason.BEYOND),
        ("36UUA241829160", Reason.UNKNOWN),
        ("ZAB 24182 91607", Reason.UNKNOWN),
        ("FG2F+22", Reason.NEEDS_TOWN),
        ("FG2F+22 Kyiv", Reason.NEEDS_TOWN),
        ("8GXGFG2F+2", Reason.UNKNOWN),
        ("///filled.count.soap", Reason.NEEDS_NETWORK),
        ("https://maps.app.goo.gl/AbCdEf123", Reason.NEEDS_NETWORK),
        ("https://goo.gl/maps/AbCdEf123", Reason.NEEDS_NETWORK),
        ("https://yandex.ru/maps/-/CCUabc", Reason.NEEDS_NETWORK),
        ("https://maps.apple.com/p/abc", Reason.NEEDS_NETWORK),
        ("https://go.2gis.com/abc", Reason.NEEDS_NETWORK),
        ("https://w3w.co/filled.count.soap", Reason.NEEDS_NETWORK),
        ("https://www.google.com/maps/place/Some+Town", Reason.NO_PLACE),
        ("https://www.google.com/maps?q=12+34+Main+Street", Reason.NO_PLACE),
        ("https://www.openstreetmap.org/node/123", Reason.NO_PLACE),
        ("https://ge0.me/Byqqqqqqq", Reason.NO_PLACE),
        ("https://www.google.com/maps/dir/50.1,30.1/50.4501,30.5234", Reason.SEVERAL),
        ("https://yandex.ru/maps/?rtext=50.1,30.1~50.4501,30.5234", Reason.SEVERAL),
        ("geo:50.1,30.1 geo:50.4501,30.5234", Reason.SEVERAL),
        (
            "https://maps.google.com/?q=50.1,30.1 https://maps.google.com/?q=50.4501,30.5234",
            Reason.SEVERAL,
        ),
        ("https://uri.amap.com/marker?position=116.4,39.9", Reason.SHIFTED),
        ("https://example.org/maps/@50.4501,30.5234", Reason.UNKNOWN_SITE),
        ("https://evilgoogle.com/maps/@50.4501,30.5234", Reason.UNKNOWN_SITE),
        ("https://www.google.com/maps/@95.0,30.5234,15z", Reason.BEYOND),
        ("geo:0,0?q=Town", Reason.NO_PLACE),
        ("geo:50.4501,30.5234;crs=other", Reason.UNKNOWN),
        ("geo:5.0.4,30.5", Reason.UNKNOWN),
        ("http://[::1/maps", Reason.UNKNOWN),
        ("9" * 5000, Reason.UNKNOWN),
    ],
)
def test_refusals_name_their_reason(written: str, reason: Reason) -> None:
    """And hold nothing of what was written."""
    with pytest.raises(UnreadablePlace) as refused:
        read_place(written)
    assert refused.value.reason is reason
    assert str(refused.value) == reason.value


def test_a_place_does_not_print() -> None:
    """A log that shows one shows nothing."""
    assert "50" not in repr(read_place("50.4501, 30.5234"))


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_decimal_degrees_come_back(lat: float, lon: float) -> None:
    """What is written with seven decimals is read within half of the last."""
    found = read_place(f"{lat:.7f}, {lon:.7f}")
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=6e-8)


PIECES = st.sampled_from(
    ["50", "30.5", ",", " ", "N", "с", "ش", "°", "'", '"', "-", "٣", "google.com/maps/@", "geo:",
     "!3d", "!4d", "?q=", "+", "36U", "UA", "/", "osm.org/go/", "ge0.me/", "\u200f", "\ud800", "٫"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    """No other error, and no place beyond the earth."""
    try:
        found = read_place(written)
    except UnreadablePlace:
        return
    assert isinstance(found, WrittenPlace)
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180

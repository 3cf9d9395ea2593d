"""What can be wrong with a file that somebody wrote: words of closed lists.

Promises: a fault is a code, and what fills its sentence are figures and names of this format; so
each language can say it, and nothing of the file is in it but a misspelt member's name.
Refuses to know: languages, files.
"""

from enum import StrEnum


class Fault(StrEnum):
    """Of a value in a layer, in a file of points or in one of groups."""

    MISSING = "missing"
    NOT_OBJECT = "not_object"
    UNKNOWN_MEMBER = "unknown_member"
    NOT_LIST = "not_list"
    EMPTY_LIST = "empty_list"
    NOT_TEXT = "not_text"
    EMPTY_TEXT = "empty_text"
    LONG_TEXT = "long_text"
    CONTROLS = "controls"
    NOT_NUMBER = "not_number"
    NOT_FINITE = "not_finite"
    NOT_WHOLE = "not_whole"
    NOT_TRUTH = "not_truth"
    NOT_ONE_OF = "not_one_of"
    BEYOND_RANGE = "beyond_range"
    NOT_ASCENDING = "not_ascending"
    NAME_TWICE = "name_twice"
    NAME_ELSEWHERE = "name_elsewhere"

    NOT_MOMENT = "not_moment"
    MOMENT_WITHOUT_ZONE = "moment_without_zone"
    NOT_DAY = "not_day"
    NOT_CLOCK = "not_clock"
    CLOCK_WITH_ZONE = "clock_with_zone"
    UNKNOWN_ZONE = "unknown_zone"
    YEAR = "year"

    WINDOW_COUNT = "window_count"
    ENDS_BEFORE = "ends_before"
    LASTS_NOTHING = "lasts_nothing"
    LAST_BEFORE_FIRST = "last_before_first"
    NO_DAY = "no_day"
    WINDOW_TOO_SHORT = "window_too_short"

    FILE_TOO_LARGE = "file_too_large"
    NESTED = "nested"
    NOT_JSON = "not_json"
    NO_NUMBER = "no_number"
    MEMBER_TWICE = "member_twice"
    NOT_WGS84 = "not_wgs84"
    COUNT = "count"

    NOT_POINT = "not_point"
    NOT_PLACES = "not_places"
    NOT_POSITION = "not_position"
    BEYOND_EARTH = "beyond_earth"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"
    ALL_TOO_LONG = "all_too_long"
    ONE_PLACE = "one_place"
    OPEN_OUTLINE = "open_outline"
    BAD_OUTLINE = "bad_outline"

    RATE_OF_LINE = "rate_of_line"
    CROSSING_OF_AREA = "crossing_of_area"
    SURE_CROSSING = "sure_crossing"
    CLOSED_FOR_HOURS = "closed_for_hours"
    CLOSED_LINE = "closed_line"
    RADIUS_OF_AREA = "radius_of_area"
    RADIUS_RANGE = "radius_range"
    RADIUS_MISSING = "radius_missing"

    NOT_CSV = "not_csv"
    CELLS = "cells"
    COLUMN_TWICE = "column_twice"
    UNREADABLE_PLACE = "unreadable_place"
    TOO_MANY_WOUNDED = "too_many_wounded"
    FAR_FROM_ROADS = "far_from_roads"
    NO_ROAD_FOR_MODE = "no_road_for_mode"
    AFTER_HORIZON = "after_horizon"


class MapFault(StrEnum):
    """Of a map extract, or of the folder that keeps what is made from it."""

    NO_FILE = "no_file"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    NO_ROADS = "no_roads"
    NOT_KEPT = "not_kept"
    TILES_NOT_KEPT = "tiles_not_kept"
    NOTHING_TO_DRAW = "nothing_to_draw"
    TILES_FAILED = "tiles_failed"


class Doubt(StrEnum):
    """Of a map that was loaded."""

    BEYOND = "beyond"
    NO_ROAD = "no_road"
    ISLANDS = "islands"
    TRAPS = "traps"

"""What the type checker has to refuse: nothing runs this, `make lint` reads it.

Each `type: ignore` names the mistake that is expected on its line; where mypy finds none any more,
it tells of an ignore that is not used, and `make lint` fails.
"""

# ruff: noqa: B015, D103 - only looked at, never run

from aman.figures.measures import ArrivedSafe, Contacts, People, Published


def of_people(figure: Published[People]) -> Published[People]:
    return figure


def look(people: Published[People], arrived: Published[ArrivedSafe]) -> list[object]:
    of_people(people)
    People(1) < People(2)
    of_people(arrived)  # type: ignore[arg-type]
    People(1) < Contacts(1)  # type: ignore[operator]
    number: int = People(1)  # type: ignore[assignment]
    return [
        Contacts(1) + People(1),  # type: ignore[operator]
        People(1) + People(1),  # type: ignore[operator]
        People(1) + 1,  # type: ignore[operator]
        people + arrived,  # type: ignore[operator]
        sum([People(1), People(2)]),  # type: ignore[list-item]
        int(People(1)),  # type: ignore[call-overload]
        float(People(1)),  # type: ignore[arg-type]
        range(People(1)),  # type: ignore[call-overload]
        number,
    ]

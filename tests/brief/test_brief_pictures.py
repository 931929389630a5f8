"""The pictures: asserted things are filled, areas have no point, names do not collide, far places stay outside."""

from __future__ import annotations

import datetime
from itertools import combinations

import pytest

from masudi.brief.pictures import Event, Spot, draw_map, draw_timeline
from masudi.domain import Status
from masudi.draw import Circle, Drawing, Label, Path, Tone, to_svg, width_of

DAY = datetime.date(2024, 3, 1)


def spot(name: str, lat: float = 35.0, lon: float = 40.0, **more: object) -> Spot:
    given = {"radius_km": 2.0, "pinned": True, "counts": {Status.ASSERTED: 1}} | more
    return Spot(name=name, lat=lat, lon=lon, **given)  # type: ignore[arg-type]


def labels(drawing: Drawing) -> list[Label]:
    return [shape for shape in drawing.shapes if isinstance(shape, Label)]


def filled(drawing: Drawing) -> list[Circle]:
    return [shape for shape in drawing.shapes if isinstance(shape, Circle) and shape.fill is Tone.ASSERTED]


def test_nothing_has_no_map() -> None:
    assert draw_map([]) is None
    assert draw_timeline([]) is None


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.ASSERTED])
def test_only_what_is_asserted_has_a_filled_sign(status: Status) -> None:
    made = draw_map([spot("Osk", counts={status: 3})])
    assert made is not None
    assert filled(made.drawing) == []
    both = draw_map([spot("Osk", counts={status: 3, Status.ASSERTED: 1})])
    assert both is not None
    # One on the map, one in the legend.
    assert len(filled(both.drawing)) == 2


def test_an_area_is_a_ring_and_no_point() -> None:
    made = draw_map([spot("Osk"), spot("Sarw province", 35.1, 40.1, pinned=False, radius_km=10.0)])
    assert made is not None
    # Another one is in the legend, below the map.
    (ring,) = (one for one in made.drawing.shapes if isinstance(one, Circle) and one.dash == (3, 2) and one.y < 470)
    assert ring.fill is None
    assert all(abs(one.x - ring.x) + abs(one.y - ring.y) > 20 for one in filled(made.drawing) if one.y < 470)
    assert any(one.text == "Sarw province (area)" for one in labels(made.drawing))


def test_no_ring_leaves_the_map() -> None:
    near = [spot(f"Osk {at}", 35 + at / 50, 40) for at in range(4)]
    made = draw_map([*near, spot("Sarw province", 35.05, 40.25, pinned=False, radius_km=20.0)])
    assert made is not None
    assert made.outside == ()
    assert any(isinstance(one, Path) and one.dash == (3, 2) for one in made.drawing.shapes)
    for one in made.drawing.shapes:
        if isinstance(one, Path):
            assert all(-0.01 <= x <= made.drawing.width + 0.01 for line in one.lines for x, _ in line)


def test_a_map_of_many_areas_stays_small() -> None:
    areas = [spot(f"Sarw {at}", 33 + at % 30 / 10, 36 + at / 100, pinned=False, radius_km=4.0) for at in range(600)]
    made = draw_map(areas)
    assert made is not None
    # Two lines for each ring, and a sign.
    assert len(to_svg(made.drawing)) < 600 * 500


def test_shores_of_the_whole_earth_have_no_more_points_than_can_be_seen() -> None:
    made = draw_map([spot("North", 66.0, 25.0), spot("South", -33.0, 18.5), spot("East", 35.0, 140.0)])
    assert made is not None
    (land,) = (one for one in made.drawing.shapes if isinstance(one, Path) and one.fill is Tone.LAND)
    assert 500 < sum(map(len, land.lines)) < 12_000
    for line in land.lines:
        assert max(max(axis) - min(axis) for axis in zip(*line, strict=True)) >= 1


def test_names_do_not_stand_on_each_other() -> None:
    spots = [spot(f"Village number {at}", 35 + at % 7 / 90, 40 + at // 7 / 90) for at in range(49)]
    made = draw_map(spots)
    assert made is not None
    named = [one for one in labels(made.drawing) if one.text.startswith("Village")]
    assert len(named) + len(made.unnamed) == 49
    assert len(named) > 5
    boxes = [(one.x, one.y - 9, one.x + width_of(one.text, one.size), one.y + 3) for one in named]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_place_far_away_is_named_beside_the_map() -> None:
    near = [spot(f"Osk {at}", 35 + at / 50, 40) for at in range(6)]
    made = draw_map([*near, spot("Far Sarw", 46.2, 6.1)])
    assert made is not None
    assert made.outside == ("Far Sarw",)
    assert "Outside the map: Far Sarw" in made.drawing.alt


def test_a_map_across_the_date_line_is_one_map() -> None:
    made = draw_map([spot("East", -17.0, 179.8), spot("West", -17.1, -179.9)])
    assert made is not None
    assert made.outside == ()
    first, second = [one for one in filled(made.drawing) if one.y < 470]
    assert 10 < second.x - first.x < 600 or 10 < first.x - second.x < 600


def test_the_made_up_country_is_drawn_for_made_up_reports_alone() -> None:
    torvesh = [spot("Torvesh", -20.0, -25.0)]
    plain, made_up = draw_map(torvesh), draw_map(torvesh, made_up=True)
    assert plain is not None
    assert made_up is not None

    def lands(drawing: Drawing) -> int:
        return sum(isinstance(one, Path) and one.fill is Tone.LAND for one in drawing.shapes)

    assert lands(plain.drawing) == 0
    assert lands(made_up.drawing) == 1


def event(row: str, day: int, status: Status = Status.ASSERTED, days: int = 0) -> Event:
    first = DAY + datetime.timedelta(days=day)
    return Event(row=row, status=status, first=first, last=first + datetime.timedelta(days=days))


def test_a_timeline_counts_what_is_asserted_apart() -> None:
    made = draw_timeline([event("shelling", 0), event("shelling", 0), event("shelling", 0, Status.DENIED)], undated=2)
    assert made is not None
    assert "2 said to have happened, 1 denied" in made.alt
    assert [one.text for one in labels(made) if one.bold] == ["2"]
    assert any(one.text == "Without a day: 2" for one in labels(made))


def test_background_of_long_ago_does_not_press_the_rest_together() -> None:
    made = draw_timeline([event("shelling", -900), *(event("attack", at) for at in range(20))])
    assert made is not None
    assert "Timeline from 2024-03-01" in made.alt
    assert any("Before 1 Mar 2024: 1" in one.text for one in labels(made))


def test_many_kinds_share_a_row() -> None:
    made = draw_timeline([event(f"kind {at}", at) for at in range(40)])
    assert made is not None
    assert sum(one.x == 0 for one in labels(made)) == 16
    assert any(one.text == "other kinds" for one in labels(made))

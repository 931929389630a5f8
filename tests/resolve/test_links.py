"""The packaged links are sound, and a row with a fault is refused with file, line and field."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from masudi.errors import KnowledgeError
from masudi.resolve.links import Link, Links, days, load_links, read_links
from masudi.resolve.place_rules import load_place_rules
from masudi.resolve.sites import Site

SITES = {
    name: Site(id=name, name=name, kind="town", country="SY") for name in ("local:halven", "local:dalgo", "local:ford")
}
HEADER = "kind,from,to,via,since,until,source,note\n"
ROAD = "road,local:halven,local:dalgo,,,,web:https://example.org/a | by the road to Dalgo,\n"
BRIDGE = "bridge,local:halven,local:dalgo,local:ford,2011-02,2012-03-04,web:https://example.org/b,blown up\n"
GOOD = HEADER + ROAD + BRIDGE
AREAS = "area,complete,note\nlocal:dalgo,false,half of the roads\n"


def read(tmp_path: Path, content: str = GOOD, areas: str = AREAS) -> Links:
    path, areas_path = tmp_path / "links.csv", tmp_path / "areas.csv"
    path.write_text(content, encoding="utf-8")
    areas_path.write_text(areas, encoding="utf-8")
    return read_links(path, areas_path, SITES, load_place_rules())


def test_the_packaged_links_are_sourced_and_none_is_said_to_be_complete() -> None:
    links = load_links()
    assert len(links.links) >= 15
    assert set(Counter(link.kind for link in links.links)) == {"road", "bridge", "river_crossing", "air", "drop_zone"}
    assert links.areas
    assert not any(area.complete for area in links.areas.values())


@pytest.mark.parametrize(
    ("day", "used"),
    [("2016-04-09", False), ("2016-04-10", True), ("2017-01-15", True), ("2017-01-16", False)],
)
def test_the_first_drop_zone_was_used_until_it_was_overrun(day: str, used: bool) -> None:
    zone = "local:deir_ez_zor_drop_zone_2016"
    link = next(one for one in load_links().links if one.kind == "drop_zone" and one.end == zone)
    assert link.open_on(datetime.date.fromisoformat(day)) is used


def test_who_bars_a_road_is_no_matter_of_the_link() -> None:
    """The road from the city to the airport was cut by fighting in 2017: control says so, the road was never gone."""
    airport, cemetery = "local:deir_ez_zor_airport", "local:deir_ez_zor_city_cemetery"
    roads = [link for link in load_links().links if link.kind == "road" and airport in (link.start, link.end)]
    assert len(roads) == 3
    assert {road.via for road in roads} == {cemetery}
    assert all(road.open_on(datetime.date(2017, 5, 1)) for road in roads)


def test_rows_become_links(tmp_path: Path) -> None:
    road, bridge = read(tmp_path).links
    assert (road.start, road.end, road.since, road.until) == ("local:halven", "local:dalgo", None, None)
    assert bridge.via == "local:ford"
    assert bridge.since == days("2011-02")
    assert bridge.note == "blown up"


@pytest.mark.parametrize(
    ("day", "used"),
    [
        ("2011-01-31", False),
        ("2011-02-10", None),
        ("2011-03-01", True),
        ("2012-03-04", True),
        ("2012-03-05", False),
    ],
)
def test_a_date_that_is_too_coarse_leaves_it_open(tmp_path: Path, day: str, used: bool | None) -> None:
    bridge: Link = read(tmp_path).links[1]
    assert bridge.open_on(datetime.date.fromisoformat(day)) is used


def test_a_month_and_a_year_are_spans_of_days() -> None:
    assert days("2016-02").last == datetime.date(2016, 2, 29)
    assert (days("2014").first, days("2014").last) == (datetime.date(2014, 1, 1), datetime.date(2014, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("road,", "path,", 2, "field 'kind' is 'path'"),
        ("local:halven,local:dalgo,,", "local:halven,local:nowhere,,", 2, "field 'to': 'local:nowhere' is no entry"),
        ("local:ford", "local:nowhere", 3, "field 'via': 'local:nowhere' is no entry"),
        ("road,local:halven", "road,", 2, "field 'from' is empty"),
        ("road,local:halven", "road,local:dalgo", 2, "are the same place"),
        ("2011-02", "spring", 3, "field 'since': 'spring' is no date"),
        ("2011-02", "2011-02-30", 3, "field 'since': '2011-02-30' is no date"),
        ("2011-02", "0000", 3, "is no date"),
        ("2011-02", "2013", 3, "field 'until' lies before 'since'"),
        ("web:https://example.org/b", "hearsay", 3, "'hearsay' is not in sources.yaml"),
        ("web:https://example.org/b", "", 3, "field 'source' is empty"),
        (BRIDGE, ROAD, 3, "says the same as line 2"),
    ],
)
def test_a_fault_is_refused_with_line_and_field(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert words in fault.value.problem
    assert fault.value.line == line


def test_what_comes_by_air_needs_no_first_end(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.replace("road,local:halven", "air,")).links[0].start is None


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (AREAS.replace("local:dalgo", "local:nowhere"), "field 'area': 'local:nowhere' is no entry"),
        (AREAS + AREAS.splitlines()[1] + "\n", "stands twice"),
        (AREAS.replace("false", "perhaps"), "field 'complete'"),
    ],
)
def test_a_fault_in_the_areas_is_refused(tmp_path: Path, areas: str, words: str) -> None:
    with pytest.raises(KnowledgeError, match=r"areas\.csv, line") as fault:
        read(tmp_path, areas=areas)
    assert words in fault.value.problem

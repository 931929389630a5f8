"""The ground of the overview's first picture: lines of the part of the map that is asked for, no more than is seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient


def still(client: TestClient, box: str, width: int = 700) -> dict[str, Any]:
    answer = client.get("/ground/still.json", params={"box": box, "width": width})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", path)]


def test_lines_lie_within_the_picture(client: TestClient) -> None:
    found = still(client, "34,32,42,37.5")
    assert found["width"] == 700
    # Mercator: northern degrees are longer than those at the equator.
    assert 560 < found["height"] < 620
    for name in ("land", "rivers", "borders"):
        points = numbers(found[name])
        assert points
        assert all(-1 <= x <= 701 and -1 <= y <= found["height"] + 1 for x, y in points)
    assert found["invented"] == ""


def test_the_whole_earth_is_few_lines(client: TestClient) -> None:
    found = still(client, "-180,-60,180,80")
    assert 500 < len(numbers(found["land"])) < 12_000
    # Rivers are drawn from nearer on.
    assert found["rivers"] == ""


def test_the_same_part_is_the_same_wherever_it_is_counted_from(client: TestClient) -> None:
    assert still(client, "34,32,42,37.5") == still(client, "-326,32,-318,37.5")


def test_land_beyond_the_date_line_is_there(client: TestClient) -> None:
    found = still(client, "176,-20,182,-15")
    assert any(x > 475 for x, _ in numbers(found["land"]))


@pytest.mark.parametrize("box", ["", "34,32,34,37", "1,2,3", "34,nan,42,37"])
def test_what_is_no_part_of_a_map_is_refused(client: TestClient, box: str) -> None:
    assert client.get("/ground/still.json", params={"box": box}).status_code == 400

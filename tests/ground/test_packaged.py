"""The packaged gazetteer and links, with made-up claims: where control is told, the cut of a pocket is found."""

from __future__ import annotations

from masudi.domain.pocket import Lacking, PocketEvent, WayOut
from masudi.ground import Controls, pocket_changes, pockets_on, read_ledger
from masudi.resolve.links import load_links
from masudi.resolve.local_places import load_local_places
from tests.ground.maps import day, says

AREA = "geonames:170792"
QUARTER, AIRPORT, HILL = "deir_ez_zor_city_joura", "deir_ez_zor_airport", "deir_ez_zor_city_cemetery"
ARMY, RAIDERS = "syrian_government", "islamic_state"


def test_the_loss_of_the_ground_between_city_and_airport_splits_the_pocket() -> None:
    loss = says("capture", HILL, RAIDERS, 16, by="Ridge Post", place_kind="cemetery")
    ledger = read_ledger(
        [
            says("control", QUARTER, ARMY, 10, place_kind="neighbourhood"),
            says("control", AIRPORT, ARMY, 10, place_kind="airport"),
            says("control", HILL, ARMY, 10, place_kind="cemetery"),
            loss,
        ],
        load_local_places().sites,
    )
    controls, links = Controls(ledger), load_links()
    (before,) = (one for one in pockets_on(controls, links, day(15), area=AREA) if one.side == ARMY)
    assert before.places == (f"local:{AIRPORT}", f"local:{HILL}", f"local:{QUARTER}")
    changes = pocket_changes(controls, links, day(11), day(20), area=AREA)
    (split,) = (one for one in changes if one.event is PocketEvent.SPLIT)
    assert (split.day, split.side, split.claims) == (day(16), ARMY, (loss.id,))
    assert split.after == ((f"local:{AIRPORT}",), (f"local:{QUARTER}",))
    # No packaged area is said to list all its links, so that nothing in it is certain.
    assert not split.certain
    assert Lacking.AREA in {one.lacking for one in split.missing}
    assert all(one.answer is WayOut.CANNOT_TELL for one in pockets_on(controls, links, day(16), area=AREA))

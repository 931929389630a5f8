"""What the policy withholds is withheld in every output, in all spellings, and does not follow from what is left."""

from __future__ import annotations

import datetime
import hashlib
import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import msgspec
import pyarrow.parquet as pq
import pytest

from masudi.domain import Reading, Relation, RelationKind, ReviewState
from masudi.domain.view import Published, Scope
from masudi.errors import UsageError
from masudi.export.formats import FORMATS, exported
from masudi.ground import kinds_told, load_control_rules
from masudi.pipeline.decide import Person, accept
from masudi.pipeline.decide_incidents import grade
from masudi.pipeline.decide_victims import same_person
from masudi.pipeline.leaving import allow_policy, policy_for
from masudi.pipeline.private import private_in
from masudi.pipeline.relink import settle
from masudi.pipeline.view import published, view
from masudi.publish import Policy, load_policy, loosened
from tests.conftest import build_claim, build_report
from tests.publish.conftest import ARABIC, HOSPITAL, OLD, VICTIM, store, struck

if TYPE_CHECKING:
    from masudi.casefile import Case

LATER = datetime.date(2024, 6, 1)


def spellings(name: str) -> set[str]:
    """However a name may be written, quoted or hashed."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    forms = {name, bare, name.upper(), bare.upper(), name.casefold(), bare.casefold()}
    forms |= {unicodedata.normalize("NFD", one) for one in set(forms)}
    forms |= {joint.join(one.split()) for one in set(forms) for joint in ("-", "_", "", "+", ".")}
    forms |= {quote(one) for one in set(forms)} | {quote_plus(one) for one in set(forms)}
    forms |= {quote(quote(one)) for one in set(forms)}
    hashes = {hashlib.new(way, one.encode()).hexdigest() for one in set(forms) for way in ("sha256", "sha1", "md5")}
    return forms | hashes


def outputs(done: Published) -> dict[str, str]:
    """Every file of every format, metadata included, as text that can be searched."""
    found = {}
    for name in FORMATS:
        for file in exported(done, name):
            data = file.data
            if data.startswith(b"PAR1"):
                table = pq.read_table(io.BytesIO(data))
                found[f"{name}{file.ending}"] = f"{table.to_pylist()} {table.schema.metadata}"
            else:
                found[f"{name}{file.ending}"] = data.decode()
    return found


def test_a_victim_is_named_nowhere_in_no_spelling(kept: Case) -> None:
    written = outputs(published(kept, load_policy(), LATER))
    assert len(written) >= len(FORMATS) * 2
    for spelling in spellings(VICTIM) | spellings(VICTIM.split()[1]) | spellings(HOSPITAL):
        for file, text in written.items():
            assert spelling not in text, (file, spelling)


def test_without_a_policy_the_same_search_would_find_the_victim(kept: Case) -> None:
    open_ = Policy(groups=(), hold=load_policy().hold, counts=load_policy().counts, persons=False, unread_quotes=False)
    assert any(VICTIM in text for text in outputs(published(kept, open_, LATER)).values())


def test_a_name_in_arabic_letters_is_found_however_it_is_written(kept: Case) -> None:
    text = f"Shells hit Torvesh on Monday and killed {ARABIC}, the Osmer Valley Monitor said."
    policy = msgspec.structs.replace(load_policy(), names=(ARABIC,))
    url = f"https://courier.example/{quote('الياس-كرم')}"
    store(kept, msgspec.structs.replace(_shelled(text), report=_shelled(text, url=url).report))
    settle(kept)
    for file, written in outputs(published(kept, policy, LATER)).items():
        assert ARABIC not in written, file
        assert "الياس" not in written, file
        assert quote("الياس-كرم") not in written, file


def _shelled(text: str, **report: object) -> Reading:
    given = {"name": "shells", "title": "Shells", "url": "https://courier.example/shells", "synthetic": True}
    made = build_report(text, published=OLD, **(given | report))
    return Reading(report=made, claims=(build_claim(made, kind="shelling", trigger="hit", place=["Torvesh"]),))


def test_ids_hashes_and_offsets_of_what_was_touched_are_not_those_of_the_case(kept: Case) -> None:
    before = view(kept)
    done = published(kept, load_policy(), LATER)
    touched = {one.claim.id for one in before.claims if one.claim.kind in ("airstrike", "casualties", "capture")}
    written = " ".join(outputs(done).values())
    report = before.reports[0]
    for secret in (*touched, report.id, report.sha256_text, report.sha256_bytes):
        assert secret is not None
        assert secret not in written
    assert all(mention.start < 20 for one in done.view.claims for mention in one.claim.mentions)


def test_a_protected_place_is_told_by_what_it_lies_in_and_has_no_point(kept: Case) -> None:
    done = published(kept, load_policy(), LATER)
    strike = next(one.claim for one in done.view.claims if one.claim.kind == "airstrike")
    assert [(one.name, one.within, one.lat, one.gazetteer_id) for one in strike.place] == [
        (None, "Torvesh", None, None)
    ]
    assert "35.1" not in " ".join(outputs(done).values())


def test_a_witness_is_told_as_one_and_no_more(kept: Case) -> None:
    done = published(kept, load_policy(), LATER)
    written = " ".join(outputs(done).values())
    assert "Mill Lane" not in written
    assert any("a witness" in source.text for one in done.view.claims for source in one.claim.source)


def test_a_small_count_goes_with_what_would_give_it_away(kept: Case) -> None:
    done = published(kept, load_policy(), LATER)
    tolls = [toll for one in done.view.claims for toll in one.claim.casualties]
    # 12 less 9 would be the 3 children.
    assert [(one.who, one.low) for one in tolls] == [("people", 12)]
    written = " ".join(outputs(done).values())
    assert "nine men" not in written
    assert "three children" not in written
    assert any(one.what == "counts" and one.count == 2 for one in done.withheld)


def test_larger_counts_stay(kept: Case) -> None:
    policy = load_policy()
    policy = msgspec.structs.replace(policy, counts=msgspec.structs.replace(policy.counts, smallest=3))
    tolls = [toll for one in published(kept, policy, LATER).view.claims for toll in one.claim.casualties]
    assert [(one.who, one.low) for one in tolls] == [("people", 12), ("children", 3), ("people", 9)]


@pytest.mark.parametrize("days", [0, 13])
def test_what_is_younger_than_fourteen_days_is_held_back(kept: Case, days: int) -> None:
    today = OLD + datetime.timedelta(days=days)
    done = published(kept, load_policy(), today)
    assert "capture" not in {one.claim.kind for one in done.view.claims}
    assert "shelling" in {one.claim.kind for one in done.view.claims}
    assert done.view.control == ()
    assert "Tesk Hill" not in " ".join(outputs(done).values())
    assert any(one.reason == "younger than the policy lets go" and one.count == 1 for one in done.withheld)


def test_after_fourteen_days_it_is_told(kept: Case) -> None:
    done = published(kept, load_policy(), OLD + datetime.timedelta(days=14))
    assert "capture" in {one.claim.kind for one in done.view.claims}
    assert [one.name for one in done.view.control] == ["Tesk Hill"]


def test_every_kind_that_control_rests_on_is_held_back() -> None:
    assert kinds_told(load_control_rules()) <= set(load_policy().hold.kinds)
    assert {"movement", "support", "aid", "displacement"} <= set(load_policy().hold.kinds)


def test_what_nobody_reviewed_can_be_left_out(kept: Case) -> None:
    policy = msgspec.structs.replace(load_policy(), unreviewed=False)
    assert published(kept, policy, LATER).view.claims == ()
    shelling = next(one.claim.id for one in view(kept).claims if one.claim.kind == "shelling")
    accept(kept, shelling, Person(name="R. Haddad"))
    done = published(kept, policy, LATER)
    assert [(one.claim.kind, one.state) for one in done.view.claims] == [("shelling", ReviewState.ACCEPTED)]
    assert "R. Haddad" not in " ".join(outputs(done).values())


def test_what_one_origin_alone_tells_can_be_left_out(kept: Case) -> None:
    policy = msgspec.structs.replace(load_policy(), single_origin=False)
    done = published(kept, policy, LATER)
    assert done.view.claims == ()
    assert sum(one.count for one in done.withheld if one.reason == "one origin alone tells it") == 4


def test_what_is_told_of_a_part_of_the_case_is_no_more(kept: Case) -> None:
    done = published(kept, load_policy(), LATER, Scope(place="Dalgo bridge"))
    assert [one.claim.kind for one in done.view.claims] == ["shelling"]


def test_the_same_case_gives_the_same_bytes_another_day(kept: Case) -> None:
    one, other = (published(kept, load_policy(), day) for day in (LATER, LATER + datetime.timedelta(days=30)))
    assert [outputs(one)[name] for name in sorted(outputs(one))] == [
        outputs(other)[name] for name in sorted(outputs(other))
    ]


def test_the_packaged_policy_is_as_strict_as_itself() -> None:
    assert loosened(load_policy(), load_policy()) == ()


def test_a_stricter_policy_needs_nobody_and_a_looser_one_somebody_with_a_reason(kept: Case, tmp_path: Path) -> None:
    strict, loose = tmp_path / "strict.yaml", tmp_path / "loose.yaml"
    base = load_policy()
    _write(strict, msgspec.structs.replace(base, unreviewed=False, hold=msgspec.structs.replace(base.hold, days=90)))
    _write(loose, msgspec.structs.replace(base, hold=msgspec.structs.replace(base.hold, days=0)))
    assert policy_for(kept, strict).hold.days == 90
    with pytest.raises(UsageError, match="0 days instead of 14"):
        policy_for(kept, loose)
    with pytest.raises(UsageError, match="reason"):
        allow_policy(kept, loose, Person(name="R. Haddad"), why=" ")
    allow_policy(kept, loose, Person(name="R. Haddad"), why="the war has been over for years")
    today = OLD + datetime.timedelta(days=1)
    done = published(kept, policy_for(kept, loose), today)
    assert "capture" in {one.claim.kind for one in done.view.claims}
    entry = list(kept.decisions())[-1]
    assert (entry.person, entry.why) == ("R. Haddad", "the war has been over for years")


def _write(path: Path, policy: Policy) -> None:
    path.write_bytes(msgspec.yaml.encode(policy))


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: msgspec.structs.replace(one, groups=one.groups[1:]),
        lambda one: msgspec.structs.replace(
            one, groups=(msgspec.structs.replace(one.groups[0], words=one.groups[0].words[1:]), *one.groups[1:])
        ),
        lambda one: msgspec.structs.replace(one, persons=False),
        lambda one: msgspec.structs.replace(one, unread_quotes=False),
        lambda one: msgspec.structs.replace(one, counts=msgspec.structs.replace(one.counts, smallest=1)),
        lambda one: msgspec.structs.replace(one, hold=msgspec.structs.replace(one.hold, kinds=("movement",))),
    ],
)
def test_whatever_is_looser_is_found(changed) -> None:  # type: ignore[no-untyped-def]
    assert loosened(changed(load_policy()), load_policy())


def test_what_was_withheld_is_told_and_never_what_it_was(kept: Case) -> None:
    done = published(kept, load_policy(), LATER)
    told = " ".join(f"{one.what} {one.reason}" for one in done.withheld)
    assert "hospitals" in told
    assert all(one.count > 0 for one in done.withheld)
    assert VICTIM not in told


def test_a_young_report_has_no_title_and_no_address(kept: Case) -> None:
    store(kept, struck(LATER, title="Rebels take the hill", url="https://courier.example/hill", name="hill"))
    settle(kept)
    done = published(kept, load_policy(), LATER)
    written = " ".join(outputs(done).values())
    assert "Rebels take the hill" not in written
    assert "courier.example/hill" not in written


def test_nothing_points_at_what_stays_behind(kept: Case) -> None:
    """A relation to a claim that is withheld, and an incident's id that follows from one, would tell of it."""
    text = "Rebels hit the prison at Dalgo and freed nobody; they hit Sarw as a feint."
    made = build_report(text, published=OLD, name="feint", url="https://courier.example/feint", synthetic=True)
    prison = build_claim(made, kind="attack", trigger="freed", place="prison at Dalgo")
    feint = build_claim(
        made, kind="attack", trigger="feint", relations=(Relation(kind=RelationKind.FEINT_FOR, to=prison.id),)
    )
    store(kept, Reading(report=made, claims=(prison, feint)))
    settle(kept)
    behind = [one for one in view(kept).claims if "prison" in " ".join(place.text for place in one.claim.place)]
    assert len(behind) == 1
    done = published(kept, load_policy(), LATER)
    assert "feint" in {mention.text for one in view(kept).claims for mention in one.claim.mentions}
    assert not any(one.claim.relations for one in done.view.claims)
    written = " ".join(outputs(done).values())
    assert behind[0].claim.id not in written
    assert "prison" not in written


def test_ids_of_incidents_do_not_lead_back_to_what_was_touched(kept: Case) -> None:
    done = published(kept, load_policy(), LATER)
    written = " ".join(outputs(done).values())
    for one in view(kept).incidents:
        assert one.incident.id not in written


def test_those_who_work_on_the_case_are_not_named(kept: Case) -> None:
    kept.set("R. Haddad", retention_by_collector={"K. Nour": 30})
    incident = next(one.incident.id for one in kept.incidents() if "shelling" in one.incident.kinds)
    grade(kept, incident, "admiralty", ["B", "2"], Person(name="R. Haddad"))
    done = published(kept, load_policy(), LATER)
    assert any(one.grade for one in done.view.incidents)
    written = " ".join(outputs(done).values())
    for name in ("R. Haddad", "K. Nour"):
        assert name not in written


def test_a_name_that_was_asked_for_is_not_told_by_the_question(kept: Case) -> None:
    done = published(kept, load_policy(), LATER, Scope(place=HOSPITAL))
    assert {one.claim.kind for one in done.view.claims} == {"airstrike", "casualties"}
    assert not any(HOSPITAL in text for text in outputs(done).values())


def test_a_name_that_stands_in_a_title_alone_is_withheld(kept: Case) -> None:
    text = "Shells hit Torvesh on Monday, residents said."
    store(kept, _shelled(text, title="The last day of Salma Idris in Torvesh", name="salma"))
    settle(kept)
    assert "Salma" not in " ".join(outputs(published(kept, load_policy(), LATER)).values())


def test_a_text_without_capitals_is_not_quoted(kept: Case) -> None:
    text = "shells hit torvesh on monday and killed salma idris, residents of the town said later that day"
    made = build_report(text, published=OLD, title=None, url=None, name="low", synthetic=True)
    store(kept, Reading(report=made, claims=(build_claim(made, kind="shelling", trigger="hit", place=["torvesh"]),)))
    settle(kept)
    written = outputs(published(kept, load_policy(), LATER))
    assert "torvesh" in written["bundle"]
    assert "salma" not in " ".join(written.values())


def test_a_listed_victim_is_withheld_whatever_the_name_may_be_besides(kept: Case) -> None:
    for number, name in enumerate(["Dalgo Tesk", "Dalga Tesk"]):
        text = f"Report {number}. Soldiers detained {name} in Torvesh. Dalgo Tesk is a town, the town of Dalgo Tesk."
        made = build_report(text, published=OLD, title=None, url=None, name=f"v{number}", synthetic=True)
        claim = build_claim(made, kind="detention", trigger="detained", target=name)
        store(kept, Reading(report=made, claims=(claim,)))
    settle(kept)
    victims = {one.name: one.id for one in kept.victims()}
    same_person(kept, [victims["Dalgo Tesk"], victims["Dalga Tesk"]], Person(name="R. Haddad"))
    private = private_in(kept).names
    assert {"Dalgo Tesk", "Dalga Tesk"} <= {one.words for one in private}
    written = " ".join(outputs(published(kept, load_policy(), LATER)).values())
    assert not any(one in written for one in victims)

"""Looking actors up: by words in their names, by a whole name, and how they stand to each other."""

from __future__ import annotations

from masudi.actors import list_actors, named_actors, ties_of
from masudi.resolve.actor_files import load_packaged_actors
from masudi.resolve.actors import Actor, ActorRelation

ACTORS = load_packaged_actors()


def ids(actors: list[Actor]) -> list[str]:
    return [actor.name for actor in actors]


def test_words_are_looked_for_in_all_names() -> None:
    assert "nusra_front" in ids(list_actors("جبهة النصرة", ACTORS))
    assert {"ahrar_al_sham"} <= set(ids(list_actors("sham AHRAR", ACTORS)))
    assert ids(list_actors("zahran alloush", ACTORS)) == ["jaysh_al_islam"]
    assert list_actors("kelmar harran", ACTORS) == []
    assert list_actors("", ACTORS) == list(ACTORS)


def test_a_name_leads_to_its_actor() -> None:
    assert ids(named_actors("nusra_front", ACTORS)) == ["nusra_front"]
    assert ids(named_actors("Jabhat al Nusra", ACTORS)) == ["nusra_front"]
    assert ids(named_actors("Nusra", ACTORS)) == ["nusra_front"]
    assert named_actors("Nus", ACTORS) == named_actors("?", ACTORS) == []


def test_ties_run_both_ways_in_the_order_of_their_dates() -> None:
    (fateh,) = named_actors("jabhat_fatah_al_sham", ACTORS)
    ties = [(tie.words, tie.other.name, str(tie.relation.since)) for tie in ties_of(fateh, ACTORS)]
    assert ("earlier called", "nusra_front", "2016-07-28") in ties
    assert ("merged into", "hayat_tahrir_al_sham", "2017-01-28") in ties
    dates = [date for _, _, date in ties if date != "None"]
    assert dates == sorted(dates)


def test_what_has_no_date_comes_last() -> None:
    def actor(name: str, *relations: ActorRelation) -> Actor:
        return Actor(
            name=name,
            label=name,
            entity="opposition",
            kind="armed_group",
            names=(name,),
            source="x",
            relations=relations,
        )

    undated = ActorRelation(kind="allied_with", to="b", source="x")
    dated = ActorRelation(kind="backed_by", to="b", since=2015, source="x")
    one, other = actor("a", undated, dated), actor("b")
    assert [tie.words for tie in ties_of(one, (one, other))] == ["backed by", "allied with"]
    assert [tie.words for tie in ties_of(other, (one, other))] == ["backs", "allied with"]

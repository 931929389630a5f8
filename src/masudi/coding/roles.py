"""Who did it to whom, where, when and with what: filled from the clause around a trigger.

Only what stands in the trigger's own sentence fills a role: a wrong record is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from masudi.coding.knowledge import load_triggers
from masudi.coding.mentions import Mentions, RoleWords, inside, role_words
from masudi.coding.triggers import Trigger
from masudi.domain import Party, Place, Span
from masudi.language import Outline
from masudi.resolve import PartyMention, PlaceMention

# Tokens between a party and the trigger beyond which they seldom belong together (training reports: 90 % are nearer).
_REACH = 14
# "The attack of the Syrian army", "the group launched a fierce attack": how many tokens may stand between.
_OWNER_WITHIN, _SUBJECT_WITHIN = 4, 8
# "Its Raqqa bastion", "the rebel stronghold".
_HOLDER_WITHIN = 3
_JOINED = re.compile(r"^[\s,]*(?:and|or|,)[\s,]*(?:the\s+|its\s+)?$", re.IGNORECASE)
# Between two places of one list: "several areas inside the city such as the cemetery, the hill and parts of a street".
_LISTED = re.compile(
    r"^(?:[\s,]|\b(?:and|or|in|inside|within|of|at|on|near|the|a|both|as well as|such as|including|also|village|town"
    r"|city|large|some|most|parts?)\b)*$",
    re.IGNORECASE,
)


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """What one mention says of its parties, places and means."""

    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    place: tuple[Place, ...] = ()
    means: tuple[Span, ...] = ()


def fill(outline: Outline, mentions: Mentions, trigger: Trigger, speaker: Span | None = None) -> Roles:
    """The roles of one trigger of an event; `speaker` are the words for whom its sentence quotes, who is no party."""
    return _Clause(outline, mentions, trigger, speaker).roles()


class _Clause:
    """A trigger in its sentence, with the parties before and behind it."""

    def __init__(self, outline: Outline, mentions: Mentions, trigger: Trigger, speaker: Span | None) -> None:
        self.outline, self.mentions, self.trigger, self.speaker = outline, mentions, trigger, speaker
        self.words: RoleWords = role_words()
        self.start, self.end = outline.tokens[trigger.first].start, outline.tokens[trigger.last].end
        self.sentence = outline.sentences[outline.tokens[trigger.first].sentence]
        parties = inside(mentions.parties, self.sentence.start, self.sentence.end)
        if trigger.kind not in self.words.spoken:
            parties = [party for party in parties if not self._speaks(party) and not self._of_speaker(party)]
        if trigger.kind not in self.words.held_by:
            parties = [party for party in parties if not self._describes(party)]
        self.before = [party for party in parties if party.start < self.start and self._near(party)]
        self.behind = [
            party
            for party in parties
            if party.end > self.end
            and self._near(party)
            and party.text.lower() not in self.words.possessives
            and self._same_clause(party)
        ]
        self.within = [party for party in parties if self.start <= party.start and party.end <= self.end]

    def _near(self, party: Span) -> bool:
        tokens = self.outline
        if party.end <= self.start:
            return self.trigger.first - tokens.token_at(party.end - 1) <= _REACH
        return tokens.token_at(party.start) - self.trigger.last <= _REACH

    def _no_verb_before(self, party: Span) -> bool:
        """Whether "by" belongs to the trigger: not to a later verb ("killed in a strike on a town held by …")."""
        tokens = self.outline.tokens[self.trigger.last + 1 : self.outline.token_at(party.start)]
        return not any(
            token.form in self.words.be or token.form in self.words.irregular or token.form.endswith("ed")
            for token in tokens
        )

    def _describes(self, party: Span) -> bool:
        """Whether a party only tells whose the next noun is ("the Daesh-held town")."""
        after = self.outline.text[party.end : party.end + 12].lower()
        return after.startswith(("-", " held ", " controlled "))

    def _bound(self, party: Span) -> bool:
        """Whether a party belongs to an earlier word: "against rebels", "held by rebels" (not "raids by rebels")."""
        form = self._form_before(party)
        if form not in self.words.by:
            return form in self.words.onto
        at = self.outline.token_at(party.start) - 1
        while at > 0 and self.outline.tokens[at].form not in self.words.by:
            at -= 1
        verb = self.outline.tokens[at - 1].form if at else ""
        return verb.endswith("ed") or verb in self.words.irregular

    def _governs(self, earlier: Span) -> bool:
        """Whether a party before the trigger can be its subject: not across "that", unless that means the party.

        "The rebels silenced the guns that shelled the town" tells of guns; "rebels who shelled the town" of rebels.
        """
        first = self.outline.token_at(earlier.end - 1) + 1
        tokens = self.outline.tokens[first : self.trigger.first]
        opened = [at for at, token in enumerate(tokens) if token.form in self.words.relatives]
        return not opened or (len(opened) == 1 and all(token.form == "," for token in tokens[: opened[0]]))

    def _same_clause(self, later: Span) -> bool:
        """Whether no other clause opens between the trigger and what stands behind it."""
        tokens = self.outline.tokens[self.trigger.last + 1 : self.outline.token_at(later.start)]
        return not any(token.form in self.words.openers for token in tokens)

    def _of_speaker(self, span: Span) -> bool:
        return self.speaker is not None and span.overlaps(self.speaker)

    def _speaks(self, party: Span) -> bool:
        """Whether a party tells of the thing ("the doctors said"): it is a source then, no party to it."""
        at = self.outline.token_at(party.end)
        after = self.outline.tokens[at] if self.outline.tokens[at].start >= party.end else None
        return after is not None and after.form in self.words.reporting

    def roles(self) -> Roles:
        actor, target = self._parties()
        # Nobody attacks or besieges himself: where both come out as one party, the pronoun was misread.
        who = {(party.entity, party.name) for party in actor if party.entity}
        if self.trigger.kind in self.words.armed:
            actor = [party for party in actor if party.entity not in self.words.unarmed]
        return Roles(
            actor=self._as_parties(actor),
            target=self._as_parties(party for party in target if (party.entity, party.name) not in who),
            place=self._places(),
            means=self._means(),
        )

    def _form_before(self, party: Span) -> str:
        """The word before a party, articles and possessives left out."""
        at = self.outline.token_at(party.start) - 1
        while at >= 0 and self.outline.tokens[at].form in ("the", "a", "an", "its", "their", "some", "other"):
            at -= 1
        return self.outline.tokens[at].form if at >= 0 else ""

    def _parties(self) -> tuple[list[PartyMention], list[PartyMention]]:
        fired = self.outline.tokens[self.trigger.first].form in self.words.fired
        by = self.words.by | {"from"} if fired else self.words.by
        doer = self._first(
            party for party in self.behind if self._form_before(party) in by and self._no_verb_before(party)
        )
        onto = self._first(party for party in self.behind if self._form_before(party) in self.words.onto)
        before = [party for party in self.before if not self._bound(party) and self._governs(party)]
        last = before[-1:]
        if self.trigger.kind in self.words.held_by:
            return self._joined(doer or self.within or self._holder(last)), [] if doer else self.behind[:1]
        if self.trigger.kind in self.words.victim_first:
            return self._joined(last or self.behind[:1]), doer
        if self._passive():
            return doer, self._joined(last)
        if self._attributive():
            return doer, []
        if self._verb():
            behind = [party for party in self.behind if party not in doer]
            return self._joined(doer or last), self._joined(onto or behind[:1])
        owner = [party for party in last if party.end >= self.start - 2] or self._of()
        return self._joined(doer or owner or self._subject(before)), self._joined(onto)

    def _holder(self, last: list[PartyMention]) -> list[PartyMention]:
        if self.outline.tokens[self.trigger.first].form in self.words.holding:
            return last
        return [party for party in last if self.trigger.first - self.outline.token_at(party.end - 1) <= _HOLDER_WITHIN]

    def _of(self) -> list[PartyMention]:
        """The party of "the attack of the army", right behind the trigger."""
        first = self.behind[:1]
        nearby = [p for p in first if self.outline.token_at(p.start) - self.trigger.last <= _OWNER_WITHIN]
        return [party for party in nearby if self._form_before(party) in ("of", "from")]

    def _subject(self, before: list[PartyMention]) -> list[PartyMention]:
        """The party whose verb has the trigger for its object: "the group launched a fierce attack on …"."""
        for party in reversed(before):
            between = self.outline.tokens[self.outline.token_at(party.end - 1) + 1 : self.trigger.first]
            if len(between) <= _SUBJECT_WITHIN and any(token.form in self.words.light_verbs for token in between):
                return [party]
        return []

    @staticmethod
    def _first(parties: Iterable[PartyMention]) -> list[PartyMention]:
        return next(([party] for party in parties), [])

    def _joined(self, parties: list[PartyMention]) -> list[PartyMention]:
        """Parties with those that an "and" joins to them: "X and Y captured …"."""
        if not parties:
            return []
        all_parties = inside(self.mentions.parties, self.sentence.start, self.sentence.end)
        group = [parties[0]]
        for party in reversed([other for other in all_parties if other.end <= group[0].start]):
            if not _JOINED.match(self.outline.text[party.end : group[0].start]):
                break
            group.insert(0, party)
        for party in (other for other in all_parties if other.start >= group[-1].end):
            if not _JOINED.match(self.outline.text[group[-1].end : party.start]):
                break
            group.append(party)
        return group

    def _passive(self) -> bool:
        """Whether the trigger is a past participle with a form of "be" before it, or "by" right behind it."""
        tokens, first = self.outline.tokens, self.trigger.first
        if tokens[first].form in self.words.be:
            return True
        if not self._past():
            return False
        named = [(party.start, party.end) for party in self.before]
        for token in tokens[max(0, first - 3) : first]:
            # "IS attacked": that "is" is the group.
            if token.form in self.words.be and not any(start <= token.start < end for start, end in named):
                return True
        following = tokens[self.trigger.last + 1 : self.trigger.last + 2]
        return any(token.form in self.words.by for token in following)

    def _determined(self) -> bool:
        at = self.trigger.first - 1
        return at >= 0 and self.outline.tokens[at].form in self.words.determiners

    def _attributive(self) -> bool:
        """Whether the trigger is a participle before a noun ("the besieged town"): it says nothing of who did it."""
        return self._past() and self._determined()

    def _past(self) -> bool:
        form = self.outline.tokens[self.trigger.first].form
        return form.endswith("ed") or form in self.words.irregular

    def _verb(self) -> bool:
        form = self.outline.tokens[self.trigger.first].form
        # "The fighting" is a noun.
        gerund = form.endswith("ing") and self.trigger.first == self.trigger.last and not self._determined()
        return self._past() or gerund

    def _as_parties(self, found: Iterable[PartyMention]) -> tuple[Party, ...]:
        named = {(words.start, words.end): as_party(words) for words in map(self._words_for, found)}
        return tuple(named.values())

    def _words_for(self, mention: PartyMention) -> PartyMention:
        """A pronoun gives way to the phrase for the same party that stands nearest the trigger."""
        if mention.form != "pronoun":
            return mention
        same = [
            other
            for other in self.mentions.parties
            if other.form != "pronoun" and (other.entity, other.name) == (mention.entity, mention.name)
        ]
        return min(same, key=lambda other: abs(other.start - self.start), default=mention)

    def _places(self) -> tuple[Place, ...]:
        there = inside(self.mentions.places, self.sentence.start, self.sentence.end)
        # "According to a nurse at the hospital" tells where the nurse works.
        places = [place for place in there if not self._of_speaker(place)]
        around = [place for place in places if place.start <= self.start < place.end]
        behind = [place for place in places if place.start >= self.end and self._same_clause(place)]
        chosen = around or behind or [place for place in places if place.end <= self.start][-1:]
        group: list[PlaceMention] = []
        for place in chosen:
            if group and not _LISTED.match(self.outline.text[group[-1].end : place.start]):
                break
            group.append(place)
        return tuple(as_place(place) for place in group)

    def _means(self) -> tuple[Span, ...]:
        if self.trigger.kind in self.words.no_means:
            return ()
        means = inside(self.mentions.means, self.sentence.start, self.sentence.end)
        near = [span for span in means if self._near(span) and not _shares(span, self.start, self.end)]
        return tuple([span for span in near if not _of_another_strike(span, self.trigger.kind)][:2])


def _of_another_strike(means: Span, kind: str) -> bool:
    """Whether a weapon makes another sort of strike than the one told ("artillery fire" of an air strike)."""
    strikes = load_triggers().strikes.weapons
    if kind not in {weapons.kind for weapons in strikes}:
        return False
    words = set(means.text.lower().split())
    kinds = {weapons.kind for weapons in strikes if words & (weapons.words | weapons.beside)}
    return bool(kinds) and kind not in kinds


def as_party(mention: PartyMention) -> Party:
    """A party mention as a claim's actor or target."""
    return Party(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        entity=mention.entity,
        actor_id=mention.actor_id,
        name=mention.name,
    )


def as_place(mention: PlaceMention) -> Place:
    """A place mention as a claim's place; what the gazetteer is to fill stays open."""
    return Place(start=mention.start, end=mention.end, text=mention.text, name=mention.name, kind=mention.kind)


def _shares(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def first_filled(roles: Sequence[Roles]) -> Roles:
    """One claim's roles from those of its mentions: each from the first mention that gives it."""
    return Roles(
        actor=next((role.actor for role in roles if role.actor), ()),
        target=next((role.target for role in roles if role.target), ()),
        place=next((role.place for role in roles if role.place), ()),
        means=next((role.means for role in roles if role.means), ()),
    )

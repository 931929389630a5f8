"""Who says so: the publishers, the sources that they quote, and how many lines rest on one origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from masudi.brief.attribution import Voices
from masudi.brief.draft import Draft, Said, plain, publisher_of
from masudi.brief.naming import listed
from masudi.brief.quoting import evidence
from masudi.brief.wording import Wording
from masudi.domain import Position, Reading
from masudi.domain.text import counted

# How many origins a line names with the number of lines that rest on each.
MAX_ORIGINS = 4


def voice_lines(
    said: Sequence[Said], readings: Sequence[Reading], told: Sequence[Draft], voices: Voices, words: Wording
) -> list[Draft]:
    """The publishers, then the quoted sources by position, then on how many origins the lines before rest."""
    if not said:
        return []
    return [_publishers(said, readings), *_sources(said, voices, words), *_origins(told, voices)]


def _publishers(said: Sequence[Said], readings: Sequence[Reading]) -> Draft:
    reports = Counter(publisher_of(reading.report) for reading in readings)
    claims = Counter(one.publisher for one in said)
    own = Counter(one.publisher for one in said if not one.claim.source)
    told = [
        f"{publisher} ({f'{count} reports, ' if count > 1 else ''}{counted(claims[publisher], 'claim')}, "
        f"{own[publisher]} in its own voice)"
        for publisher, count in reports.items()
    ]
    return Draft(body=(plain(f"published by {listed(told, most=20)}"),))


def _sources(said: Sequence[Said], voices: Voices, words: Wording) -> list[Draft]:
    """A line for each position, with the sources quoted in it and how many claims rest on each."""
    found: dict[Position | None, dict[str, list[Said]]] = {}
    for one in said:
        position = next((source.position for source in one.claim.source if source.position), None)
        for text in voices.sources([one]):
            label = f"{text} (in {one.publisher})" if voices.several else text
            found.setdefault(position, {}).setdefault(label, []).append(one)
    drafts = []
    known: list[tuple[Position | None, str]] = [(entry.name, entry.one) for entry in words.positions]
    for position, name in [*known, (None, "Others")]:
        sources = found.get(position, {})
        if sources:
            told = [f"{text}, {counted(len(those), 'claim')}" for text, those in sources.items()]
            cited = dict.fromkeys(evidence(those[0])[0] for those in sources.values())
            drafts.append(Draft(body=(plain(f"{name} quoted: {'; '.join(told)}"),), evidence=tuple(cited)))
    return drafts


def _origins(told: Sequence[Draft], voices: Voices) -> list[Draft]:
    """How many lines rest on one origin: two papers that quote one observatory are one."""
    lines = [draft for draft in told if draft.origins]
    if not lines:
        return []
    single = Counter(next(iter(draft.origins)) for draft in lines if len(draft.origins) == 1)
    alone = sum(single.values())
    most = [f"{voices.label(origin)} {count}" for origin, count in single.most_common(MAX_ORIGINS)]
    share = "; ".join([*most, *(["others fewer"] if len(single) > MAX_ORIGINS else [])])
    if not alone:
        text = f"each of the {counted(len(lines), 'line')} above rests on several origins"
    elif alone == len(lines):
        text = f"each of the {counted(alone, 'line')} above rests on one origin ({share}): none is corroborated"
    else:
        text = f"of the {len(lines)} lines above, {alone} rest on one origin ({share}), {len(lines) - alone} on several"
    return [Draft(body=(plain(text),))]

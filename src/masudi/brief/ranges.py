"""What several accounts count, as a range that names who says its ends. Nothing is added up."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.attribution import Voices
from masudi.brief.counts import Count, counts
from masudi.brief.draft import Said
from masudi.brief.naming import listed
from masudi.brief.wording import Wording


def ranged(cluster: Sequence[Said], harm: str, words: Wording, voices: Voices) -> str:
    """The counts of one harm: "12 people (The Wire) to 20 civilians (the Sarw Monitor), with 15 (…) between"."""
    numbered, bare = _figures(cluster, harm, words, voices)
    if not numbered:
        return bare[0]
    text = numbered[0]
    if len(numbered) > 1:
        text += f" to {numbered[-1]}"
    if len(numbered) > 2:
        text += f", with {listed(numbered[1:-1])} between"
    return "; ".join([text, *bare])


def _figures(cluster: Sequence[Said], harm: str, words: Wording, voices: Voices) -> tuple[list[str], list[str]]:
    """What each account counts, smallest first, and what those say that give no number."""
    by_account: dict[str, list[tuple[Said, Count]]] = {}
    for one in cluster:
        for count in counts(one, words):
            if count.harm == harm:
                by_account.setdefault(voices.account(one), []).append((one, count))
    told: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    bare: dict[str, bool] = {}
    for account, found in by_account.items():
        text, latest = _latest(found)
        told.setdefault(text, []).append(account)
        sizes[text], bare[text] = latest.size, latest.unstated
    ordered = sorted(told, key=lambda text: (sizes[text], text))
    shown = {text: f"{text} ({'; '.join(told[text])})" for text in ordered}
    return [shown[t] for t in ordered if not bare[t]], [shown[t] for t in ordered if bare[t]]


def _latest(found: Sequence[tuple[Said, Count]]) -> tuple[str, Count]:
    """An account's last count in words; a later higher one is shown as the update of an earlier one."""
    dated = sorted(found, key=lambda item: (str(item[0].claim.published or ""), item[0].number, item[0].at))
    first, latest = dated[0][1], dated[-1][1]
    text = latest.text.rstrip(",")
    others = (count.number.removesuffix(" of") for _, count in dated if count.size != latest.size)
    earlier = listed(list(dict.fromkeys(others)))
    if earlier:
        grown = dated[0][0].claim.published != dated[-1][0].claim.published and latest.size > first.size
        text += f", updated from {earlier}" if grown else f", elsewhere {earlier}"
    return text, latest

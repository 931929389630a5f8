"""The gate: a view of a case in, what of it may leave out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable

import msgspec

from masudi.domain.view import CaseView, Published, Withheld
from masudi.publish.policy import Policy
from masudi.publish.screening import Screen


def publish(
    view: CaseView,
    policy: Policy,
    today: datetime.date,
    *,
    derive: Callable[[CaseView], CaseView],
    secret: bytes,
) -> Published:
    """What of `view` the policy lets go on the day `today`.

    Claims and reports are screened first; `derive` then makes all that rests on claims anew (incidents, operations,
    control, pockets) from those that are left, so that nothing withheld can be worked out from it. Ids and hashes of
    what was touched are replaced by others that depend on `secret`: the same each time, and nothing to be guessed from.
    """
    tally: Counter[tuple[str, str]] = Counter()
    screen = Screen(view, policy, today, tally)
    until = today - datetime.timedelta(days=policy.hold.days) if policy.hold.days else None
    day = min(view.day, until) if view.day and until else view.day
    left = derive(msgspec.structs.replace(screen.view(), day=day))
    # Who graded is nobody's business outside; the grade is.
    graded = tuple(
        msgspec.structs.replace(one, grade=one.grade and msgspec.structs.replace(one.grade, person=""))
        for one in left.incidents
    )
    left = msgspec.structs.replace(left, incidents=graded)
    withheld = tuple(Withheld(what=what, reason=reason, count=count) for (what, reason), count in sorted(tally.items()))
    return Published(
        view=screen.renamed(left, secret),
        withheld=withheld,
        until=until,
        hold_days=policy.hold.days,
        policy=policy.digest,
    )

"""The one policy that everything leaving a case passes. In: a `CaseView`; out: what may go, and what was withheld.

`publish` is the gate, `Cover` covers names in what is shown as pages, `load_policy` reads data/publish.yaml or a user's
file in its place, `loosened` compares two. Pure functions: no database, no clock (the day is given), no file but the
policy. What was withheld is told as counts and reasons, never as what it was.
"""

from masudi.publish.covering import Cover
from masudi.publish.policy import Policy, load_policy, loosened
from masudi.publish.publishing import publish

__all__ = ["Cover", "Policy", "load_policy", "loosened", "publish"]

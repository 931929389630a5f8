"""The one policy that everything leaving a case passes. In: a `CaseView`; out: what may go, and what was withheld.

`publish` is the gate, `load_policy` reads data/publish.yaml or a user's file in its place. Pure functions: no database,
no clock (the day is given), no file but the policy. What was withheld is told as counts and reasons, never as what it
was.
"""

from masudi.publish.policy import Policy, load_policy
from masudi.publish.publishing import Published, Withheld, publish

__all__ = ["Policy", "Published", "Withheld", "load_policy", "publish"]

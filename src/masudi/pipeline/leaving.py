"""What may leave: the policy of a case, and names covered in pages for others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masudi.domain.case import Settings
from masudi.errors import UsageError
from masudi.pipeline.decide import Person
from masudi.publish import Cover, Policy, load_policy, loosened
from masudi.resolve import load_knowledge
from masudi.resolve.private_names import private_names

if TYPE_CHECKING:
    from masudi.casefile import Case


def policy_for(case: Case, path: Path | None = None) -> Policy:
    """The policy in `path`, else the packaged one.

    UsageError where it lets go what the packaged one withholds and nobody has allowed it for the case; KnowledgeError,
    with file and line, where it is of no such shape.
    """
    policy = load_policy(path)
    looser = loosened(policy, load_policy())
    if looser and case.settings().policy != policy.digest:
        told = "; ".join(looser)
        raise UsageError(
            f"{path} lets go what is withheld otherwise, and nobody has allowed that for this case: {told}. "
            "The owner of the case may: masudi policy FILE --allow --why REASON"
        )
    return policy


def covering(case: Case, policy: Policy) -> Callable[[Any], Any]:
    """What covers names in whatever is shown of `case` on another machine, as a page or as JSON.

    Ask for it anew when `case.mark()` has changed: new reports bring new names.
    """
    reports = [one for one in case.reports() if one.current]
    texts = ((one.sha256_text, case.report(one.id).report.text) for one in reports)
    known = {one.publisher for one in reports if one.publisher}
    names, _ = private_names(texts, knowledge=load_knowledge(), known=known)
    return Cover(policy, names).value


def allow_policy(case: Case, path: Path, by: Person, *, why: str | None) -> Settings:
    """Allow a looser policy for the case: a decision of `by`, in the log, with the reason. UsageError without one."""
    if not why or not why.strip():
        raise UsageError("a policy that lets more go needs a reason, for the log: give it with --why")
    return case.set(by.name, why=why, signer=by.signer, policy=load_policy(path).digest)

"""What people decide: in go claims and the log's entries, out come claims as they stand after them.

Also the log's chain of hashes and the signatures on it. No database: entries come from the case file and go back there.
"""

from masudi.review.carrying import carry_over
from masudi.review.chain import START, Fault, erased, verify_chain
from masudi.review.decided import (
    FIELDS,
    Decided,
    ReviewState,
    check_claim,
    checked_correction,
    decided,
    pinned,
    standing,
)
from masudi.review.double import Review, ReviewRules, agreement, load_review_rules, needs_two, reviewed
from masudi.review.signing import Signer, key_folder, load_key, make_key

__all__ = [
    "FIELDS",
    "START",
    "Decided",
    "Fault",
    "Review",
    "ReviewRules",
    "ReviewState",
    "Signer",
    "agreement",
    "carry_over",
    "check_claim",
    "checked_correction",
    "decided",
    "erased",
    "key_folder",
    "load_key",
    "load_review_rules",
    "make_key",
    "needs_two",
    "pinned",
    "reviewed",
    "standing",
    "verify_chain",
]

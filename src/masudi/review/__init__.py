"""What people decide: in go claims and the log's entries, out come claims as they stand after them.

Also the log's chain of hashes and the signatures on it. No database: entries come from the case file and go back there.
"""

from masudi.review.carrying import carry_over
from masudi.review.chain import START, Fault, erased, verify_chain
from masudi.review.decided import (
    FIELDS,
    Decided,
    check_claim,
    checked_correction,
    decided,
    effective,
    pinned,
    standing,
)
from masudi.review.double import Review, reviewed, untouched
from masudi.review.persons import same_persons
from masudi.review.ruled import rulings
from masudi.review.signing import Signer, key_folder, key_path, load_key, make_key

__all__ = [
    "FIELDS",
    "START",
    "Decided",
    "Fault",
    "Review",
    "Signer",
    "carry_over",
    "check_claim",
    "checked_correction",
    "decided",
    "effective",
    "erased",
    "key_folder",
    "key_path",
    "load_key",
    "make_key",
    "pinned",
    "reviewed",
    "rulings",
    "same_persons",
    "standing",
    "untouched",
    "verify_chain",
]

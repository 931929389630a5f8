"""What people decide: in go claims and the log's entries, out come claims as they stand after them.

Also the log's chain of hashes and the signatures on it. No database: entries come from the case file and go back there.
"""

from masudi.review.carrying import carry_over
from masudi.review.chain import START, Fault, canonical, entry_hash, erased, new_entry, verify_chain
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
from masudi.review.signing import Signer, fingerprint_of, key_folder, load_key, make_key

__all__ = [
    "FIELDS",
    "START",
    "Decided",
    "Fault",
    "ReviewState",
    "Signer",
    "canonical",
    "carry_over",
    "check_claim",
    "checked_correction",
    "decided",
    "entry_hash",
    "erased",
    "fingerprint_of",
    "key_folder",
    "load_key",
    "make_key",
    "new_entry",
    "pinned",
    "standing",
    "verify_chain",
]

"""Knowledge as data files. In: a file's name and the type that its content must have; out: the checked value.

Errors name the file and the line. Files are read when first asked for, never at import time.
"""

from masudi.data.load import Fault, fingerprint, load_yaml, located, packaged, raise_first
from masudi.data.own import own_folder, own_name, remove_own, write_whole
from masudi.data.tables import Row, load_csv, read_csv, show, unprintable

__all__ = [
    "Fault",
    "Row",
    "fingerprint",
    "load_csv",
    "load_yaml",
    "located",
    "own_folder",
    "own_name",
    "packaged",
    "raise_first",
    "read_csv",
    "remove_own",
    "show",
    "unprintable",
    "write_whole",
]

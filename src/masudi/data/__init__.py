"""Knowledge as data files. In: a file's name and the type that its content must have; out: the checked value.

Errors name the file and the line. Files are read when first asked for, never at import time.
"""

from masudi.data.load import fingerprint, load_yaml, packaged
from masudi.data.tables import Row, load_csv, read_csv, show, unprintable

__all__ = ["Row", "fingerprint", "load_csv", "load_yaml", "packaged", "read_csv", "show", "unprintable"]

"""The one door to the network. In: an address of the web; out: the bytes behind it and how they were retrieved.

`Fetcher.get` resolves a name once, refuses whatever is no public address of the internet, connects to the very address
that it has checked, and keeps to limits on size and time. Nothing else in Masudi opens a connection to another machine
(tests/test_architecture.py); all that reads what was fetched gets bytes.
"""

from masudi.sources.fetching.fetcher import Fetched, Fetcher, Limits
from masudi.sources.fetching.polite import Clock, LaterError, Polite, SystemClock

__all__ = ["Clock", "Fetched", "Fetcher", "LaterError", "Limits", "Polite", "SystemClock"]

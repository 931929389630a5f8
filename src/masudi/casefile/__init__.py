"""The case file: one database with reports, claims and decisions. Domain values in, domain values out.

In: a `Reading`, the bytes that it was read from, and where they came from; decisions. Out: the values of
`masudi.domain.case`. `open_case` opens a file (SQLite) or an address (PostgreSQL) as a `Case`. Nothing else imports
SQLAlchemy, and nothing imports this room before a case is opened: reading alone does not wait for it.
"""

from masudi.casefile.case import Case
from masudi.casefile.opening import open_case

__all__ = ["Case", "open_case"]

"""`python -m masudi`: the command line."""

from __future__ import annotations

from masudi.cli import main

if __name__ == "__main__":
    main()

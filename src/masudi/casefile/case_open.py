"""How all methods of a case that is open reach the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine

from masudi.casefile import settings
from masudi.casefile.engine import reading, writing


class CaseOpen:
    """What the parts of `masudi.casefile.Case` share."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where

    def _reading(self) -> AbstractContextManager[Connection]:
        return reading(self._engine, self.where)

    @contextmanager
    def _writing(self, *, durable: bool = True, decided: bool = False) -> Iterator[Connection]:
        with writing(self._engine, self.where, durable=durable) as connection:
            yield connection
            settings.mark_changed(connection, decided=decided)

"""A long question about one row, made SQL once and asked about many: making it takes most of the time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class AskedOfOne:
    """SQL with its parameters, among them places for the row that it is asked about.

    Args:
        converters: by column what makes a value of the database one of Python, and for which expression.
    """

    sql: str
    parameters: Sequence[Any]
    places: frozenset[int]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]

    @classmethod
    def by(cls, asked: Callable[[int], QuerySet[Any]]) -> AskedOfOne:
        """The question as a query, of values, about the row with this pk.

        Raises:
            ValueError: it does not ask for the pk as a parameter.
        """
        # No row has this number, and nothing else in the question is it.
        stand_in = 1 + secrets.randbits(62)
        compiler = asked(stand_in).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        places = frozenset(at for at, value in enumerate(parameters) if value == stand_in)
        if not places:
            raise ValueError("the question is not about one row")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return cls(sql, tuple(parameters), places, compiler.get_converters(columns))

    def about(self, pk: int) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer about one row."""
        asked = [pk if at in self.places else value for at, value in enumerate(self.parameters)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, asked)
            rows = cursor.fetchall()
        for row in rows:
            yield tuple(self._converted(at, value) for at, value in enumerate(row))

    def _converted(self, at: int, value: object) -> object:
        conversions, expression = self.converters.get(at, ((), None))
        for convert in conversions:
            value = convert(value, expression, connection)
        return value

"""What statements give, where naming every column's type would say less than the statement itself."""

from typing import Any, TypeAlias

from sqlalchemy import Row

#: a row of any columns, read by their names
AnyRow: TypeAlias = Row[*tuple[Any, ...]]

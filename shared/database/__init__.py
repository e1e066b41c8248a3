"""The way to the database: engines, transactions, the write guard, migrations."""

from shared.database.connection import Database
from shared.database.guard import WallError

__all__ = ["Database", "WallError"]

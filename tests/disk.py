"""Nothing in a test must last: SQLite waits for no disk, like PostgreSQL in `databases.py`. What is started as a
process of its own has the shipped setting."""

from db import sqlite

SHIPPED = sqlite.SYNCHRONOUS


def relax() -> None:
    """From here on, in this process."""
    sqlite.SYNCHRONOUS = "OFF"

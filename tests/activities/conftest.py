"""Activities run on both databases."""

from databases import (
    database,
    postgresql_migrated,
    postgresql_server,
    sqlite_template,
    url,
)

__all__ = ["database", "postgresql_migrated", "postgresql_server", "sqlite_template", "url"]

"""Migrations: how the tables came to be, one file a step, never edited once released.

Belongs here: Alembic's environment and `versions/`. Each step runs on SQLite (batch mode) and on
PostgreSQL, without the rest of the code: what it needs of models it writes out.
Tests: tests/db/test_migrations.py.
"""

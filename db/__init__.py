"""What is stored and how it is read: the only room that imports SQLAlchemy.

Belongs here: tables, migrations, the one way a case's record is stored (`records`), and a door of
plain functions for each noun (`cases`, `promises`, `agenda`, `inbox` …). Each function takes the
`Database` first, is one short transaction, awaits nothing else, and answers with plain records.
Times come from the caller; nothing here asks a clock.
Doesn't belong here: decisions, wording, HTTP, Temporal.
May import: domain, vault. Tests: tests/db (each on SQLite and PostgreSQL, through the migrations).
"""

"""THE CORE: what a case is and how it is carried through its SOP.

The engine decides, folds and waits, and knows no feature. A feature (promises, visits, pauses …) is a
module, or a package once it has outgrown one, with its records, commands, events and `RULES`. `book`
names them all; `case` puts their state together.

All of it is pure: no I/O, no clock, no randomness, nothing but the standard library and pydantic.
Doesn't belong here: anything that knows of a database, HTTP, Temporal or a language people read.
Tests: tests/domain, by the same stems.
"""

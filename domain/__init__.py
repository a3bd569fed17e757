"""THE CORE: what a case is and how it is carried through its SOP.

The engine decides, folds and waits, and knows no feature. A feature (promises, visits, pauses …) is a
module, or a package once it has outgrown one, with its commands, events and `RULES`; what the case keeps of
it stands in `case`, its numbers in `plan` and `policy`, all by the same stem. `book` names them all.

All of it is pure: no I/O, no clock, no randomness, nothing but the standard library and pydantic.
Doesn't belong here: anything that knows of a database, HTTP, Temporal or a language people read.
Tests: tests/domain, by the same stems.
"""

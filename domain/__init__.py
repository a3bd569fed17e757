"""THE CORE: what a case is and how it is carried through its SOP.

Belongs here: `decide`, `evolve`, `deadlines` and the records they speak of. All of it is pure: no
I/O, no clock, no randomness, nothing but the standard library and pydantic.
Doesn't belong here: anything that knows of a database, HTTP, Temporal or a language people read.
Tests: tests/domain.
"""

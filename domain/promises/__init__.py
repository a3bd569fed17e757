"""Promises: who contacts whom, about what, by when; and what becomes of it (REQ C1, C2).

Belongs here: making, judging and ending promises, and the rhythm that sets one where nobody did. `rules`
is what the engine is given. A promise kept otherwise than by a call (at the door, by the revisit) says so in
its kind's `Keeping`; what happens there is that feature's business.
Doesn't belong here: conversations (`contacts`), visits, the calendar.
Tests: tests/domain/test_promises.py, tests/domain/test_rhythm.py.
"""

"""The laws of a case, by the stems of `domain`: what each feature brings to the random histories.

A part is a class: how its commands are drawn (`fields`), what happens (its rules), what always holds (its
invariants), what holds of an event (`laws`) and the step that leads on from a stage (`forward`). `book` names
them all; `history` tells a case. What a law asks is worked out from the events alone, never with the code
that keeps it.
Doesn't belong here: single examples (test_<stem>.py), the ways the core says no (`refusals`).
The test that runs them: tests/domain/test_laws.py.
"""

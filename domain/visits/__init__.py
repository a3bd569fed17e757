"""Visits: an engineer at the customer's door, in a window that was promised (REQ B7).

Belongs here: giving, moving and ending visits, the reminder, the report. `rules` is what the engine is
given. The window itself is a promise like others.
Doesn't belong here: counting failed repairs (`repairs`).
Tests: tests/domain/test_visits.py.
"""

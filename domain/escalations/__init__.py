"""Escalation: who is called, and what happens when nobody answers (REQ C0, D1).

Two ladders, never mixed: the tier is who works the case, the line is who answers for it. Every call up the line
climbs the same way, whatever it is about: one place further each time nobody takes it on, and told again
at the top until somebody does. What it is about is its cause, and the policy's data.

Belongs here: calling, climbing, answering. `rules` is what the engine is given. What a feature owes, and
when that is done, it says itself (`Rules.duties`).
Tests: tests/domain/test_escalations.py, tests/domain/test_response.py.
"""

from domain.escalations.commands import AcknowledgeEscalation, Deescalate, Escalate

__all__ = ["AcknowledgeEscalation", "Deescalate", "Escalate"]
"""For whoever only asks."""

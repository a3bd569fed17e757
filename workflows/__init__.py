"""Durable shells: Temporal workflows that feed the core and carry out its actions.

Belongs here: `@workflow.defn` classes, what they exchange with the outside (`contract`), the client
that sends commands to them, and what they need of a Temporal server (`converter`, `setup`).
Doesn't belong here: rules (domain/), database and channels (activities/). May import activities,
messages and domain. Tests: tests/workflows.
"""

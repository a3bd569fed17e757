"""FAULTS ON PURPOSE: real processes under load are killed, frozen, cut off and slowed down, and then what
clients were told is compared with what is recorded.

    installation  real processes behind proxies, and a supervisor that restarts what dies
    faults     what can be done to them; drawn from a seed
    clients    people at work: they ask, repeat, give up, and remember every answer
    seen       what database and Temporal hold when all is quiet again
    checker    the comparison: pure, its violations are named
    report     what came of a run, for people

Belongs here: whatever proves that nothing accepted is lost or done twice (REQ J3).
Doesn't belong here: mending (`reconcile`), fakes of any kind.
May import: everything; nothing imports it, and it is not shipped. `make chaos` runs it.
Tests: tests/chaos (the checker is proved by planting each kind of violation).
"""

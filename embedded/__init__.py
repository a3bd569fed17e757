"""One machine, one command: everything `followthrough up` starts and looks after.

Belongs here: the dev server from its wheel, the supervisor of the pieces, their ports, the keys made
on the first start. Doesn't belong here: anything a production installation needs; there, a cluster,
a database and an orchestrator do this work.
May import: every room below (api and down), settings. Tests: tests/embedded.
"""

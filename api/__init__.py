"""The HTTP door: parse, authorise, call the case client or a read query, map errors. No rules.

Belongs here: routes by resource (`routes/`), wire models (`…In`, `…Out`), problems (RFC 9457), who may
do what. Doesn't belong here: SQL (db/), decisions (domain/), workflow code. Tests: tests/api.
"""

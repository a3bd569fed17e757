"""The HTTP door: parse, authorise, call the case client or a read query, map errors. No rules.

A feature is a module of the stem it has in every room (a package once it has outgrown one): its wire
models (`…In`, `…Out`), how a request becomes its command, its routes. `book` names them all; `main`
puts them into the application. What they share: `wire` (what models are made of), `asking` (one way
for every command), `routes`, `auth`, `people`, `lookups`, `problems` (RFC 9457).

Doesn't belong here: SQL (db/), decisions (domain/), workflow code. Tests: tests/api.
"""

"""THE COMPANY'S RULES AS DATA: the shipped default policy in YAML, and how a policy is read.

Belongs here: YAML files under `default/`, reading and checking them (`load`), public holidays
(`holidays`), pictures of an SOP (`draw`). A number, a name or a word that a supervisor may want to
change stands in the YAML, not in code.
Doesn't belong here: what the rules mean (`domain`), publishing and rolling back (`api`, `db`).
May import: `domain`, and the libraries `yaml` and `holidays`. Never imported by workflow code.
Tests: tests/policies, tests/domain/test_policy.py.
"""

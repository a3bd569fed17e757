"""Opening a case (REQ A2, K1): `form` makes the form of what the house and the customer are known by, `page` draws and takes it.

Belongs here: what an agent fills in while a customer speaks for the first time. Doesn't belong here: who may open a case and what
it takes, which the API says. May import the rest of console/. Tests: tests/console/test_intake.py.
"""

from console.intake.page import router

__all__ = ["router"]

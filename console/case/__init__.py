"""The case on one screen (REQ K1): `look` gathers it, `story` tells what happened, `sending` asks for what is filled in.

Belongs here: what the page of a case shows and takes. Doesn't belong here: what may be asked, which the API says. May import
the rest of console/. Tests: tests/console/test_case*.py.
"""

from console.case.page import router

__all__ = ["router"]

"""Why the demo could not be shown. Each text says what is wrong and the way out.

CannotStart          (embedded) nothing runs
├── NotADemo         the folder or the settings belong to something else than a demo
└── NotSeeded        a case didn't go as written, so its three weeks are not there
"""

from embedded.errors import CannotStart


class NotADemo(CannotStart):
    """Seeding or wiping here could touch somebody's data."""


class NotSeeded(CannotStart):
    """Names the case, the line and the answer."""

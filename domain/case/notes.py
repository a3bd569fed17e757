"""Internal notes as the case keeps them."""

from datetime import datetime

from domain.frozen import Frozen


class Note(Frozen):
    """Something colleagues tell each other; the customer never sees it (REQ B5a).

    `at` is when our API heard it. `text` is the id of its words in the database, `mentions` are the colleagues
    it calls, by handle. `digest` is that of the request that wrote it.
    """

    id: str
    by: str
    at: datetime
    text: str
    mentions: tuple[str, ...] = ()
    digest: str = ""

"""What each feature keeps in the database, put together. A new feature with rows is named here."""

from db import (
    contacts,
    customer_messages,
    escalations,
    notes,
    owed,
    promises,
    repairs,
    visits,
)
from db.models import Base
from db.upsert import Values
from domain.record import Record
from vault import Vault

LISTINGS = (
    *promises.LISTINGS,
    *escalations.LISTINGS,
    *contacts.LISTINGS,
    *customer_messages.LISTINGS,
    *visits.LISTINGS,
    *repairs.LISTINGS,
    *owed.LISTINGS,
)
OWING = (
    *promises.OWING,
    *escalations.OWING,
    *customer_messages.OWING,
    *visits.OWING,
    *owed.OWING,
)
HOLDING = (*promises.HOLDING, *escalations.HOLDING, *visits.HOLDING)
"""What makes a case somebody's to work on, besides owning it: what one owes by owning it is not named again."""
ASKING = (*visits.ASKING, *notes.ASKING)
"""What is asked of departments."""
METADATA = Base.metadata
"""All tables: importing this module has loaded those of the features too."""

_BY_ENTRY = {listing.entry: listing for listing in LISTINGS}


def rows_of(vault: Vault, record: Record) -> dict[type[Base], list[Values]]:
    """The rows that a record tells of, by table."""
    rows: dict[type[Base], list[Values]] = {}
    for entry in record.entries:
        listing = _BY_ENTRY[type(entry)]
        values = listing.values(vault, record.number, record.version, entry)
        rows.setdefault(listing.row, []).append(values)
    return rows

"""The index of the search: which case or customer can be found by which key, without the key in clear.

A key is a piece of a text (`db.search.words`) or a whole mark, blinded together with what kind of text it comes from, so that
equal keys of names and titles are not alike. What it tells whoever has the database alone: docs/decisions/0035.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sqlalchemy import bindparam, delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Base, SearchKeyRow
from db.recognition import Recognition, folded
from db.search.words import parts_of
from db.upsert import Values, insert_new
from domain.book import AnyEvent
from domain.intake import CaseOpened
from domain.stages import StageCompleted
from vault import Vault

OfCustomer = Literal["name", "company", "phone", "email", "account"]
OF_CUSTOMER: tuple[OfCustomer, ...] = get_args(OfCustomer)
IN_WORDS = ("title", "name", "company")
"""Found by parts of what they say; all else by the whole of it."""
TITLE, FACT = "title", "fact"
IDENTIFIER = range(4, 65)
"""Letters and digits of what is printed on a machine, a plate or an order."""
SEARCHED = (CaseOpened, StageCompleted)
"""The events that say something by which a case is found."""
EXTENSION = re.compile(r";ext=\d+$")
KEYS = Base.metadata.tables[SearchKeyRow.__tablename__]
NO_LONGER = delete(KEYS).where(  # of the table: one of the class is compiled anew each time
    KEYS.c.subject == bindparam("subject"),
    KEYS.c["of"].in_(bindparam("said_of", expanding=True)),
)


class Said(NamedTuple):
    """A text of a case or a customer: what it is, and what it says. A fact is called "fact:" and its name."""

    of: str
    text: str


def blinded(vault: Vault, kind: str, key: str) -> int:
    """A key as it is kept: 64 bits that tell nothing without the vault's."""
    return int(vault.blind(f"search.{kind}:{key}")[:16], 16) - 2**63


def minutes(at: datetime) -> int:
    """A time as the index keeps it."""
    return int(at.timestamp()) // 60


def keys_of(vault: Vault, said: Said) -> set[int]:
    """What a text is found by."""
    kind = said.of.partition(":")[0]
    if kind in IN_WORDS:
        plain = parts_of(said.text).keys
    elif kind == FACT:
        plain = {mark} if (mark := identifier(said.text)) else set()
    else:
        plain = marks(kind, said.text)
    return {blinded(vault, kind, key) for key in plain}


def identifier(text: str) -> str | None:
    """What may be printed on a machine, a plate or an order: letters and digits, not a sentence; None for all else."""
    plain = folded(text)
    has_digit = any(letter.isdigit() for letter in plain)
    return plain if has_digit and len(plain) in IDENTIFIER else None


def marks(kind: str, text: str, homes: Iterable[str] = ("CN",)) -> set[str]:
    """How a phone number, an address or an account is looked up. A number kept is international, or none that anybody
    could dial from elsewhere; one that is asked for may be spelt as at one of our `homes`."""
    if kind == "email":
        return {text.strip().lower()} - {""}
    found = {folded(text)} - {""}
    if kind == "phone":
        for home in homes:
            if number := Recognition(home).phone(text):
                found |= {number, EXTENSION.sub("", number)}
    return found


async def index_case(
    session: AsyncSession,
    vault: Vault,
    number: str,
    events: Iterable[AnyEvent],
    opened_at: datetime,
) -> None:
    """What these new events of a case say that it can be found by. What they say anew stands in place of the old."""
    said: dict[str, str] = {}
    for event in events:
        if isinstance(event, CaseOpened):
            said[TITLE] = event.title
        elif isinstance(event, StageCompleted):
            said |= {f"{FACT}:{name}": text for name, text in event.yields.items()}
    await _write(session, vault, number, said, opened_at, fresh={TITLE})


async def index_customer(
    session: AsyncSession,
    vault: Vault,
    customer: str,
    known: Mapping[OfCustomer, str | None],
    since: datetime,
    *,
    is_new: bool = False,
) -> None:
    """What is known of a customer now, in place of what was known of these things before."""
    said: dict[str, str] = {of: text or "" for of, text in known.items()}
    await _write(session, vault, customer, said, since, fresh=set(said) if is_new else set())


async def _write(
    session: AsyncSession,
    vault: Vault,
    subject: str,
    said: Mapping[str, str],
    at: datetime,
    fresh: set[str],
) -> None:
    """`fresh` is what nothing was said of before."""
    if old := said.keys() - fresh:
        await session.execute(NO_LONGER, {"subject": subject, "said_of": sorted(old)})
    texts = [Said(of, text) for of, text in said.items()]
    await insert_new(session, SearchKeyRow, rows_of(vault, subject, texts, at))


def rows_of(vault: Vault, subject: str, said: Sequence[Said], at: datetime) -> list[Values]:
    """The rows of a subject's texts."""
    return [
        {"key": key, "at": minutes(at), "subject": subject, "of": text.of}
        for text in said
        for key in sorted(keys_of(vault, text))
    ]

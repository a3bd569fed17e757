"""What was said last in each case, whoever said it."""

from builders import Played, at
from databases import statements
from db import texts
from db.records import store
from db.said import LONGEST, OPENING, Said, said_last
from db.session import Database
from db.texts import Text
from domain.customer_messages.commands import CustomerSaid
from recording import batch

ONE, TWO, THREE, FOUR = (f"C-{n:06}" for n in (1, 2, 3, 4))


async def _put(database: Database, number: str, played: Played, **words: dict[str, str]) -> None:
    await store(database, batch(played.events, number=number))
    for name, body in words.items():
        kind = OPENING if name == "opening" else "said"
        text = Text(f"{number}{name}", kind, body, "li.min", at("Mon 09:00"), number)
        await texts.put(database, text)


async def test_the_last_word_of_each_case_comes_by_one_statement(database: Database) -> None:
    await _put(database, ONE, Played(), opening={"description": "It  howls\nat night."})
    spoken = Played()
    spoken.ask(CustomerSaid, channel="wechat", occurred_at=at("Mon 09:00"), text=f"{TWO}wrote")
    spoken.until("Mon 10:00")
    spoken.contact(text=f"{TWO}talk")
    await _put(database, TWO, spoken, wrote={"said": "When?"}, talk={"where_we_are": "长" * 500})
    tried = Played()
    tried.contact(reached=False, parts=())
    await _put(database, THREE, tried)
    with statements(database) as asked:
        found = await said_last(database, {ONE, TWO, THREE, FOUR})
    assert len(asked) == 1
    assert found[ONE] == Said("message", at("Mon 09:00"), "", "", "It howls at night.")
    assert found[TWO].at == at("Mon 10:00")
    assert (found[TWO].way, found[TWO].by, found[TWO].channel) == ("contact", "li.min", "phone")
    assert not found[TWO].by_customer
    assert found[TWO].words == "长" * (LONGEST - 1) + "…"
    assert (found[THREE].way, found[THREE].words) == ("attempt", "")
    assert FOUR not in found


async def test_nothing_is_asked_for_no_cases(database: Database) -> None:
    with statements(database) as asked:
        assert await said_last(database, ()) == {}
    assert not asked

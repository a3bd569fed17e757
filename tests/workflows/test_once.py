"""Each thing asked is done once, whoever asks it how often."""

import asyncio

from activities.contract import REMEMBERED
from builders import at
from db.cases import load_events
from domain.command import Actor, Command
from domain.pauses import ResumeCase
from domain.promises.commands import MakePromise, NextPromise
from products import RunningProduct
from workflows.client import Done, Refused


def a_promise(
    product: RunningProduct, key: str, subject: str = "test", digest: str = "d"
) -> Command:
    return MakePromise(
        actor=Actor(handle="li.min"),
        received_at=product.now(),
        key=key,
        digest=digest,
        promise=NextPromise(subject=subject, latest_by=at("Wed 10:00")),
    )


async def test_the_same_key_twice_has_one_effect_and_one_receipt(product: RunningProduct) -> None:
    number = await product.confirmed()
    first = await product.cases.submit(number, a_promise(product, "k"))
    await product.contact(number)
    again = await product.cases.submit(number, a_promise(product, "k"))
    assert isinstance(first, Done)
    assert again == first
    assert len((await product.get(f"/cases/{number}"))["promises"]) == 2


async def test_the_same_key_in_one_moment_has_one_effect(product: RunningProduct) -> None:
    """All of them reach the case: a server that forgets one of two updates with the same id while it is
    decided writes down the other in its place (docs/decisions/0017)."""
    number = await product.confirmed()
    one, other = a_promise(product, "k"), a_promise(product, "k")
    assert one.received_at < other.received_at
    answers = await asyncio.gather(
        product.cases.submit(number, one),
        product.cases.submit(number, other),
        product.run_of(number).signal("deliver", one),
    )
    assert answers[0] == answers[1]
    await product.quiet(number)
    promises = (await product.get(f"/cases/{number}"))["promises"]
    assert [p["subject"] for p in promises].count("test") == 1
    assert len(await updates(product, number, "li.min:k:")) == 2


async def test_an_opening_that_is_asked_for_twice_in_one_moment_is_two_updates(
    product: RunningProduct,
) -> None:
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    one, other = await asyncio.gather(
        *(product.ask("POST", "/cases", body, key="double") for _ in range(2))
    )
    assert (one.status_code, one.json()) == (other.status_code, other.json())
    number = one.json()["number"]
    product.numbers.append(number)
    await product.quiet(number)
    assert (await product.names(number)).count("case_opened") == 1
    assert len(await updates(product, number, "li.min:double:")) == 2


async def updates(product: RunningProduct, number: str, prefix: str) -> set[str]:
    """The ids of a case's updates that begin like that."""
    ids = {
        event.workflow_execution_update_accepted_event_attributes.protocol_instance_id
        for event in await product.history(number)
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    }
    return {each for each in ids if each.startswith(prefix)}


async def test_the_same_key_with_another_body_is_refused(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.cases.submit(number, a_promise(product, "k"))
    answer = await product.cases.submit(number, a_promise(product, "k", "else", digest="other"))
    assert isinstance(answer, Refused)
    assert answer.problem.code == "idempotency_key_reused"
    await product.quiet(number)
    assert len((await product.get(f"/cases/{number}"))["promises"]) == 2


async def test_what_was_refused_is_not_done_for_a_twin(product: RunningProduct) -> None:
    """One of the two was held up on its way, until what it asks for had become possible."""
    number = await product.confirmed()
    resume = ResumeCase(
        actor=Actor(handle="li.min"), received_at=product.now(), key="k", digest="d"
    )
    first = await product.cases.submit(number, resume)
    assert isinstance(first, Refused)
    await product.post(
        f"/cases/{number}/pause", reason="waiting_on_parts", channel="phone", until=at("Wed 10:00")
    )

    again = Refused(first.problem.again(resume.received_at))
    assert await product.cases.submit(number, resume) == again
    await product.run_of(number).signal("deliver", resume)
    await product.quiet(number)
    assert "case_resumed" not in await product.names(number)


async def test_the_same_key_of_another_person_is_another_key(product: RunningProduct) -> None:
    number = await product.confirmed()
    other = a_promise(product, "k").model_copy(update={"actor": Actor(handle="zhou.yan")})
    await product.cases.submit(number, a_promise(product, "k"))
    assert isinstance(await product.cases.submit(number, other), Done)
    await product.quiet(number)
    assert len((await product.get(f"/cases/{number}"))["promises"]) == 3


async def test_two_agents_confirm_at_once_and_one_does(product: RunningProduct) -> None:
    number = await product.triaged()
    body = {**product.notice(), "told_at": product.now().isoformat()}
    body["first_feedback_at"] = at("Tue 10:00").isoformat()
    answers = await asyncio.gather(
        *(
            product.ask("POST", f"/cases/{number}/confirm", body, by=who)
            for who in ("li.min", "zhou.yan")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (no,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert no["code"] == "already_confirmed"
    assert (await product.names(number)).count("complex_confirmed") == 1


async def test_a_case_takes_a_dozen_commands_at_once(product: RunningProduct) -> None:
    """The server lets ten updates be in flight for a case; none of ours may be turned away."""
    number = await product.confirmed()
    answers = await asyncio.gather(
        *(product.cases.submit(number, a_promise(product, f"k{n}", f"test {n}")) for n in range(12))
    )
    assert all(isinstance(answer, Done) for answer in answers), answers
    await product.quiet(number)
    promises = (await product.get(f"/cases/{number}"))["promises"]
    assert {f"test {n}" for n in range(12)} <= {p["subject"] for p in promises}


async def test_whoever_prefers_it_is_answered_once_it_is_recorded(product: RunningProduct) -> None:
    number = await product.confirmed()

    async def ask(n: int) -> bool:
        answer = await product.ask(
            "POST",
            f"/cases/{number}/promises",
            {"subject": f"test {n}", "latest_by": at("Wed 10:00").isoformat()},
            headers={"Prefer": "respond-async, recorded"},
        )
        assert answer.headers["Preference-Applied"] == "recorded"
        version: int = answer.json()["version"]
        return len(await load_events(product.database, number)) >= version

    assert all(await asyncio.gather(*(ask(n) for n in range(8))))


def test_a_run_remembers_more_keys_than_can_be_in_flight() -> None:
    assert REMEMBERED > 100

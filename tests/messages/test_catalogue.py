"""The two catalogues say the same things, and there is a word for everything the core can say."""

from collections.abc import Iterable
from typing import Any, get_args

import pytest

from domain.book import BOOK as CORE
from domain.book import AnyCommand, AnyEvent
from domain.case.confirmation import NoticeAnswer
from domain.case.contacts import Channel, Direction, Part
from domain.case.customer_messages import ReopenCause, Verdict
from domain.case.endings import Ending
from domain.case.pauses import PauseReason
from domain.case.promises import PromiseKind, PromiseStatus
from domain.case.resolution import Basis, VerificationOutcome
from domain.case.revisits import RevisitOutcome
from domain.case.triage import Trait
from domain.plan.escalations import Cause
from domain.plan.terms import Complexity, Emotion, Line, Phase, Priority, Progress
from domain.summary import SlaState
from messages import board, findings, leaving, webhooks
from messages.book import BOOK
from messages.notices import abouts
from messages.refusals import params_of
from messages.say import Catalogue, placeholders

FAMILIES: dict[str, Any] = {
    "priority": Priority,
    "complexity": Complexity,
    "emotion": Emotion,
    "line": Line,
    "phase": Phase,
    "progress": Progress,
    "cause": Cause,
    "sla_state": SlaState,
    "channel": Channel,
    "direction": Direction,
    "trait": Trait,
    "part": Part,
    "answer": NoticeAnswer,
    "promise_status": PromiseStatus,
    "promise_kind": PromiseKind,
    "pause_reason": PauseReason,
    "revisit_outcome": RevisitOutcome,
    "verification": VerificationOutcome,
    "basis": Basis,
    "ending": Ending,
    "verdict": Verdict,
    "reopen_cause": ReopenCause,
}


CATALOGUES = {
    "cases": BOOK.texts,
    "findings": findings.TEXTS,
    "board": board.TEXTS,
    "leaving": leaving.TEXTS,
    "webhooks": webhooks.TEXTS,
}
EVERY_TEXT = [
    pytest.param(texts, key, id=f"{of}:{key}")
    for of, texts in CATALOGUES.items()
    for key in sorted(texts.texts["en"].keys() | texts.texts["zh-CN"].keys())
]


def kinds(union: Any) -> Iterable[str]:
    members = get_args(get_args(union)[0])
    return [member.model_fields["kind"].default for member in members]


@pytest.mark.parametrize(("texts", "key"), EVERY_TEXT)
def test_every_text_is_there_in_both_languages_with_the_same_placeholders(
    texts: Catalogue, key: str
) -> None:
    english, chinese = (placeholders(each[key]) for each in texts.texts.values())
    assert english == chinese
    assert all(name.isidentifier() for name in english)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_the_domain_has_its_word(family: str) -> None:
    for value in get_args(FAMILIES[family]):
        assert BOOK.texts.has(f"{family}.{value}")


def test_every_command_has_its_word() -> None:
    for kind in kinds(AnyCommand):
        assert BOOK.texts.has(f"command.{kind}")


def test_every_event_has_its_brief() -> None:
    for kind in kinds(AnyEvent):
        assert BOOK.texts.has(f"brief.{kind}")


@pytest.mark.parametrize("code", CORE.refusals)
def test_every_refusal_has_a_title_and_a_detail(code: str) -> None:
    assert params_of(code)
    assert BOOK.texts.placeholders(f"refusal.{code}.title") == set()


def test_there_are_words_for_no_other_refusals() -> None:
    assert {key.split(".")[1] for key in BOOK.texts.keys("refusal.")} == CORE.refusals.keys()


@pytest.mark.parametrize("about", abouts())
def test_every_notice_has_a_title_a_body_and_a_short_name(about: str) -> None:
    for key in (f"notice.{about}.title", f"notice.{about}.body", f"about.{about}"):
        assert BOOK.texts.has(key)


@pytest.mark.parametrize(
    "word", ["ticket", "you can't reply", "requester", "ETA", "工单", "不能回复"]
)
def test_nobody_is_told_that_this_is_a_ticket(word: str) -> None:
    texts = (
        text
        for each in CATALOGUES.values()
        for said in each.texts.values()
        for text in said.values()
    )
    assert not [text for text in texts if word in text]


def test_an_unknown_key_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match=r"no text under 'emotion\.bored' in en"):
        BOOK.texts.say("en", "emotion.bored")


def test_a_missing_param_is_an_error_that_names_text_and_param() -> None:
    with pytest.raises(LookupError, match=r"'refusal\.case_closed\.detail' .* 'number'"):
        BOOK.texts.say("en", "refusal.case_closed.detail")


def test_params_that_a_text_does_not_use_are_ignored() -> None:
    assert BOOK.texts.say("en", "emotion.calm", number="C-000001") == "calm"

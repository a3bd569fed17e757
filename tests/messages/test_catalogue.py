"""The two catalogues say the same things, and there is a word for everything the core can say."""

from collections.abc import Iterable
from typing import Any, get_args

import pytest

from domain import plan
from domain.book import BOOK, AnyCommand, AnyEvent
from domain.confirmation import NoticeAnswer
from domain.contacts import Channel, Direction, Part
from domain.customer_messages import ReopenCause, Verdict
from domain.endings import Ending
from domain.pauses import PauseReason
from domain.promises.records import PromiseKind, PromiseStatus
from domain.resolution import Basis, VerificationOutcome
from domain.revisits import RevisitOutcome
from domain.summary import SlaState
from domain.triage import Trait
from messages import notices, refusals
from messages.catalogue import en, zh_cn
from messages.say import placeholders, say

FAMILIES: dict[str, Any] = {
    "priority": plan.Priority,
    "complexity": plan.Complexity,
    "emotion": plan.Emotion,
    "line": plan.Line,
    "phase": plan.Phase,
    "progress": plan.Progress,
    "cause": plan.Cause,
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


def kinds(union: Any) -> Iterable[str]:
    members = get_args(get_args(union)[0])
    return [member.model_fields["kind"].default for member in members]


def needs(prefix: str) -> frozenset[str]:
    return frozenset().union(*(placeholders(key) for key in en.TEXTS if key.startswith(prefix)))


def test_both_catalogues_have_the_same_keys() -> None:
    assert en.TEXTS.keys() == zh_cn.TEXTS.keys()


@pytest.mark.parametrize("key", en.TEXTS)
def test_both_catalogues_use_the_same_placeholders(key: str) -> None:
    assert placeholders(key, "en") == placeholders(key, "zh-CN")


@pytest.mark.parametrize("key", en.TEXTS)
def test_placeholders_are_plain_names(key: str) -> None:
    for language in ("en", "zh-CN"):
        assert all(name.isidentifier() for name in placeholders(key, language))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_the_domain_has_its_word(family: str) -> None:
    for value in get_args(FAMILIES[family]):
        assert say("zh-CN", f"{family}.{value}")


def test_every_command_has_its_word() -> None:
    for kind in kinds(AnyCommand):
        assert say("en", f"command.{kind}")


def test_every_event_has_its_brief() -> None:
    for kind in kinds(AnyEvent):
        assert f"brief.{kind}" in en.TEXTS


@pytest.mark.parametrize("code", BOOK.refusals)
def test_every_refusal_has_a_title_and_a_detail(code: str) -> None:
    needed = needs(f"refusal.{code}.")
    assert needed - {"fields"} == set(refusals.PARAMS[code])
    assert placeholders(f"refusal.{code}.title") == set()


def test_the_listed_refusals_are_those_of_the_core() -> None:
    assert refusals.PARAMS.keys() == BOOK.refusals.keys()


@pytest.mark.parametrize("about", notices.PARAMS)
def test_every_notice_has_a_title_a_body_and_a_short_name(about: str) -> None:
    needed = needs(f"notice.{about}.")
    assert needed - set(notices.COMMON) == set(notices.PARAMS[about])
    assert f"notice.{about}.title" in en.TEXTS
    assert f"about.{about}" in en.TEXTS


@pytest.mark.parametrize(
    "word", ["ticket", "you can't reply", "requester", "ETA", "工单", "不能回复"]
)
def test_nobody_is_told_that_this_is_a_ticket(word: str) -> None:
    texts = [*en.TEXTS.values(), *zh_cn.TEXTS.values()]
    assert not [text for text in texts if word in text]


def test_an_unknown_key_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match=r"no text under 'emotion\.bored' in en"):
        say("en", "emotion.bored")


def test_a_missing_param_is_an_error_that_names_text_and_param() -> None:
    with pytest.raises(LookupError, match=r"'refusal\.case_closed\.detail' .* 'number'"):
        say("en", "refusal.case_closed.detail")


def test_params_that_a_text_does_not_use_are_ignored() -> None:
    assert say("en", "emotion.calm", number="C-000001") == "calm"

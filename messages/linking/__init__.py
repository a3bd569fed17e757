"""Cases that go on from one another."""

from collections.abc import Iterator

from domain.case import Case
from domain.case.customer_messages import Link
from domain.linking import CaseLinked
from messages.linking import en, zh_cn
from messages.telling import Telling
from messages.voice import Voice

LINKS_SHOWN = 5
"""The last ones; a case with more is one that its reader knows well."""


def _linked(event: CaseLinked, _: Voice) -> dict[str, str]:
    return {"number": event.link.number}


def _link(link: Link, voice: Voice) -> str:
    """What another case is to this one."""
    key = f"event.case_linked.{link.relation}"
    return voice.say(key, number=link.number, message=voice.thing(link.message))


def _state(case: Case, voice: Voice) -> Iterator[str]:
    for link in case.links[-LINKS_SHOWN:]:
        yield voice.say("details.link", line=_link(link, voice))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseLinked: lambda event, voice: _link(event.link, voice)},
    briefs={CaseLinked: _linked},
    state=_state,
)

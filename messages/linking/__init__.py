"""Cases that go on from one another."""

from collections.abc import Iterator

from domain.case import Case
from domain.case.customer_messages import Link
from domain.linking import CaseLinked
from domain.plan.terms import Language
from messages.linking import en, zh_cn
from messages.say import Catalogue
from messages.telling import Telling, person
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


def new_matter(language: Language, number: str, said: str) -> str:
    """The title of a case that a new matter opens, from the customer's words."""
    texts = Catalogue(en=en.TEXTS, zh_cn=zh_cn.TEXTS)
    key = "linked.title" if said else "linked.title.wordless"
    return texts.say(language, key, said=said, number=number)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseLinked: lambda event, voice: _link(event.link, voice)},
    briefs={CaseLinked: _linked},
    readers={"said_by": person},
    added={"new_matter_in": "notice.new_matter_in", "late_in": "notice.late_in"},
    state=_state,
)

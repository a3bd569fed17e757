"""Drafts of what a human sends or says to a customer, in the four parts (REQ C2, C3, E2).

A draft is a help, never sent by itself: brackets mark what only the agent knows. For the API and
activities; not for workflow code, because Liquid is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from domain.case import Case
from domain.case.actions import Action
from domain.case.contacts import PARTS, Part
from domain.case.promises import Promise
from domain.plan.terms import Emotion, Language
from domain.promises.missed import after_a_message, as_told
from messages.book import BOOK
from messages.letters import en, zh_cn
from messages.letters.letter import VARIABLES, Letter, Occasion
from messages.speech import voice_of
from messages.templates import Template

LETTERS: dict[Language, dict[Occasion, Letter]] = {"en": en.LETTERS, "zh-CN": zh_cn.LETTERS}
CARE_FIRST: tuple[Part, ...] = ("care", "where_we_are", "what_comes_next", "by_when")
HIGH: tuple[Emotion, ...] = ("angry", "furious")
"""Emotions in which care comes before the facts (REQ C3)."""


@dataclass(frozen=True)
class Draft:
    """The four parts with a greeting and a signature around them, in the order to be said."""

    greeting: str
    parts: dict[Part, str]
    order: tuple[Part, ...]
    signature: str

    @property
    def text(self) -> str:
        """The whole, as plain text."""
        said = [self.parts[part] for part in self.order]
        return "\n\n".join([self.greeting, *said, self.signature])


def draft(
    case: Case,
    occasion: Occasion,
    language: Language,
    *,
    agent: str,
    agent_name: str,
    customer_name: str,
    now: datetime,
    time_open: bool = False,
) -> Draft:
    """A draft for an opened case, to be signed by `agent`, who speaks of no call but their own next one; empty names
    are left out of the greeting and the signature. An apology is for the last promise that broke, in the letter for one of its kind, for one moved too often or for silence.
    `time_open` leaves brackets where the next time stands: what is promised now is what this message keeps."""
    voice = voice_of(case.rules, language, now=now)
    upcoming = case.next_call_of(agent)
    facts = {
        "agent_name": agent_name,
        "customer_name": customer_name,
        "number": case.number,
        "title": case.title,
        "stage": voice.stage(case.stage) if _is_under_way(case) else "",
        "next_subject": upcoming.subject if upcoming else "",
        "next_due": voice.moment(upcoming.latest_by) if upcoming else "",
    }
    for variables in BOOK.variables:
        facts |= variables(case, voice, now)
    if occasion == "apology" and case.last_broken:
        occasion = "moved" if facts["moved_to"] else _apology(case, case.last_broken)
    if time_open or occasion == "delay":  # what is promised now is what can't be kept
        facts["next_due"] = ""
    return write(occasion, language, facts, case.emotion)


def apology_for(action: Action) -> Occasion:
    """The letter for which an apology was asked."""
    of_kind = BOOK.apologies.get(action.about)
    if of_kind or action.params.get("after_message"):
        return of_kind or "not_tried_again"
    return "silence" if action.params.get("by_rule") else "apology"


def _apology(case: Case, broken: Promise) -> Occasion:
    """The letter for one of its kind; who knew of no time was not let down, but left without a word, or without the call
    that a message of ours was to be followed by."""
    if after_a_message(case, broken):
        return "not_tried_again"
    broken = as_told(case, broken)
    return BOOK.apologies.get(broken.kind) or ("apology" if broken.is_told else "silence")


def _is_under_way(case: Case) -> bool:
    """Whether the stage is one a customer hears of: not our first look, and never that it is closed."""
    return not case.is_closed and case.stage != case.rules.sop.first


def write(
    occasion: Occasion, language: Language, facts: Mapping[str, str], emotion: Emotion
) -> Draft:
    """A draft from facts in words; `letters.letter.VARIABLES` lists what they may be."""
    letter = LETTERS[language][occasion]
    filled = {
        name: _template(language, occasion, name).render(**facts)
        for name in ("greeting", *PARTS, "signature")
    }
    return Draft(
        greeting=filled["greeting"],
        parts={part: filled[part] for part in PARTS},
        order=CARE_FIRST if letter.care_first or emotion in HIGH else PARTS,
        signature=filled["signature"],
    )


@cache
def _template(language: Language, occasion: Occasion, name: str) -> Template:
    source: str = getattr(LETTERS[language][occasion], name)
    return Template(f"{language}/{occasion}.{name}", source, VARIABLES)

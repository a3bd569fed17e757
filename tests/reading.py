"""Looks for codes in what people read: ids of entries, handles, names of the policy and of the API.

What a customer or a colleague wrote stays as it is, and is taken out of a sentence before it is looked at.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from api.values import strings
from builders import MONDAY, a_plan
from domain.case import Case
from domain.case.actions import Action
from domain.deadlines import deadlines
from domain.draft import ActionRequested
from domain.plan.terms import Label, Language
from messages.notices import notice_text
from messages.speech import things_named, voice_of
from messages.summaries import brief, deadline_line
from messages.timeline import timeline_line
from policies.load import load

LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, dict[str, str]] = {
    "en": {
        "li.min": "Li Min",
        "sun.yu": "Sun Yu",
        "he.na": "He Na",
        "zhou.yan": "Zhou Yan",
        "chen.jie": "Chen Jie",
        "chen.gong": "Chen Gong",
        "wang.fang": "Wang Fang",
        "zhao.lei": "Zhao Lei",
        "sun.lei": "Sun Lei",
        "he.yun": "He Yun",
        "x": "Xu Xin",
    },
    "zh-CN": {
        "li.min": "李敏",
        "sun.yu": "孙宇",
        "he.na": "何娜",
        "zhou.yan": "周燕",
        "chen.jie": "陈洁",
        "chen.gong": "陈工",
        "wang.fang": "王芳",
        "zhao.lei": "赵磊",
        "sun.lei": "孙蕾",
        "he.yun": "何芸",
        "x": "徐欣",
    },
}
WRITTEN = (
    *(
        "Strange noise from the washing machine",
        "Strange noise",
        "noise test",
        "because",
        "it is so",
    ),
    *("she is at the door", "客户到店里了", "the part has come", "spare part", "on the phone"),
    *("bought another", "was away", "the lab is full", "the customer is furious", "calm again"),
    *("shift ends", "photos", "heard it", "new bearing", "bearing replaced", "quiet", "likes us"),
    *("ops@desk", "looked stuck", "nobody answers", "leave", "a hard one", "something", "washer"),
    *("yesterday", "calm", "C-000001", "C-000007", "C-000009", "W-7", "only when full"),
    *("只有满桶的时候", "nothing in the drum, stands level", "play in the bearing", "the cause"),
    *(
        "typed in twice",
        "that was with another customer",
        "Is it the same when empty, half full and full?",
        "the part is late",
        "likes the machine",
        "repaired by a neighbour",
        "she was in, and the door camera shows nobody",
        "what causes the fault",
    ),
    *("nowhere", "colour", "the moon", "Followthrough", "Temporal"),
)
"""What people wrote in these stories, names of cases among it, and names that every language has."""
HANDLE = re.compile(r"\b[a-z]+\.[a-z]+\b")
CODES = (
    ("an id", re.compile(r"\b[a-z]\d+\b")),
    ("a handle", HANDLE),
    ("a name with underscores", re.compile(r"\w*_\w*")),
    ("a choice of the policy", re.compile(r"\b[a-z]+/[a-z]+\b")),
    ("a placeholder", re.compile(r"[{}]")),
    ("a field of the API", re.compile(r"`")),
    ("a time as programs write it", re.compile(r"\d{4}-\d\d-\d\dT")),
    ("nothing", re.compile(r"\bNone\b|\s[,.，。）]|（\s*）|\(\s*\)")),
)
LATIN = re.compile(r"[A-Za-z]{2,}")


def found_in(sentence: str, language: Language, written: tuple[str, ...] = ()) -> list[str]:
    """What no sentence should have."""
    for each in sorted({*WRITTEN, *written} - {""}, key=len, reverse=True):
        sentence = sentence.replace(each, "…")
    kinds = [*CODES, ("a word of another language", LATIN)] if language == "zh-CN" else CODES
    return [f"{what}: {seen.group()!r}" for what, code in kinds if (seen := code.search(sentence))]


def sentences_of(events: list[Any], case: Case, language: Language) -> Iterator[str]:
    """All that people read of a case: in its timeline, in their inboxes, in Temporal's UI."""
    names = NAMES[language]
    voice = voice_of(case.rules, language, case, people=names)
    for event in events:
        yield timeline_line(event, case.rules, language, case, names)
        if not isinstance(event, ActionRequested):
            yield brief(event, voice)
        elif event.action.name in ("notify", "draft_apology"):
            yield from notice_lines(event.action, case, language)
    for due in deadlines(case):
        yield deadline_line(due, voice)


@cache
def labels_of_all() -> dict[str, Label]:
    """Of the stages of every scenario, and of the scenarios."""
    sops = [a_plan("en", scenario=name).sop for name in load(today=MONDAY).sops]
    return {name: label for sop in sops for name, label in sop.labels.items()}


def notice_lines(action: Action, case: Case | None, language: Language) -> tuple[str, str]:
    things = things_named(case, action.params) if case else {}
    labels = case.rules.sop.labels if case else labels_of_all()
    text = notice_text(
        action,
        number="C-000001",
        title="Strange noise",
        owner="li.min",
        language=language,
        zone="Asia/Shanghai",
        stages={name: label[language] for name, label in labels.items()},
        people=NAMES[language],
        things={name: label[language] for name, label in things.items()},
    )
    return text.title, text.detail


def guide_of(case: Case) -> tuple[str, ...]:
    """What a product's guide asks, in the language of whoever is asked."""
    return tuple(strings(case.guide.model_dump())) if case.guide else ()

"""Stages of the SOP: entered, completed with what they yield, run over."""

from collections.abc import Iterator

from domain.case import Case
from domain.clocks import Clock
from domain.stages import StageCompleted, StageEntered, StageOverrun
from messages.stages import en, zh_cn
from messages.telling import Telling, each, sentence, stage
from messages.voice import Voice


def _entered(event: StageEntered, voice: Voice) -> str:
    key = "event.stage_entered" if event.left else "event.stage_entered.first"
    if event.left == event.stage:
        key = "event.stage_entered.again"
    line = voice.say(key, left=voice.stage(event.left), stage=voice.stage(event.stage))
    if event.clock is None:
        return line
    is_late = event.clock.due(voice.plan)[0] <= event.at if voice.plan else False
    key = "event.stage_entered.late" if is_late else "event.stage_entered.limit"
    return voice.say(key, line=line, due=voice.due(event.clock))


def _completed(event: StageCompleted, voice: Voice) -> str:
    line = sentence()(event, voice)
    if not event.yields:
        return line
    facts = [
        voice.say("event.fact", label=voice.fact(name), value=voice.choice(name, value))
        for name, value in event.yields.items()
    ]
    return voice.say("event.facts", line=line, facts=voice.in_a_row(facts))


def _fact(voice: Voice, name: str) -> str:
    return voice.fact(name)


def _stage_or_fact(voice: Voice, name: str) -> str:
    return voice.fact(voice.stage(name))


def _known(voice: Voice, value: str) -> str:
    """What there is instead; a stage may ask for no facts."""
    return (
        each(_stage_or_fact)(voice, value) if value != "-" else voice.say("stage.asks_for_nothing")
    )


def _choices(voice: Voice, value: str) -> str:
    """What each fact that doesn't fit may be, as the core lists it: "kind: cure, workaround; findings: ≤ 500".
    All that may be chosen is said, also where the list was too long to be carried whole."""
    lines = []
    for listed in value.split("; "):
        fact, _, names = listed.partition(": ")
        if not names:
            continue
        if names.startswith("@"):
            said = voice.say(f"choices.{names.removeprefix('@')}")
        elif names.startswith("≤"):
            said = voice.say("choices.text", most=names.removeprefix("≤").strip())
        else:
            known = voice.choices.get(fact, {}).values() if names.endswith("…") else ()
            chosen = known or [voice.choice(fact, name) for name in names.split(", ")]
            said = voice.say("choices.of", choices=voice.listed(list(chosen)))
        lines.append(voice.say("event.fact", label=voice.fact(fact), value=said))
    return voice.in_a_row(lines)


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.stage_entered_at:
        since = voice.moment(case.stage_entered_at)
        yield voice.say("details.stage", stage=voice.stage(case.stage), since=since)


def _clock(case: Case) -> Clock | None:
    return case.stage_clock if case.phase == "open" else None


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        StageEntered: _entered,
        StageCompleted: _completed,
        StageOverrun: sentence(),
    },
    readers={
        **dict.fromkeys(("stage", "named", "scenario", "then", "to"), stage),
        **dict.fromkeys(("stages", "ways"), each(stage)),
        "facts": each(_fact),
        "choices": _choices,
        "known": _known,
    },
    clocks={"stage": _clock},
    state=_state,
)

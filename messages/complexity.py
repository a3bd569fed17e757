"""How complex a case is, factor by factor, and the red line that it yields."""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.actions import Action
from domain.case.complexity import Weighed
from domain.complexity import ComplexityJudged, RedLineSet, come_to
from domain.follow_up import RedLine, red_line
from domain.plan.terms import FACTORS, Complexity
from messages.telling import Telling, moment, person, word
from messages.voice import Voice

EN: dict[str, str] = {
    "factor.issue": "kind of issue",
    "factor.resources": "what it takes",
    "factor.emotion": "how the customer feels",
    "factor.verification": "time until it is verified",
    "factor.known": "{factor}: {choices}.",
    "effect.sets": "sets it",
    "effect.raises": "raises it by one",
    "effect.keeps": "changes nothing",
    "effect.would.sets": "would set it",
    "effect.would.raises": "would raise it by one",
    "effect.would.keeps": "would change nothing",
    "weighed.one": "{factor} “{value}” ({level}, {effect})",
    "weighed.all": "By the factors: {weighed}.",
    "named.instead": "The factors come to {level}; {by} named {complexity} in spite of that.",
    "named.alone": "{by} named it by themselves, without the factors.",
    "command.judge_complexity": "judge the complexity anew",
    "command.set_red_line": "set the red line",
    "deed.judge_complexity": "judged anew how complex it is",
    "deed.set_red_line": "set its red line",
    "field.factors": "the factors",
    "field.factors.issue": "the kind of issue",
    "field.factors.emotion": "how the customer feels, which the case knows by itself",
    "field.factors.resources": "what it takes",
    "field.factors.verification": "how long verifying takes",
    "field.complexity": "the complexity",
    "field.working_days": "how many working days",
    "event.complexity_judged": "{by} judged the complexity anew: {complexity} in place of {before}.",
    "event.complexity_judged.same": "{by} judged the complexity anew: {complexity} as before.",
    "brief.complexity_judged": "complexity {complexity}",
    "event.red_line_set": "{by} set the red line to {due}.",
    "event.red_line_set.told": "{by} set the red line anew.",
    "line.is": "The red line, counted from when {anchor}, is {red_line}.",
    "line.passed": "The red line, counted from when {anchor}, was {red_line}: it has passed.",
    "line.waits": (
        "The red line, counted from when {anchor}, stands still while the case waits and counts on after that. If the wait ends as"
        " agreed, {waits_until}, it is {red_line}."
    ),
    "line.set_by": "{by_lead} set it.",
    "line.set_aside": "The one that {set_aside} had set goes with the level that the case had.",
    "brief.red_line_set": "red line set to {due}",
    "about.complexity_judged": "another complexity",
    "about.red_line_set": "another red line",
    "notice.complexity_judged.title": "{number}: complexity {level}",
    "notice.complexity_judged.body": (
        "“{title}” is now of complexity {level}, in place of {level_before}: {by} judged it anew. {line}"
    ),
    "notice.red_line.before": "Before, the red line was {red_line_before}.",
    "notice.red_line.stands_with": (
        "The call for help over the red line stands with you; it stays open until you say that it is done."
    ),
    "notice.red_line_set.title": "{number}: the red line has been set",
    "notice.red_line_set.body": (
        "{by} set the red line of “{title}” anew. {line} What has been promised to the customer stays as it is."
    ),
    "refusal.complexity_by_hand.title": "The level is named by a human here",
    "refusal.complexity_by_hand.detail": (
        "The policy of case {number} has no factors. Name the complexity itself: low, medium or high."
    ),
    "refusal.factor_unknown.title": "No such factor, or no such choice",
    "refusal.factor_unknown.detail": "Case {number} can't be judged by that: {fields}. There are: {known_factors}",
    "refusal.factors_missing.title": "A factor has not been judged",
    "refusal.factors_missing.detail": (
        "Judging case {number} by its factors takes all of them; still missing: {fields}. Or name the complexity itself, with a reason."
    ),
    "refusal.red_line_fixed.title": "This red line is set by the policy",
    "refusal.red_line_fixed.detail": (
        "Only in a case of high complexity a lead sets the red line. If case {number} is one, judge it anew first."
    ),
    "refusal.red_line_past.title": "That red line would have passed already",
    "refusal.red_line_past.detail": (
        "Counted from when {anchor}, the red line of case {number} would have been {due}. Give it more working days."
    ),
}
ZH_CN: dict[str, str] = {
    "factor.issue": "问题类型",
    "factor.resources": "所需资源",
    "factor.emotion": "客户情绪",
    "factor.verification": "验证时间",
    "factor.known": "{factor}：{choices}。",
    "effect.sets": "以此为准",
    "effect.raises": "再升一级",
    "effect.keeps": "不影响",
    "effect.would.sets": "本来以此为准",
    "effect.would.raises": "本来再升一级",
    "effect.would.keeps": "本来也不影响",
    "weighed.one": "{factor}「{value}」（{level}，{effect}）",
    "weighed.all": "按各项因素判定：{weighed}。",
    "named.instead": "按各项因素是{level}，{by} 仍定为{complexity}。",
    "named.alone": "由 {by} 直接判定，没有填写各项因素。",
    "command.judge_complexity": "重新判定复杂度",
    "command.set_red_line": "设定红线",
    "deed.judge_complexity": "重新判定了复杂度",
    "deed.set_red_line": "设定了红线",
    "field.factors": "各项因素",
    "field.factors.issue": "问题类型",
    "field.factors.emotion": "客户情绪（个案自己知道，不用填）",
    "field.factors.resources": "所需资源",
    "field.factors.verification": "验证时间",
    "field.complexity": "复杂度",
    "field.working_days": "几个工作日",
    "event.complexity_judged": "{by} 重新判定复杂度：由{before}改为{complexity}。",
    "event.complexity_judged.same": "{by} 重新判定复杂度：仍为{complexity}。",
    "brief.complexity_judged": "复杂度：{complexity}",
    "event.red_line_set": "{by} 把红线设为 {due}。",
    "event.red_line_set.told": "{by} 重新设定了红线。",
    "line.is": "红线从{anchor}时算起，是 {red_line}。",
    "line.passed": "红线从{anchor}时算起，是 {red_line}，已经过了。",
    "line.waits": (
        "红线从{anchor}时算起，个案等待期间停着不走，等完再接着算。如果按约定等到 {waits_until}，红线就是 {red_line}。"
    ),
    "line.set_by": "这是 {by_lead} 设定的。",
    "line.set_aside": "复杂度变了，{set_aside} 原先设定的红线不再有效。",
    "brief.red_line_set": "红线设为 {due}",
    "about.complexity_judged": "复杂度有变化",
    "about.red_line_set": "红线有变化",
    "notice.complexity_judged.title": "{number}：复杂度改为{level}",
    "notice.complexity_judged.body": (
        "{by} 重新判定了《{title}》的复杂度：由{level_before}改为{level}。{line}"
    ),
    "notice.red_line.before": "原来的红线是 {red_line_before}。",
    "notice.red_line.stands_with": "因为到红线而请求的支援在你这里，要等你说处理好了才结束。",
    "notice.red_line_set.title": "{number}：红线已重新设定",
    "notice.red_line_set.body": (
        "{by} 重新设定了《{title}》的红线。{line}已经答应客户的事情照旧。"
    ),
    "refusal.complexity_by_hand.title": "这里由人直接判定复杂度",
    "refusal.complexity_by_hand.detail": "个案 {number} 的政策里没有设各项因素，请直接填写复杂度：低、中或高。",
    "refusal.factor_unknown.title": "没有这一项，或没有这个选项",
    "refusal.factor_unknown.detail": "个案 {number} 不能这样判定：{fields}。可选的有：{known_factors}",
    "refusal.factors_missing.title": "还有因素没有判定",
    "refusal.factors_missing.detail": (
        "判定个案 {number} 的复杂度需要填全各项，还缺：{fields}。也可以直接填写复杂度，并说明原因。"
    ),
    "refusal.red_line_fixed.title": "这条红线由政策决定",
    "refusal.red_line_fixed.detail": (
        "只有复杂度为高的个案可以由组长设定红线。如果个案 {number} 属于这种情况，请先重新判定复杂度。"
    ),
    "refusal.red_line_past.title": "这样设定，红线已经过了",
    "refusal.red_line_past.detail": "从{anchor}时算起，个案 {number} 的红线会是 {due}，已经过去了。请多给几个工作日。",
}


def explained(
    weighed: tuple[Weighed, ...], complexity: Complexity, by: str, voice: Voice
) -> Iterator[str]:
    """Each factor, what it was judged like and what that does; and where somebody named the level by themselves, that they did,
    for then no factor sets it."""
    level = come_to(weighed)
    if weighed:
        told = [
            voice.say(
                "weighed.one",
                factor=voice.word("factor", each.factor),
                value=called(each, voice),
                level=voice.word("complexity", each.level),
                effect=effect(each, voice, named=level != complexity),
            )
            for each in weighed
        ]
        yield voice.say("weighed.all", weighed=voice.in_a_row(told))
    if level != complexity:
        yield named_told(level, complexity, by, voice)


def named_told(level: Complexity | None, complexity: Complexity, by: str, voice: Voice) -> str:
    """That a human named the level by themselves, and what the factors come to, where they were judged."""
    return voice.say(
        "named.instead" if level else "named.alone",
        by=voice.person(by),
        level=voice.word("complexity", level or ""),
        complexity=voice.word("complexity", complexity),
    )


def effect(weighed: Weighed, voice: Voice, *, named: bool) -> str:
    """What a factor does; where somebody `named` another level, what it would do."""
    return voice.word("effect.would" if named else "effect", weighed.effect)


def line_told(line: RedLine, voice: Voice, now: datetime) -> str:
    """Where the red line is and from what it counts; that it stands still while the case waits, or has passed by `now`."""
    key = "waits" if line.waits_until else "passed" if line.due_at <= now else "is"
    return voice.say(
        f"line.{key}",
        anchor=voice.word("anchor", line.anchor),
        red_line=voice.moment(line.due_at),
        waits_until=voice.moment(line.waits_until) if line.waits_until else "",
    )


def line_of(case: Case, voice: Voice, now: datetime) -> str:
    """Where the red line of an open case is, and who set it if somebody did."""
    line = case.follow_up
    if line is None or case.phase != "open":
        return ""
    told = [line_told(red_line(case, line), voice, now)]
    if case.red_line_by:
        told.append(voice.say("line.set_by", by_lead=voice.person(case.red_line_by)))
    return voice.say("list.sentence").join(told)


def called(weighed: Weighed, voice: Voice) -> str:
    """What people call a choice; as it was given where the policy has it no longer."""
    if weighed.factor == "emotion":
        return voice.word("emotion", weighed.value)
    matrix = voice.plan.matrix if voice.plan else None
    known = matrix.of(weighed.factor).get(weighed.value) if matrix else None
    return known.label[voice.language] if known else weighed.value


def _judged(event: ComplexityJudged, voice: Voice) -> str:
    return voice.say("list.sentence").join(_sentences(event, voice))


def _sentences(event: ComplexityJudged, voice: Voice) -> Iterator[str]:
    """The level, how it came about, and the red line that goes with it."""
    same = ".same" if event.complexity == event.before else ""
    levels = {
        "complexity": voice.word("complexity", event.complexity),
        "before": voice.word("complexity", event.before),
    }
    yield voice.say(f"event.complexity_judged{same}", **voice.fields(event) | levels)
    yield from explained(event.weighed, event.complexity, event.by, voice)
    if event.red_line:
        yield line_told(event.red_line, voice, event.at)
    if event.set_aside:
        yield voice.say("line.set_aside", set_aside=voice.person(event.set_aside))


def _set(event: RedLineSet, voice: Voice) -> str:
    if event.red_line is None:
        return voice.say("event.red_line_set", **voice.fields(event))
    told = voice.say("event.red_line_set.told", **voice.fields(event))
    return voice.say("list.sentence").join([told, line_told(event.red_line, voice, event.at)])


def _line(action: Action, voice: Voice) -> dict[str, str]:
    """Where the red line is now. What was asked for before it was said from what it counts, was counted from the confirmation."""
    waits_until = action.params.get("waits_until")
    line = RedLine(
        due_at=datetime.fromisoformat(action.params["red_line"]),
        anchor=action.params.get("anchor", "confirmed_at"),
        waits_until=datetime.fromisoformat(waits_until) if waits_until else None,
    )
    return {"line": line_told(line, voice, action.requested_at)}


def _known(voice: Voice, value: str) -> str:
    """The factors with what may be chosen, each "name: choice, choice", as people call them."""
    matrix = voice.plan.matrix if voice.plan else None
    if matrix is None:
        return value
    told = [
        voice.say(
            "factor.known",
            factor=voice.word("factor", name),
            choices=voice.in_a_row([it.label[voice.language] for it in matrix.of(name).values()]),
        )
        for name in FACTORS
    ]
    return voice.say("list.sentence").join(told)


def _level(event: ComplexityJudged, voice: Voice) -> dict[str, str]:
    return {"complexity": voice.word("complexity", event.complexity)}


def _reason(event: ComplexityJudged | RedLineSet) -> str:
    return event.reason


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={ComplexityJudged: _judged, RedLineSet: _set},
    notes={ComplexityJudged: _reason, RedLineSet: _reason},
    briefs={ComplexityJudged: _level},
    readers={
        "level": word("complexity"),
        "level_before": word("complexity"),
        **dict.fromkeys(("red_line", "red_line_before", "waits_until"), moment),
        "anchor": word("anchor"),
        "set_aside": person,
        "known_factors": _known,
    },
    notices=dict.fromkeys(("complexity_judged", "red_line_set"), _line),
    added={
        "red_line_before": "notice.red_line.before",
        "set_aside": "line.set_aside",
        "stands_with": "notice.red_line.stands_with",
    },
)

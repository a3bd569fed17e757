"""How complex a case is, factor by factor, and the red line that it yields."""

from domain.case.complexity import Weighed
from domain.complexity import ComplexityJudged, RedLineSet
from domain.plan.terms import FACTORS
from messages.telling import Telling, moment, sentence, word
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
    "weighed.one": "{factor}: {value} ({level}, {effect})",
    "weighed.all": "By the factors: {weighed}.",
    "weighed.by_hand": "Named by a human without the factors.",
    "command.judge_complexity": "judge the complexity anew",
    "command.set_red_line": "set the red line",
    "deed.judge_complexity": "judged anew how complex it is",
    "deed.set_red_line": "set its red line",
    "field.factors": "the factors",
    "field.factors.issue": "the kind of issue",
    "field.factors.resources": "what it takes",
    "field.factors.verification": "how long verifying takes",
    "field.complexity": "the complexity",
    "field.working_days": "how many working days",
    "event.complexity_judged": "{by} judged the complexity anew: {complexity} in place of {before}.",
    "event.complexity_judged.same": "{by} judged the complexity anew: {complexity} as before.",
    "brief.complexity_judged": "complexity {complexity}",
    "event.red_line_set": "{by} set the red line to {due}.",
    "brief.red_line_set": "red line set to {due}",
    "about.complexity_judged": "another complexity",
    "about.red_line_set": "another red line",
    "notice.complexity_judged.title": "{number}: complexity {level}",
    "notice.complexity_judged.body": (
        "“{title}” is now of complexity {level}, in place of {level_before}: {by} judged it anew. The red line, counted from the"
        " confirmation as before, is {red_line}."
    ),
    "notice.red_line_set.title": "{number}: the red line has been set",
    "notice.red_line_set.body": (
        "{by} set the red line of “{title}” to {red_line}. What has been promised to the customer stays as it is."
    ),
    "refusal.complexity_by_hand.title": "The level is named by a human here",
    "refusal.complexity_by_hand.detail": (
        "The policy of case {number} has no factors. Name the complexity itself: low, medium or high."
    ),
    "refusal.factor_unknown.title": "No such factor, or no such choice",
    "refusal.factor_unknown.detail": "Case {number} can't be judged by that: {fields}. There are: {known_factors}",
    "refusal.factors_missing.title": "A factor has not been judged",
    "refusal.factors_missing.detail": (
        "How complex case {number} is takes all of them; still missing: {fields}. Or name the complexity itself, with a reason."
    ),
    "refusal.red_line_fixed.title": "This red line is set by the policy",
    "refusal.red_line_fixed.detail": (
        "Only in a case of high complexity a lead sets the red line. If case {number} is one, judge it anew first."
    ),
    "refusal.red_line_past.title": "That red line would have passed already",
    "refusal.red_line_past.detail": (
        "Counted from the confirmation, the red line of case {number} would have been {due}. Give it more working days."
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
    "weighed.one": "{factor}：{value}（{level}，{effect}）",
    "weighed.all": "按各项因素判定：{weighed}。",
    "weighed.by_hand": "由人直接判定，没有填写各项因素。",
    "command.judge_complexity": "重新判定复杂度",
    "command.set_red_line": "设定红线",
    "deed.judge_complexity": "重新判定了复杂度",
    "deed.set_red_line": "设定了红线",
    "field.factors": "各项因素",
    "field.factors.issue": "问题类型",
    "field.factors.resources": "所需资源",
    "field.factors.verification": "验证时间",
    "field.complexity": "复杂度",
    "field.working_days": "几个工作日",
    "event.complexity_judged": "{by} 重新判定复杂度：由{before}改为{complexity}。",
    "event.complexity_judged.same": "{by} 重新判定复杂度：仍为{complexity}。",
    "brief.complexity_judged": "复杂度：{complexity}",
    "event.red_line_set": "{by} 把红线设为 {due}。",
    "brief.red_line_set": "红线设为 {due}",
    "about.complexity_judged": "复杂度有变化",
    "about.red_line_set": "红线有变化",
    "notice.complexity_judged.title": "{number}：复杂度改为{level}",
    "notice.complexity_judged.body": (
        "{by} 重新判定了《{title}》的复杂度：由{level_before}改为{level}。红线仍从确认时算起，现在是 {red_line}。"
    ),
    "notice.red_line_set.title": "{number}：红线已重新设定",
    "notice.red_line_set.body": (
        "{by} 把《{title}》的红线设为 {red_line}。已经答应客户的事情照旧。"
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
    "refusal.red_line_past.detail": "从确认时算起，个案 {number} 的红线会是 {due}，已经过去了。请多给几个工作日。",
}


def explained(weighed: tuple[Weighed, ...], voice: Voice) -> str:
    """Each factor, what it was judged like and what that does, in one sentence."""
    if not weighed:
        return voice.say("weighed.by_hand")
    told = [
        voice.say(
            "weighed.one",
            factor=voice.word("factor", each.factor),
            value=called(each, voice),
            level=voice.word("complexity", each.level),
            effect=voice.word("effect", each.effect),
        )
        for each in weighed
    ]
    return voice.say("weighed.all", weighed=voice.in_a_row(told))


def called(weighed: Weighed, voice: Voice) -> str:
    """What people call a choice; as it was given where the policy has it no longer."""
    if weighed.factor == "emotion":
        return voice.word("emotion", weighed.value)
    matrix = voice.plan.matrix if voice.plan else None
    known = matrix.of(weighed.factor).get(weighed.value) if matrix else None
    return known.label[voice.language] if known else weighed.value


def _judged(event: ComplexityJudged, voice: Voice) -> str:
    same = ".same" if event.complexity == event.before else ""
    levels = {
        "complexity": voice.word("complexity", event.complexity),
        "before": voice.word("complexity", event.before),
    }
    told = voice.say(f"event.complexity_judged{same}", **voice.fields(event) | levels)
    return voice.say("list.sentence").join([told, explained(event.weighed, voice)])


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
    return " ".join(told)


def _level(event: ComplexityJudged, voice: Voice) -> dict[str, str]:
    return {"complexity": voice.word("complexity", event.complexity)}


def _reason(event: ComplexityJudged | RedLineSet) -> str:
    return event.reason


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={ComplexityJudged: _judged, RedLineSet: sentence()},
    notes={ComplexityJudged: _reason, RedLineSet: _reason},
    briefs={ComplexityJudged: _level},
    readers={
        "level": word("complexity"),
        "level_before": word("complexity"),
        "red_line": moment,
        "known_factors": _known,
    },
)

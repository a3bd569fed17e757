"""What is said of stages, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.complete_stage": "完成阶段",
    "anchor.stage_entered": "进入本阶段",
    "refusal.wrong_stage.title": "当前阶段不能这样做",
    "refusal.wrong_stage.detail": "个案 {number} 正处于「{stage}」阶段。可以这样做的阶段：{stages}。",
    "refusal.leads_nowhere.title": "没有往下走的路",
    "refusal.leads_nowhere.detail": (
        "按这次填写的内容，个案 {number} 不能从「{stage}」再往下走。接下来可以做什么，请看个案上列出的步骤。"
    ),
    "refusal.unknown_stage.title": "没有这个阶段",
    "refusal.unknown_stage.detail": (
        "个案 {number} 的流程里没有「{named}」，已有的阶段：{known}。"
    ),
    "refusal.not_in_this_sop.title": "这个个案没有这一步",
    "refusal.not_in_this_sop.detail": (
        "个案 {number} 的流程里没有这一步。接下来可以做什么，请看个案上列出的步骤。"
    ),
    "refusal.way_on_missing.title": "接下来往哪里走？",
    "refusal.way_on_missing.detail": ("个案 {number} 可以从「{stage}」走到：{ways}。请选定一个。"),
    "refusal.unknown_way_on.title": "不能往这个方向走",
    "refusal.unknown_way_on.detail": (
        "个案 {number} 不能从「{stage}」走到「{to}」，可以走到：{ways}。"
    ),
    "refusal.stage_yield_missing.title": "还缺一些内容",
    "refusal.stage_yield_missing.detail": "个案 {number} 离开「{stage}」之前，请补上：{facts}。",
    "refusal.stage_yield_unknown.title": "这个阶段不需要这些内容",
    "refusal.stage_yield_unknown.detail": (
        "个案 {number} 的「{stage}」阶段不需要：{facts}。需要的是：{known}。"
    ),
    "refusal.stage_yield_invalid.title": "有内容不符合要求",
    "refusal.stage_yield_invalid.detail": (
        "请核对个案 {number}「{stage}」阶段所填的内容。{choices}。"
    ),
    "refusal.more_used_than_paid.title": "数目对不上",
    "refusal.more_used_than_paid.detail": (
        "个案 {number}：一共 {units}，已用 {used}，算不出应退金额。请核对「{facts}」。"
    ),
    "stage.asks_for_nothing": "无，什么都不用填",
    "choices.of": "可以选{choices}",
    "choices.text": "文字不超过 {most} 字",
    "choices.time": "填一个已经过去的时间，不早于客户来联系前半年",
    "choices.amount": "填一个不小于零的数，最多两位小数，例如 1299.50",
    "event.facts": "{line}{facts}",
    "event.stage_entered": "个案从「{left}」进入「{stage}」。",
    "event.stage_entered.again": "个案仍在「{stage}」。",
    "event.stage_entered.first": "个案从「{stage}」开始。",
    "event.stage_entered.late": "{line}本应在 {due} 之前完成，已经过了。",
    "event.stage_entered.limit": "{line}应在 {due} 之前完成。",
    "event.stage_completed": "{by} 完成了「{stage}」。",
    "event.stage_overrun": "「{stage}」超出了时限 {due}。",
    "brief.stage_entered": "进入「{stage}」",
    "brief.stage_completed": "{by} 完成「{stage}」",
    "brief.stage_overrun": "「{stage}」超时",
    "deadline.stage": "「{stage}」阶段（{owner}），最迟 {due}",
    "notice.stage_overrun.title": "{number}：「{stage}」用时过长",
    "notice.stage_overrun.body": (
        "《{title}》：「{stage}」阶段应在 {due} 之前完成（负责人 {owner}）。"
        "请看看卡在哪里，谁能帮上忙。"
    ),
    "about.stage_overrun": "阶段超时",
    "notice.case_came_to.title": "{number}：{scenario}（{grade}）",
    "notice.case_came_to.body": (
        "《{title}》现在处于「{stage}」，负责人 {owner}。按规则，这样的事要马上有人知道，请看一看。"
    ),
    "about.case_came_to": "要马上知道的个案",
    "details.stage": "- **阶段** {stage}，始于 {since}",
    "details.clock.stage": "- **阶段计时** {state}",
    "owed.stage": "为{customer}完成「{stage}」。",
}

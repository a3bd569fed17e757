"""What is said of triage, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "trait.several_departments": "需要多个部门配合",
    "trait.needs_time_to_verify": "需要时间验证",
    "trait.needs_care": "除了解决问题还需安抚情绪",
    "trait.information_unclear": "信息还不清楚",
    "command.triage": "分诊",
    "event.case_triaged": "{by} 分诊为复杂问题（{traits}）；{priority}。",
    "event.case_triaged.one_off": "{by} 分诊为一次性问题；{priority}。",
    "command.set_priority": "调整优先级",
    "event.priority_changed": "{by} 把优先级改为 {priority}（原为 {before}）。",
    "about.priority_changed": "优先级有变",
    "notice.priority_changed.title": "{number}：优先级改为 {priority}",
    "notice.priority_changed.body": "《{title}》：{by} 把优先级改为 {priority}（原为 {before}）。",
    "about.opened_pressing": "紧急个案",
    "notice.opened_pressing.title": "{number}：新开个案，{priority}",
    "notice.opened_pressing.body": "《{title}》：{by} 开的案，由 {owner} 负责。",
    "notice.call_by": "请在 {call_by} 前联系客户。",
    "notice.call_late": "客户还在等我们的消息，本该在 {call_late} 之前联系，请现在就打给客户。",
    "brief.priority_changed": "现为{priority}",
    "brief.case_triaged": "{by} 完成分诊",
    "details.traits": "- **为什么复杂** {traits}",
}

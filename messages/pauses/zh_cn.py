"""What is said of pauses, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "pause_reason.waiting_on_customer": "等待客户",
    "pause_reason.waiting_on_parts": "等待配件",
    "pause_reason.waiting_on_third_party": "等待第三方",
    "command.pause": "暂停个案",
    "command.resume": "恢复个案",
    "field.until": "截止时间",
    "anchor.pause": "暂停",
    "let_go.paused": "个案暂停中，要等到什么时候，客户已经知道",
    "refusal.already_paused.title": "已经暂停了",
    "refusal.already_paused.detail": (
        "个案 {number} 已暂停到 {until}；如要换个原因暂停，请先恢复。"
    ),
    "refusal.not_paused.title": "没有暂停",
    "refusal.not_paused.detail": "个案 {number} 没有暂停，正在计时。",
    "refusal.pause_too_long.title": "暂停得太久",
    "refusal.pause_too_long.detail": (
        "个案 {number} 最迟只能暂停到 {limit}，不能到 {until}。请把结束时间提前；到时候原因还在，可以再暂停。"
    ),
    "refusal.pause_untold.title": "客户还不知道要等",
    "refusal.pause_untold.detail": (
        "不能让客户不明不白地等：请先告诉客户个案 {number} 为什么停、停到什么时候，再暂停。还需登记：{fields}。"
    ),
    "refusal.pauses_used_up.title": "暂停加起来太久了",
    "refusal.pauses_used_up.detail": (
        "若暂停到 {until}，个案 {number} 累计暂停的时间就超出了坐席可以决定的范围；坐席最多可以暂停到 {limit}。"
        "要停得更久，请组长来暂停，并在备注里写明原因。"
    ),
    "event.case_paused.told": "{by} 暂停个案到 {until}：{reason}。{told_at} 已告知客户（{channel}）。",
    "event.case_paused": "{by} 暂停个案到 {until}：{reason}。",
    "event.case_resumed.asked": "{by} 恢复了个案。",
    "event.case_resumed.limit_reached": "暂停已到时限，继续计时。",
    "event.case_resumed.customer_answered": "客户有了答复，继续计时。",
    "event.case_resumed.case_moved": "个案有了进展，继续计时。",
    "event.case_resumed.case_closed": "个案结束，暂停也随之结束。",
    "event.pause_stands": "暂停继续到 {until}，跟先前告诉客户的一样（{reason}）：当时暂停是随个案误结束的。",
    "brief.pause_stands": "暂停继续到 {until}",
    "brief.case_paused": "暂停到 {until}",
    "brief.case_resumed": "恢复",
    "deadline.pause_end": "暂停到 {due} 为止",
    "notice.pause_over.title": "{number}：暂停已结束",
    "notice.pause_over.body": (
        "《{title}》：个案曾暂停（{reason}），约定的时间已到，现在继续计时。"
        "请问清现在的情况，并告诉客户。"
    ),
    "about.pause_over": "暂停已结束",
    "details.pause": "- **暂停** 始于 {since}，最迟到 {until}：{reason}",
}

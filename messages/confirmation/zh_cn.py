"""What is said of the confirmation as complex, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "answer.agreed": "客户同意",
    "answer.informed": "已告知客户",
    "answer.unreachable": "未能联系上客户",
    "command.confirm_complex": "确认为复杂个案",
    "field.first_feedback_at": "首次反馈的时间",
    "field.answer": "客户的答复",
    "anchor.confirmed_at": "确认为复杂个案",
    "refusal.notice_missing.title": "还没有告知客户",
    "refusal.notice_missing.detail": (
        "请先告诉客户这件事比较复杂、首次反馈在什么时候，再确认个案 {number}。还需登记：{fields}。"
    ),
    "refusal.not_confirmed.title": "还没有确认为复杂个案",
    "refusal.not_confirmed.detail": "个案 {number} 还没有确认为复杂个案；请先告知客户并确认。",
    "refusal.already_confirmed.title": "已经确认过了",
    "refusal.already_confirmed.detail": "个案 {number} 已确认为复杂个案，计时已经开始；请直接往下处理。",
    "event.complex_confirmed": (
        "{by} 确认为复杂个案（复杂度：{complexity}）。{told_at} 已通过{channel}告知客户，"
        "首次反馈最迟 {first_feedback_at}：{answer}。"
    ),
    "brief.complex_confirmed": "{by} 确认为复杂个案",
    "details.complex": "- **复杂个案** {confirmed_at} 确认，复杂度：{complexity}",
    "details.not_confirmed": "- **尚未确认** 为复杂个案",
}

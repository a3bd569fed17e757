"""What is said of the response clock, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "anchor.customer_spoke": "客户来联系",
    "event.response_awaited": "客户在等回复，最迟 {due}。",
    "event.response_given": "{responded_at} 已回复客户。",
    "event.response_not_needed": "客户最后说的话不需要回复。",
    "brief.response_not_needed": "不需要回复",
    "event.response_overdue": "回复客户已超时，原定 {due}。",
    "brief.response_awaited": "客户在等回复",
    "brief.response_given": "已回复客户",
    "brief.response_overdue": "回复超时",
    "deadline.response": "{owner} 回复客户，最迟 {due}",
    "notice.response_overdue.title": "{number}：回复已经超时",
    "notice.response_overdue.body": (
        "《{title}》：{owner} 应在 {due} 之前回复客户，客户还在等。现在先说一句，胜过晚些再说全。"
    ),
    "about.response_overdue": "回复超时",
    "details.clock.response": "- **响应计时** {state}",
    "owed.response": "回复{customer}：客户又来消息了，正等着。",
    "owed.response.first_answer": "给{customer}第一次答复。",
    "owed.response.first_answer_and_who": (
        "给{customer}第一次答复，并确认是不是登记在另一个名字下的那位客户。"
    ),
}

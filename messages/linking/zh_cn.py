"""What is said of linked cases, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "event.case_linked.goes_on_in": "{message} 的消息在个案 {number} 里继续处理。",
    "event.case_linked.comes_from": "本个案来自 {number}：那个个案结束后，客户又发来了消息。",
    "brief.case_linked": "与 {number} 关联",
    "about.passed_on_message": "客户又发来了消息",
    "about.linked_case": "客户的消息是另一件事",
    "linked.title": "新问题：{said}",
    "linked.title.wordless": "{number} 的客户提出的新问题",
    "notice.new_matter_in": "这是客户在已结束的个案 {new_matter_in} 里提出的新问题，由 {said_by} 认定。",
    "notice.late_in": "客户是在个案 {late_in} 结束很久以后写来的。",
    "details.link": "- **关联个案** {line}",
}

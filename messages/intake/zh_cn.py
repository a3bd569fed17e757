"""What is said of intake, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "customer_level.normal": "普通",
    "customer_level.vip": "VIP",
    "asks.another_name": "这个号码、邮箱或账号登记在另一个名字下。是同一个人吗？在你确认之前，这里不会显示那位客户的任何信息。",
    "asks.more_to_add": "这位客户我们认识，但这次带来了一些以前没有的信息。这些信息确实是这位客户的吗？",
    "command.open_case": "建立个案",
    "field.title": "标题",
    "field.customer": "客户",
    "refusal.case_already_open.title": "个案已经建立",
    "refusal.case_already_open.detail": "个案 {number} 已由另一个请求建立，请直接继续处理，不必再建。",
    "event.case_opened": "{by} 建立了个案《{title}》（{channel}；{priority}），由 {owner} 负责。",
    "event.case_opened.another_name": "这个号码、邮箱或账号登记在另一个名字下，是不是同一个人，有待确认。",
    "event.case_opened.more_to_add": "客户是认识的，这次带来了新的信息，是不是属于这位客户，有待确认。",
    "notice.who": "{who}",
    "brief.case_opened": "{by} 建立个案",
    "details.priority": "- **优先级** {priority}",
    "details.owner": "- **负责人** {owner}，层级 L{tier}",
    "details.customer": "- **客户** {level}，渠道：{channel}，情绪：{emotion}",
}

"""What is said of intake, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "customer_level.normal": "普通",
    "customer_level.vip": "VIP",
    "command.open_case": "建立个案",
    "field.title": "标题",
    "field.customer": "客户",
    "refusal.case_already_open.title": "个案已经建立",
    "refusal.case_already_open.detail": "个案 {number} 已由另一个请求建立，请直接继续处理，不必再建。",
    "event.case_opened": "{by} 建立了个案《{title}》（{channel}；{priority}），由 {owner} 负责。",
    "brief.case_opened": "{by} 建立个案",
    "details.priority": "- **优先级** {priority}",
    "details.owner": "- **负责人** {owner}，层级 L{tier}",
    "details.customer": "- **客户** {level}，来自{channel}，情绪{emotion}",
}

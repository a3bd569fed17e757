"""What is said of assignment, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.assign": "交接个案",
    "event.owner_assigned": "{by} 把个案交给 {owner}：{reason}。",
    "brief.owner_assigned": "交给 {owner}",
    "notice.handover": (
        "目前在「{stage}」，客户上次的情绪：{emotion}。还没兑现的承诺：{promised}；最近一个最迟 {due}。"
    ),
    "notice.case_assigned.title": "{number}：这个个案交给你了",
    "notice.case_assigned.body": (
        "《{title}》由 {by} 交到你手上。打电话之前，请先看看发生过什么、答应过什么，别让客户再说一遍。"
    ),
    "about.case_assigned": "有个案交接",
}

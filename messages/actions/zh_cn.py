"""What is said of actions, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.finish_action": "完成一项动作",
    "event.action_requested": "待办：{action}。",
    "event.action_done": "动作 {action} 已完成。",
    "event.action_failed": "动作 {action} 没能完成：{error}。",
    "brief.action_requested": "{to} 待办",
    "brief.action_done": "{action} 完成",
    "brief.action_failed": "{action} 失败",
    "notice.delivery_failed.title": "{number}：有一条消息没有送到",
    "notice.delivery_failed.body": (
        "《{title}》：发给 {receiver} 的消息（{failed}）没有送到：{error}。请直接告诉对方。"
    ),
    "about.delivery_failed": "有消息没有送到",
    "action.notify": "通知 {to}：{about}",
    "action.draft_apology": "为 {to} 起草致歉：{about}",
    "action.pass_on_message": "转到关联个案：{about}",
    "action.open_linked_case": "建立关联个案，由 {to} 负责：{about}",
    "action.ref": "{action}（{ref}）",
    "details.failed": "### 没有送到",
    "details.action": "- {action}：{error}",
}

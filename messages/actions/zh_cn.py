"""What is said of actions, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.finish_action": "完成一项动作",
    "event.action_requested": "待办：{action}。",
    "event.action_done": "已完成：{action}。",
    "event.action_failed": "没能完成：{action}。{error}。",
    "brief.action_requested": "{to} 待办",
    "brief.action_done": "完成：{action}",
    "brief.action_failed": "没能完成：{action}",
    "notice.delivery_failed.title": "{number}：有一条消息没有送到",
    "notice.delivery_failed.body": (
        "《{title}》：发给 {receiver} 的消息（{failed}）没有送到：{error}。{advice}"
    ),
    "undelivered.nobody": "如果这件事还要有人知道，请告诉现在接手的同事。",
    "undelivered.other": "请直接告诉对方。",
    "about.delivery_failed": "有消息没有送到",
    "action.some": "之前交办的一件事",
    "action.error.nobody": "收件人已经不在这里工作",
    "action.error.other": "系统没有办成",
    "action.notify": "通知 {to}：{about}",
    "action.draft_apology": "为 {to} 起草致歉：{about}",
    "action.pass_on_message": "转到关联个案：{about}",
    "action.open_linked_case": "建立关联个案，由 {to} 负责：{about}",
    "action.ref": "{action}，{ref}",
    "details.failed": "### 没有送到",
    "details.action": "- {action}：{error}",
}

"""What is said of refusals that come late, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.note_refusal": "登记未被接受的请求",
    "event.command_refused": "一个请求（{command}）没能执行：{detail}",
    "brief.command_refused": "一个请求没能执行",
    "notice.command_refused.title": "{number}：你的请求没能执行",
    "notice.command_refused.body": (
        "《{title}》：你的请求（{command}）已收到，但在处理时没能执行。{refusal}个案没有因此改变。"
    ),
    "about.command_refused": "有请求没能执行",
}

"""What is said of succession, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.follow_people": "换由在岗的人接着跟",
    "succession.owner_left": "原负责人已离开",
    "line.further": "，再往上是 {people}",
    "line.gone": "{people} 已不在岗。",
    "event.line_replaced": "从现在起，这个个案上面由 {lead} 管{further}。{gone}",
    "brief.line_replaced": "上级换人",
    "event.work_taken_over": "{former} 已离开；在这个个案里答应过客户的事，由 {heir} 接着兑现。",
    "brief.work_taken_over": "{heir} 接替 {former}",
    "notice.case_inherited.title": "{number}：{former} 已离开，这个个案交给你了",
    "notice.case_inherited.body": (
        "《{title}》现在由你负责，{former} 答应过客户的事也由你兑现。打电话之前请先看看发生过什么，也请告诉客户，今后由你来跟。"
    ),
    "notice.work_inherited.title": "{number}：{former} 已离开，由你接替",
    "notice.work_inherited.body": ("《{title}》（负责人 {owner}）：{inherited}"),
    "inherited.promises": (
        "{former} 给过客户的话，现在算在你身上。时间要是不合适，请赶在到点之前告诉客户，别等到之后。"
    ),
    "inherited.reports": "{windows} 上门的是 {former}，报告请你来写。",
    "inherited.reports.too": "上门报告也请你来写（{windows}）。",
    "notice.visit_by_another.title": "{number}：上门的工程师换成了 {heir}",
    "notice.visit_by_another.body": (
        "《{title}》：{former} 已离开，{window} 由 {heir} 上门。请告诉客户来的是谁；{heir} 要是去不了，请在到点之前另约时间。"
    ),
    "about.visit_by_another": "上门换了工程师",
    "about.case_inherited": "接手离开同事的个案",
    "about.work_inherited": "接替离开的同事",
}

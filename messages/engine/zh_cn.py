"""What is said of time that passes, and what any command may be refused for, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.tick": "时间推进",
    "refusal.case_not_open.title": "个案还没有建立",
    "refusal.case_not_open.detail": "个案 {number} 还没有建立，请先建立。",
    "refusal.case_closed.title": "个案已结束",
    "refusal.case_closed.detail": (
        "个案 {number} 已结束，这件事不用再办了。客户的消息会让它重新打开：新来的消息，或者还等着标记的消息。如果是误结束的，请组长重新打开。"
    ),
    "refusal.reason_required.title": "还缺一些同事要看的内容",
    "refusal.reason_required.detail": (
        "个案 {number} 的这一步需要：{fields}。写一句话，一个月后别人也看得懂就好。"
    ),
    "refusal.time_in_future.title": "这个时间还没到",
    "refusal.time_in_future.detail": "{at} 还没到，个案 {number} 上不可能已经发生；请核对时间。",
    "problem.our_time": "{detail}我们这边现在是 {our_time}。",
    "refusal.time_before_case.title": "客户那时还没有来联系",
    "refusal.time_before_case.detail": (
        "客户为个案 {number} 第一次联系我们是在 {since}，{at} 比这还早；请核对时间。"
    ),
    "refusal.told_too_early.title": "那时还没有可告知的事",
    "refusal.told_too_early.detail": (
        "这件事在个案 {number} 上 {since} 才有，不可能在 {at} 就告诉了客户；请先告诉客户，再登记是什么时候说的。"
    ),
    "refusal.line_required.title": "需要更上一级来做",
    "refusal.line_required.detail": (
        "个案 {number} 的这一步要由{line}或更上一级来做；请找他们，或发起升级。"
    ),
    "refusal.idempotency_key_reused.title": "这个 Idempotency-Key 已用于别的请求",
    "refusal.idempotency_key_reused.detail": (
        "Idempotency-Key {key} 已经用于另一个请求；请原样重发那个请求，新的请求请换一个新的。"
    ),
    "event.unseen": "{line}从 {since} 起没有人盯着，所以发现得晚了。",
    "notice.late": "这条通知来晚了：从 {unseen_since} 起系统没有运行，期间没有人盯着。",
}

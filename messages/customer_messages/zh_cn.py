"""What is said of customers' messages, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "verdict.thanks": "道谢",
    "verdict.reopen": "需要重新打开个案",
    "verdict.new": "另一件事",
    "verdict.answer": "需要回复",
    "reopen_cause.asked": "同事判断需要",
    "reopen_cause.unmarked": "消息没有按时标记",
    "command.customer_said": "转达客户的话",
    "command.mark_message": "标记客户消息",
    "field.message": "消息",
    "anchor.reopened_at": "个案重新打开",
    "anchor.case_closed": "个案结束",
    "anchor.message_received": "客户消息到达",
    "let_go.reopened": "个案重新打开",
    "refusal.unknown_message.title": "没有这条消息",
    "refusal.unknown_message.detail": "个案 {number} 没有这条客户消息；客户的消息都列在个案上。",
    "refusal.message_unmarked.title": "客户的消息还没有标记",
    "refusal.message_unmarked.detail": (
        "个案 {number} 已经结束，客户 {message} 发来的消息还等着标记。请标记为重新打开，个案就接着处理；"
        "如果只是道谢或是另一件事，照实标记，个案仍保持结束。"
    ),
    "refusal.message_answered.title": "之后已经和客户说过话",
    "refusal.message_answered.detail": (
        "个案 {number} 的客户 {message} 发来消息之后，我们已经和客户说过话，这条消息不用再等谁处理。"
        "如果事情还没有说清，个案没结束时请再问问客户；客户现在怎么说，请作为新消息转达。"
    ),
    "refusal.message_went_on.title": "这件事已经另有个案",
    "refusal.message_went_on.detail": (
        "个案 {number} 在 {message} 收到的消息已标记为另一件事，现在在个案 {goes_on_in} 里处理。"
        "接下来的事请到那边做：在那里回复客户；如果其实不是另一件事，也在那里结束。"
    ),
    "refusal.message_on_closed_case.title": "个案已经结束",
    "refusal.message_on_closed_case.detail": (
        "个案 {number} 已经结束，不会再有人在里面回复。如果 {message} 的消息需要回复，请标记为需要重新打开个案；"
        "如果说的是别的事，请标记为另一件事。"
    ),
    "refusal.message_marked.title": "不需要再标记",
    "refusal.message_marked.detail": (
        "个案 {number} 在 {message} 收到的消息已经标记过，或者不需要标记；请看个案现在的情况。"
    ),
    "event.message_received": "客户发来消息（{channel}，{at}）。",
    "event.message_received.wordless": "客户发来了没有文字的内容（{channel}，{at}）。",
    "event.message_marked.thanks": "{by} 标记 {message} 的消息：客户是来道谢的，个案不必重新打开。",
    "event.message_marked.thanks.open": "{by} 标记 {message} 的消息：客户是来道谢的，不需要回复。",
    "event.message_marked.reopen": "{by} 标记 {message} 的消息：需要重新打开个案。",
    "event.message_marked.answer.instead": "{by} 更正了 {message} 的消息的标记：客户不是来道谢的，还等着回复。",
    "event.message_marked.reopen.instead": "{by} 更正了 {message} 的消息的标记：客户不是来道谢的，需要重新打开个案。",
    "event.message_marked.new.instead": "{by} 更正了 {message} 的消息的标记：客户不是来道谢的，而是另一件事，将另建个案。",
    "event.message_marked.new": "{by} 标记 {message} 的消息：这是另一件事，将另建个案。",
    "event.words_unanswered": (
        "个案结束时，客户 {message} 的消息还没有答复；{due} 前由人标记，否则个案自动重新打开。"
    ),
    "event.words_unanswered.many": (
        "个案结束时，客户还有 {count} 条消息没有答复，最早一条在 {message}；{due} 前由人标记，否则个案自动重新打开。"
    ),
    "event.case_reopened.asked": "因 {message} 的消息，{by} 重新打开了个案（第 {life} 次）。",
    "event.case_reopened.unmarked": "{message} 的消息没有按时标记，个案自动重新打开（第 {life} 次）。",
    "brief.message_received": "客户来消息",
    "brief.message_marked": "{by} 标记消息：{verdict}",
    "brief.words_unanswered": "客户的话待标记",
    "brief.case_reopened": "重新打开（{cause}）",
    "deadline.message_mark": "{owner} 标记客户 {ref} 的消息，最迟 {due}，否则个案自动重新打开",
    "notice.customer_said.title": "{number}：客户来消息了",
    "notice.customer_said.body": (
        "《{title}》：客户给我们发来了{what}（{channel}）。{where}客户正等着你的答复；如果不需要回复，"
        "比如只是道谢，请把它标记为道谢。"
    ),
    "notice.message_to_mark.title": "{number}：已结束的个案有客户消息，请在 {due} 前标记",
    "notice.message_to_mark.body": (
        "《{title}》：个案已经结束，客户发来的{what}（{channel}）还没有答复。{where}请在 {due} 之前标记："
        "道谢、重新打开，还是另一件事；没有人标记，个案会自动重新打开。"
    ),
    "notice.case_reopened.title": "{number}：个案重新打开了",
    "notice.case_reopened.body": (
        "《{title}》（负责人 {owner}）：个案已经结束，但客户给我们发来了消息（{channel}），个案因此重新打开：{cause}。"
        "现在处于「{stage}」，解决时限重新计算。请先给客户打个电话，别让客户从头再说一遍。"
    ),
    "said.one": "一条消息",
    "said.many": " {count} 条消息",
    "said.wordless": "没有文字的内容",
    "said.where": "原话在个案里。",
    "said.where.wordless": "请到原渠道看一看，或者问问客户是什么事。",
    "refusal.message_on_open_case.title": "个案还没有结束",
    "refusal.message_on_open_case.detail": (
        "个案 {number} 还没有结束，{message} 收到的消息说的就是这件事：请回复客户；不需要回复时，请标记为道谢；错标成道谢的，请标记为需要回复。"
        "如果是另一件事，请另建个案。"
    ),
    "about.customer_said": "客户来消息了",
    "about.message_to_mark": "有客户消息待标记",
    "about.case_reopened": "个案重新打开",
    "owed.mark": "标记{customer}在已结束个案里的消息（{channel}）：道谢、重新打开，还是另一件事。",
}

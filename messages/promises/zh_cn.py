"""What is said of promises, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "promise.named": "「{subject}」（最迟 {due}）",
    "promise_status.open": "待兑现",
    "promise_status.kept": "已兑现",
    "promise_status.attempted": "按时联系过，没有联系上",
    "promise_status.renegotiated": "已改约",
    "promise_status.broken": "已失约",
    "promise_status.corrected": "其实已按时兑现",
    "promise_status.released": "已解除",
    "promise_kind.callback": "承诺回电",
    "promise_kind.first_feedback": "首次反馈",
    "promise_kind.check_in": "观察期问候",
    "promise_kind.progress": "进展反馈",
    "promise_kind.milestone": "节点",
    "promise_kind.revisit": "回访",
    "promise_kind.visit": "上门服务",
    "command.make_promise": "作出承诺",
    "command.renegotiate_promise": "改约",
    "command.release_promise": "解除承诺",
    "field.latest_by": "最迟时间",
    "field.expected_by": "预计时间",
    "field.subject": "主题",
    "anchor.broken": "承诺失约",
    "anchor.attempted": "未联系上客户",
    "let_go.another_rhythm": "联系客户的节奏变了",
    "let_go.contact_disproved": "上一次联系其实没有发生，承诺仍按原来的时间兑现",
    "let_go.one_is_enough": "另有一次更早的同类联系，一次就够了",
    "let_go.break_corrected": "前一个承诺其实已兑现",
    "refusal.promise_in_past.title": "这个时间已经过去",
    "refusal.promise_in_past.detail": (
        "{due} 已经过去；请为个案 {number} 选一个以后的时间，并和客户约好。"
    ),
    "refusal.promise_too_far.title": "约得太远了",
    "refusal.promise_too_far.detail": (
        "到 {due} 才联系，个案 {number} 的客户会等得太久。请最迟约在 {limit}，哪怕只是说一声进展。"
    ),
    "refusal.promise_times_reversed.title": "两个时间颠倒了",
    "refusal.promise_times_reversed.detail": (
        "个案 {number} 的预计时间晚于最迟时间（{due}）；请对调或更正。"
    ),
    "refusal.unknown_promise.title": "没有这个承诺",
    "refusal.unknown_promise.detail": "个案 {number} 没有这个承诺；待兑现的承诺：{open}。",
    "refusal.promise_ended.title": "这个承诺已经了结",
    "refusal.promise_ended.detail": (
        "个案 {number} 的承诺{promise}已经了结（{status}）；请另作一个新的承诺。"
    ),
    "refusal.promise_goes_on.title": "这个承诺已由新的承诺接替",
    "refusal.promise_goes_on.detail": (
        "个案 {number} 的承诺{promise}已经了结（{status}），现在由承诺{goes_on_as}接替，请按这一个来。"
    ),
    "refusal.promise_due_passed.title": "已经过了改约的时间",
    "refusal.promise_due_passed.detail": (
        "个案 {number} 的承诺{promise}应在 {due} 兑现，现在不能再改约。请马上联系客户，另作承诺。"
    ),
    "refusal.release_unsaid.title": "还没有听客户这样说过",
    "refusal.release_unsaid.detail": (
        "个案 {number} 的承诺{promise}作出于 {since}，此后没有客户来话的记录。客户如果说过不再需要，"
        "请先登记那次沟通；如果只是要晚一些，请改约并告诉客户。误作的承诺，可以请组长解除。"
    ),
    "refusal.release_unread.title": "客户来过消息，还没有人看",
    "refusal.release_unread.detail": (
        "个案 {number} 的客户之前没有等到回音，这通电话是欠客户的。客户后来发过消息（{message}），还没有人回复或标记。"
        "请先读一读；客户如果说不用再打，请回复，或者标记为道谢，再解除承诺{promise}。"
    ),
    "refusal.promise_made_later.title": "承诺在沟通之后才作出",
    "refusal.promise_made_later.detail": (
        "个案 {number} 的承诺{promise}作出于 {since}，晚于这次沟通（{at}），因此不能算作兑现；"
        "请核对时间，或不要勾选这项承诺。"
    ),
    "event.promise_made": "{owner} 将就「{subject}」联系客户，最迟 {due}。",
    "event.promise_made.expected": (
        "{owner} 将就「{subject}」联系客户，预计 {expected}，最迟 {due}。"
    ),
    "event.promise_joined": "{by} 又登记了一遍承诺{promise}，仍按原来的算。",
    "event.promise_kept": "承诺{promise}已兑现。",
    "event.promise_attempted": "承诺{promise}：按时联系了客户，没有联系上。",
    "event.promise_attempted.message": "承诺{promise}：按时联系了客户，没有联系上，已留言。",
    "event.promise_attempted.visit": "承诺{promise}：按约到了门口，客户不在。",
    "event.promise_renegotiated": "{by} 改约了承诺{promise}，{told_at} 已告知客户：{reason}。",
    "event.promise_released": "客户不再需要承诺{promise}：{reason}。",
    "event.promise_released.by_rule": "承诺{promise}不必再兑现：{reason}。",
    "event.promise_reminded": "已提醒承诺{promise}。",
    "event.promise_broken.overdue": "承诺{promise}失约：时间过了，客户没有等到回音。",
    "event.promise_broken.renegotiated_too_often": "承诺{promise}失约：改约次数太多。",
    "event.attempt_disproved": "后来查明，承诺{promise}当时并没有联系客户，改为失约。",
    "event.attempt_disproved.ahead": "后来查明，承诺{promise}当时并没有联系客户；时间还没到，要重新兑现。",
    "event.attempt_disproved.let_go": "后来查明，客户并没有说过不再需要承诺{promise}；没有人兑现，改为失约。",
    "event.attempt_disproved.let_go.ahead": "后来查明，客户并没有说过不再需要承诺{promise}；时间还没到，要重新兑现。",
    "event.attempt_disproved.ended": "个案误结束时解除了承诺{promise}，没有人兑现，改为失约。",
    "event.attempt_disproved.ended.ahead": "个案误结束时解除了承诺{promise}；时间还没到，要重新兑现。",
    "event.attempt_disproved.visit": (
        "后来查明，承诺{promise}当时没有人上门，改为失约。{by} 更正：{reason}。"
    ),
    "event.break_corrected": "承诺{promise}其实已按时兑现，那次联系后来才登记。",
    "event.break_corrected.near": (
        "承诺{promise}只是为了补上承诺{stood_in_for}，而那个承诺其实已按时兑现，所以这次也不算失约了。"
    ),
    "brief.promise_made": "承诺「{subject}」，{owner}，最迟 {due}",
    "brief.promise_joined": "重复登记承诺{promise}",
    "brief.promise_kept": "承诺{promise}已兑现",
    "brief.promise_attempted": "承诺{promise}：按时联系过，没有联系上",
    "brief.promise_renegotiated": "承诺{promise}改约",
    "brief.promise_released": "承诺{promise}解除",
    "brief.promise_reminded": "承诺{promise}已提醒",
    "brief.promise_broken": "承诺{promise}失约",
    "brief.attempt_disproved": "后来查明，承诺{promise}没有兑现",
    "brief.break_corrected": "承诺{promise}其实已兑现",
    "deadline.promise_reminder": "提醒 {owner}：承诺「{subject}」，{due}",
    "deadline.promise": "{owner} 承诺就「{subject}」联系客户，最迟 {due}",
    "notice.promise_due_soon.title": "{number}：{due} 前要给客户回音",
    "notice.promise_due_soon.body": "《{title}》：{said}",
    "promise.told.promise_due_soon": (
        "答应过客户，在 {due} 之前就「{subject}」给个回音。没有新进展也值得打个电话；"
        "如果做不到，请在到期之前先告诉客户。"
    ),
    "promise.ruled.promise_due_soon": (
        "{due} 之前该给客户一句话了（{subject}）。这个时间没有和客户说过，是我们自己的规矩，"
        "免得客户一直干等。没有新进展也值得打个电话。"
    ),
    "notice.promise_broken.title": "{number}：有一个承诺没有兑现",
    "notice.promise_broken.body": ("《{title}》（负责人 {owner}）：{said}{instead}"),
    "promise.instead.call": "系统已排好近期的一次联系来补上。请先联系客户，再来说明原因。",
    "promise.instead.met": "不用再为此另打电话。请确认已经为这次迟到向客户说了一句实话。",
    "promise.instead.over": "个案已不需要再为此联系客户，这次失约仍保留在记录里。",
    "promise.told.late": "答应过客户在 {due} 之前就「{subject}」给个回音，我们联系上客户时已经晚了。",
    "promise.ruled.late": (
        "按我们自己的规矩，{due} 之前该给客户一句话（{subject}），我们联系上客户时已经晚了。"
        "这个时间没有和客户说过。"
    ),
    "promise.told.promise_broken": ("答应过客户在 {due} 之前就「{subject}」给个回音，但没有做到。"),
    "promise.ruled.promise_broken": (
        "按我们自己的规矩，{due} 之前该给客户一句话（{subject}），但没有做到。"
        "这个时间虽然没有和客户说过，客户却一直没有等到我们的消息。"
    ),
    "promise.tried.promise_broken": (
        "关于「{subject}」，给客户留过言，{due} 之前该再联系一次，但没有做到。"
    ),
    "notice.promise_moved_too_often.title": "{number}：一个承诺改约的次数太多",
    "notice.promise_moved_too_often.body": (
        "《{title}》（负责人 {owner}）：原说好在 {due} 之前就「{subject}」给客户回音，现在又改了一次。"
        "在客户看来，这就是失约。请务必守住新的时间。"
    ),
    "notice.promise_broken_again.title": "{number}：再次失约",
    "notice.promise_broken_again.body": (
        "《{title}》（负责人 {owner}）：又一次失约了。{said}个案已升级，这一次请有人亲自和客户说。"
    ),
    "promise.told.promise_broken_again": (
        "答应过客户在 {due} 之前就「{subject}」给个回音，客户没有等到。"
    ),
    "promise.ruled.promise_broken_again": (
        "按我们自己的规矩，{due} 之前该给客户一句话（{subject}），客户还是没有等到。"
    ),
    "promise.tried.promise_broken_again": (
        "关于「{subject}」，给客户留过言，{due} 之前该再联系一次，却没有人去做。"
    ),
    "notice.break_corrected.title": "{number}：承诺其实已经兑现",
    "notice.break_corrected.body": (
        "《{title}》：关于「{subject}」的联系当时按时进行了，只是后来才登记。这次失约已更正，记录仍保留，不必再处理。"
    ),
    "notice.moved_apology.title": "{number}：一份待发送的致歉，时间又改了",
    "notice.moved_apology.body": (
        "《{title}》：原说好在 {due} 之前就「{subject}」给客户回音，又改了时间。下面是草稿，请改成自己的话，尽快告诉客户。"
    ),
    "notice.apology_draft.title": "{number}：一份待发送的致歉",
    "notice.apology_draft.body": ("《{title}》：{said}下面是草稿，请改成自己的话，尽快发给客户。"),
    "promise.told.apology_draft": "客户没有等到关于「{subject}」的回音（说好是 {due}）。",
    "promise.ruled.apology_draft": (
        "关于「{subject}」，客户一直没有等到我们的消息（按我们自己的规矩应在 {due} 之前，这个时间没有和客户说过）。"
    ),
    "promise.tried.apology_draft": (
        "关于「{subject}」，给客户留过言，{due} 之前该再联系一次，却没有人去做。"
    ),
    "notice.keeper": "这件事由 {keeper} 负责兑现。",
    "notice.moved_to": "新的时间是 {moved_to}。",
    "notice.tried_in_vain.title": "{number}：一直联系不上客户",
    "notice.tried_in_vain.body": (
        "《{title}》（负责人 {owner}）：试了又试，客户一直没有回应。上一次有客户的消息是 {since}；最近几次尝试：{tried}。"
        "每留一次言，承诺就往后顺延一次，这样下去可能拖得很久。请一起想想办法：换个号码、换个时间、换个人，"
        "或者写几句话，告诉客户怎样找到我们。"
    ),
    "notice.again": "这个个案已不是第一次失约，因此已经升级；这一次请有人亲自和客户说。",
    "about.promise_due_soon": "承诺即将到期",
    "about.promise_broken": "承诺没有兑现",
    "about.promise_moved_too_often": "承诺改约太多次",
    "about.moved_apology": "承诺改约太多次",
    "about.promise_broken_again": "再次失约",
    "about.break_corrected": "承诺其实已兑现",
    "about.tried_in_vain": "联系不上客户",
    "about.apology_draft": "承诺没有兑现",
    "details.breaks": "- **失约** {count} 次",
    "details.promises": "### 对客户的承诺",
    "details.promise": "- {owner} 就「{subject}」联系，最迟 {due}",
    "details.promise.expected": "- {owner} 就「{subject}」联系，预计 {expected}，最迟 {due}",
    "details.no_promise": "- 暂无",
    "why.same_day": "{due} 是当天工作时间结束的时候：{anchor_at} 没有联系上客户，要再试一次。",
    "owed.promise.progress": "给{customer}一句话，说说现在的情况，没有新消息也说一声。",
    "owed.promise": "按承诺就「{subject}」联系{customer}。",
}

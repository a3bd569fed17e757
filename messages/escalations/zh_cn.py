"""What is said of escalations, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "cause.agent": "有同事请求支援",
    "cause.second_break": "第二次失约",
    "cause.stage_overrun": "阶段超时",
    "cause.red_line": "到达红线",
    "cause.response_overdue": "到了时间，客户还没有得到回复",
    "cause.report_overdue": "到了时间，上门报告还没有交",
    "cause.room_overdue": "个案的空间不多了，还没有人腾出来",
    "ended.response_overdue_done": "回复已经不再超时",
    "ended.answer_not_needed": "没有人回复，客户的最后一句话被标记为感谢",
    "ended.room_overdue_done": "个案的空间又充足了",
    "ended.report_overdue_done": "报告已经不再逾期",
    "ended.kept_after_all": "原以为失约的承诺，其实按时兑现了",
    "ended.closed": "个案已经结束",
    "ended.stage_overrun_done": "个案已经往前走了",
    "command.escalate": "升级",
    "command.acknowledge_escalation": "接手升级",
    "command.deescalate": "解除升级",
    "anchor.escalated": "升级",
    "anchor.told": "上一次提醒",
    "anchor.acknowledged": "有人接手",
    "refusal.unknown_escalation.title": "没有这个升级",
    "refusal.unknown_escalation.detail": "个案 {number} 没有这个升级；已有的升级见个案页面。",
    "refusal.escalation_ended.title": "这个升级已经结束",
    "refusal.escalation_ended.detail": (
        "个案 {number} 在 {escalation} 的升级已经结束；如还需要支援，请再次升级。"
    ),
    "refusal.escalation_acknowledged.title": "已经有人接手",
    "refusal.escalation_acknowledged.detail": (
        "个案 {number} 在 {escalation} 的升级已由 {by} 接手；请直接找对方。"
    ),
    "refusal.duty_not_done.title": "事情还没有办",
    "refusal.duty_not_done.detail": (
        "个案 {number} 在 {escalation} 的升级还在，是因为：{cause}。办好之后它会自动结束；只是想让大家知道有人在管，确认接手就够了。"
    ),
    "refusal.not_the_receiver.title": "这是交给别人的",
    "refusal.not_the_receiver.detail": (
        "个案 {number} 在 {escalation} 的升级交给了 {receiver}（{line}）；要由对方或更上一级来做。"
    ),
    "event.escalated.agent": "{by} 把个案升级给 {receiver}（{line}），层级 L{tier}：{reason}。",
    "event.escalated.rule": "个案升级给 {receiver}（{line}），层级 L{tier}：{cause}。",
    "event.escalation_joined": "{by} 又请求了一次同样的支援；{escalation} 的升级还在等人接手。",
    "event.escalation_passed_on": "{escalation} 的升级没有按时接手，转给 {receiver}（{line}）。",
    "event.escalation_unanswered": "{escalation} 的升级仍无人接手，上面也没有人可以再转。",
    "event.escalation_renewed": "{taken_by} 接手了 {escalation} 的升级，事情还没有办；现在交给 {receiver}（{line}）。",
    "event.escalation_moved": "{why}；{escalation} 的升级马上转给 {receiver}（{line}），时间重新算起。",
    "event.escalation_recalled": "{escalation} 的升级有了新情况，已再次提醒 {told}。",
    "event.escalation_acknowledged": "{by} 接手了 {escalation} 的升级。",
    "event.deescalated": "{by} 解除了 {escalation} 的升级：{reason}。",
    "moved.left": "{former} 已离开",
    "moved.owes": "个案现由 {former} 负责，改由 {receiver} 来盯着",
    "moved.replaced": "{receiver} 接替了 {former}",
    "tier.2": "二线",
    "tier.3": "三线",
    "tier.record_revisit": "回访时说问题又出现了",
    "event.tier_changed": "个案现由 L{tier} 处理：{reason}。",
    "brief.escalated": "升级给 {receiver}",
    "brief.escalation_joined": "{by} 再次求援",
    "brief.escalation_renewed": "升级未办，转给 {receiver}",
    "brief.escalation_moved": "升级现由 {receiver} 接",
    "brief.escalation_recalled": "再次提醒 {told}",
    "brief.escalation_passed_on": "升级转给 {receiver}",
    "brief.escalation_unanswered": "升级无人接手",
    "brief.escalation_acknowledged": "{by} 接手升级",
    "brief.deescalated": "{by} 解除升级",
    "brief.tier_changed": "层级 L{tier}",
    "deadline.acknowledgement": "{ref} 的升级等 {owner} 确认接手，最迟 {due}",
    "deadline.unanswered": "{ref} 的升级无人接手，{due} 再次提醒 {owner}",
    "deadline.undone": "{ref} 的升级由 {owner} 接手，最迟 {due} 办好",
    "notice.acknowledge_by": "请在 {acknowledge_by} 之前确认接手。",
    "notice.escalation.others": "这个个案还有 {others} 个升级也是这样。",
    "notice.escalation.asked": "{by} 请求支援：{reason}",
    "notice.escalation.why": "{cause}：{reason}",
    "notice.escalation.why.response_overdue": "{cause}（个案在「{reason}」这一步）",
    "notice.escalation.why.report_overdue": "{cause}",
    "notice.escalation.why.room_overdue": "{cause}",
    "notice.pressing": "这是 {pressing} 个案，不分上下班时间，请马上处理。",
    "notice.escalated.title": "{number}：需要你的支援",
    "notice.escalated.body": (
        "《{title}》（负责人 {owner}）：{reason}。请确认接手，好让大家放心。"
    ),
    "notice.escalation_passed_on.title": "{number}：一个升级转到了你这里",
    "notice.escalation_passed_on.body": (
        "《{title}》（负责人 {owner}）：{silent} 没有按时接手这个升级，所以转给你。原因：{reason}。请确认接手。"
    ),
    "notice.escalation_unanswered.title": "{number}：升级仍无人接手",
    "notice.escalation_unanswered.body": (
        "《{title}》（负责人 {owner}）：这个升级还没有人接手，上面也没有人可以再转。原因：{reason}。请彼此商量，务必有人接下来。"
    ),
    "notice.escalation_renewed.title": "{number}：升级有人接手，事情还没有办",
    "notice.escalation_renewed.body": (
        "《{title}》（负责人 {owner}）：{cause}。{taken_by} 在 {taken_at} 接手，到现在还没有结果，所以转给你。请确认接手，并把事情办下来。"
    ),
    "notice.escalation_inherited.title": "{number}：{former} 已离开，这个升级交给你了",
    "notice.escalation_inherited.body": (
        "《{title}》（负责人 {owner}）：{reason}。原先等的是 {former}，对方已经不在这里，所以马上转给你。请确认接手，好让大家放心。"
    ),
    "notice.escalation_moved.title": "{number}：这个升级现在归你",
    "notice.escalation_moved.body": (
        "《{title}》（负责人 {owner}）：{reason}。原先等的是 {former}，这个位置现在由你担任。请确认接手，好让大家放心。"
    ),
    "notice.escalation_one_further.title": "{number}：这个升级现在归你",
    "notice.escalation_one_further.body": (
        "《{title}》（负责人 {owner}）：{reason}。原先等的是 {former}，如今个案由其负责，需要另有人从旁照看。请确认接手，好让大家放心。"
    ),
    "notice.customer_waits.title": "{number}：客户又来问了，还没有人回复",
    "notice.customer_waits.body": (
        "《{title}》（负责人 {owner}）：客户从 {since} 等到现在，没有等到回复，刚刚又来找我们（{channel}）。请现在就让人和客户说上话。"
    ),
    "notice.help_called.title": "{number}：{by} 为你的个案请求了支援",
    "notice.help_called.body": (
        "《{title}》：{by} 请 {receiver} 支援。请和他们商量好由谁和客户沟通。"
    ),
    "notice.escalation_acknowledged.title": "{number}：{by} 已接手升级",
    "notice.escalation_acknowledged.body": (
        "《{title}》：{by} 已经知道并在处理；请商量好由谁和客户沟通。"
    ),
    "notice.deescalated.title": "{number}：升级已解除",
    "notice.deescalated.body": "《{title}》：{by} 解除了升级。原因：{reason}。",
    "about.escalated": "有升级待接手",
    "about.escalation_passed_on": "升级转交上一级",
    "about.escalation_unanswered": "升级无人接手",
    "about.escalation_renewed": "升级已接手，还没有办",
    "about.escalation_inherited": "离开的同事留下的升级",
    "about.escalation_moved": "升级现由你接",
    "about.escalation_one_further": "升级现由你接",
    "about.customer_waits": "客户又来催问",
    "about.help_called": "同事请求了支援",
    "about.escalation_acknowledged": "升级已有人接手",
    "about.deescalated": "升级已解除",
    "details.escalations": "### 升级",
    "details.escalation.waiting": "- {receiver}（{line}）还没有接手：{cause}（{reason}）",
    "details.escalation.taken": "- {by} 于 {at} 接手：{cause}（{reason}）",
    "owed.acknowledgement.response_overdue": "确认接手{customer}这个个案的升级：{cause}。",
    "owed.acknowledgement.report_overdue": "确认接手{customer}这个个案的升级：{cause}。",
    "owed.acknowledgement.room_overdue": "确认接手{customer}这个个案的升级：{cause}。",
    "owed.acknowledgement.agent": "{by} 为{customer}这个个案请求支援，请确认接手：{reason}。",
    "owed.acknowledgement": "确认接手{customer}这个个案的升级（{cause}）：{reason}。",
}

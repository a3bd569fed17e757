"""What is said of escalations, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "cause.agent": "坐席请求支援",
    "cause.second_break": "第二次失约",
    "cause.stage_overrun": "阶段超时",
    "cause.red_line": "到达红线",
    "command.escalate": "升级",
    "command.acknowledge_escalation": "接手升级",
    "command.deescalate": "解除升级",
    "anchor.escalated": "升级",
    "refusal.unknown_escalation.title": "没有这个升级",
    "refusal.unknown_escalation.detail": "个案 {number} 没有升级 {escalation}；已有的升级见个案页面。",
    "refusal.escalation_ended.title": "这个升级已经结束",
    "refusal.escalation_ended.detail": (
        "个案 {number} 的升级 {escalation} 已经结束；如还需要支援，请再次升级。"
    ),
    "refusal.escalation_acknowledged.title": "已经有人接手",
    "refusal.escalation_acknowledged.detail": (
        "个案 {number} 的升级 {escalation} 已由 {by} 接手；请直接找对方。"
    ),
    "refusal.not_the_receiver.title": "这是交给别人的",
    "refusal.not_the_receiver.detail": (
        "个案 {number} 的升级 {escalation} 正等 {receiver}（{line}）处理；要由对方或更上一级来做。"
    ),
    "event.escalated.agent": "{by} 把个案升级给 {receiver}（{line}），层级 L{tier}：{reason}。",
    "event.escalated.rule": "个案升级给 {receiver}（{line}），层级 L{tier}：{cause}。",
    "event.escalation_passed_on": "升级 {escalation} 没有按时接手，转给 {receiver}（{line}）。",
    "event.escalation_unanswered": "升级 {escalation} 仍无人接手，上面也没有人可以再转。",
    "event.escalation_acknowledged": "{by} 接手了升级 {escalation}。",
    "event.deescalated": "{by} 解除了升级 {escalation}：{reason}。",
    "event.tier_changed": "个案现由 L{tier} 处理：{reason}。",
    "brief.escalated": "升级给 {receiver}",
    "brief.escalation_passed_on": "升级转给 {receiver}",
    "brief.escalation_unanswered": "升级无人接手",
    "brief.escalation_acknowledged": "{by} 接手升级",
    "brief.deescalated": "{by} 解除升级",
    "brief.tier_changed": "层级 L{tier}",
    "deadline.acknowledgement": "升级 {ref} 等 {owner} 确认接手，最迟 {due}",
    "notice.acknowledge_by": "请最迟在 {acknowledge_by} 确认接手。",
    "notice.escalated.title": "{number}：需要你的支援",
    "notice.escalated.body": (
        "《{title}》（负责人 {owner}）：{cause}：{reason}。请确认接手，好让大家放心。"
    ),
    "notice.escalation_passed_on.title": "{number}：一个升级转到了你这里",
    "notice.escalation_passed_on.body": (
        "《{title}》（负责人 {owner}）：{silent} 没有按时接手这个升级，所以转给你。原因：{reason}。请确认接手。"
    ),
    "notice.escalation_unanswered.title": "{number}：升级仍无人接手",
    "notice.escalation_unanswered.body": (
        "《{title}》（负责人 {owner}）：这个升级还没有人接手，上面也没有人可以再转。原因：{reason}。请彼此商量，务必有人接下来。"
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
    "about.escalation_acknowledged": "升级已有人接手",
    "about.deescalated": "升级已解除",
    "details.escalations": "### 升级",
    "details.escalation.waiting": "- {receiver}（{line}）还没有接手：{cause}（{reason}）",
    "details.escalation.taken": "- {by} 于 {at} 接手：{cause}（{reason}）",
    "owed.acknowledgement": "确认接手{customer}个案的升级（{cause}）：{reason}。",
}

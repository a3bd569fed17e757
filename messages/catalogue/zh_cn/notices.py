"""What reaches a colleague's inbox. Params: messages/notices.py; about keys: the core's actions."""

NOTICES: dict[str, str] = {
    "notice.handover": (
        "目前在「{stage}」，客户上次的情绪：{emotion}。还没兑现的承诺：{promised}；最近一个最迟 {due}。"
    ),
    "notice.late": "这条通知来晚了：从 {unseen_since} 起系统没有运行，期间没有人盯着。",
    "notice.acknowledge_by": "请最迟在 {acknowledge_by} 确认接手。",
    "notice.promise_due_soon.title": "{number}：{due} 前要给客户回音",
    "notice.promise_due_soon.body": (
        "《{title}》：答应过客户，在 {due} 之前就「{subject}」给个回音。没有新进展也值得打个电话；"
        "如果做不到，请在到期之前先告诉客户。"
    ),
    "notice.promise_broken.title": "{number}：有一个承诺没有兑现",
    "notice.promise_broken.body": (
        "《{title}》（负责人 {owner}）：答应过客户在 {due} 之前就「{subject}」给个回音，但没有做到。系统已补上一个近期的承诺。请先联系客户，再来说明原因。"
    ),
    "notice.promise_broken_again.title": "{number}：再次失约",
    "notice.promise_broken_again.body": (
        "《{title}》（负责人 {owner}）：又一次失约了。答应过客户在 {due} 之前就「{subject}」给个回音，客户没有等到。个案已升级，这一次请有人亲自和客户说。"
    ),
    "notice.break_corrected.title": "{number}：承诺其实已经兑现",
    "notice.break_corrected.body": (
        "《{title}》：关于「{subject}」的联系当时按时进行了，只是后来才登记。这次失约已更正，记录仍保留，不必再处理。"
    ),
    "notice.apology_draft.title": "{number}：一份待发送的致歉",
    "notice.apology_draft.body": (
        "《{title}》：客户没有等到关于「{subject}」的回音（说好是 {due}）。下面是草稿，"
        "请改成自己的话，尽快发给客户。"
    ),
    "notice.response_overdue.title": "{number}：回复已经超时",
    "notice.response_overdue.body": (
        "《{title}》：{owner} 应在 {due} 之前回复客户，客户还在等。现在先说一句，胜过晚些再说全。"
    ),
    "notice.stage_overrun.title": "{number}：「{stage}」用时过长",
    "notice.stage_overrun.body": (
        "《{title}》：「{stage}」阶段应在 {due} 之前完成（负责人 {owner}）。"
        "请看看卡在哪里，谁能帮上忙。"
    ),
    "notice.red_line_near.title": "{number}：快到红线了",
    "notice.red_line_near.body": (
        "《{title}》：这个个案的时间已用去大半，红线是 {due}（负责人 {owner}）。现在找人支援还来得及。"
    ),
    "notice.red_line_reached.title": "{number}：已到红线",
    "notice.red_line_reached.body": (
        "《{title}》：这个个案的最长时限 {due} 已到（负责人 {owner}）。个案继续进行，现在需要人："
        "请定下由谁牵头，今天怎么向客户交代。"
    ),
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
    "notice.customer_said.title": "{number}：客户来消息了",
    "notice.customer_said.body": (
        "《{title}》：客户给我们发来了消息（{channel}）。原话在个案里，客户正等着你的答复。"
    ),
    "notice.message_to_mark.title": "{number}：已结束的个案有客户消息，请在 {due} 前标记",
    "notice.message_to_mark.body": (
        "《{title}》：个案结束后，客户又发来了消息（{channel}）。原话在个案里。请在 {due} 之前标记："
        "道谢、重新打开，还是另一件事；没有人标记，个案会自动重新打开。"
    ),
    "notice.case_reopened.title": "{number}：个案重新打开了",
    "notice.case_reopened.body": (
        "《{title}》（负责人 {owner}）：个案结束后客户又发来消息（{channel}），个案因此重新打开：{cause}。"
        "现在处于「{stage}」，解决时限重新计算。请先给客户打个电话，别让客户从头再说一遍。"
    ),
    "notice.case_assigned.title": "{number}：这个个案交给你了",
    "notice.case_assigned.body": (
        "《{title}》由 {by} 交到你手上。打电话之前，请先看看发生过什么、答应过什么，别让客户再说一遍。"
    ),
    "notice.milestone_reached.title": "{number}：做完了，但客户还不知道",
    "notice.milestone_reached.body": (
        "《{title}》：「{stage}」已完成，也就是我们承诺的：{subject}。要等客户听到了才算兑现，最迟 {due}；"
        "今天就打个电话，好消息不嫌早。"
    ),
    "notice.pause_over.title": "{number}：暂停已结束",
    "notice.pause_over.body": (
        "《{title}》：个案曾暂停（{reason}），约定的时间已到，时钟又开始走了。"
        "请问清现在的情况，并告诉客户。"
    ),
    "notice.observation_over.title": "{number}：观察期已结束",
    "notice.observation_over.body": (
        "《{title}》：观察期到了。请问问客户一切是否正常，并登记答复。"
    ),
    "notice.delivery_failed.title": "{number}：有一条消息没有送到",
    "notice.delivery_failed.body": (
        "《{title}》：发给 {receiver} 的消息（{failed}）没有送到：{error}。请直接告诉对方。"
    ),
    "notice.command_refused.title": "{number}：你的请求没能执行",
    "notice.command_refused.body": (
        "《{title}》：你的请求（{command}）已收到，但在处理时没能执行。{refusal}个案没有因此改变。"
    ),
}

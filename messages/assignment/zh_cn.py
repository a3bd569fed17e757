"""What is said of assignment, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.assign": "交接个案",
    "event.owner_assigned": "{by} 把个案交给 {owner}：{reason}。",
    "event.owner_assigned.taken": "{by} 接手了个案：{reason}。",
    "brief.owner_assigned": "交给 {owner}",
    "notice.handover": (
        "目前在「{stage}」，客户上次的情绪：{emotion}。还没兑现的承诺：{promised}；最近一个最迟 {due}。"
    ),
    "notice.standing": "目前在「{stage}」，客户上次的情绪：{emotion}。",
    "notice.handed": "答应过、还没兑现的：{handed}。",
    "handover.promise": "「{subject}」最迟 {due}",
    "handover.promise.other": "「{subject}」最迟 {due}（由 {owner} 兑现）",
    "handover.visit": "「{subject}」{window}（地址在个案里）",
    "handover.visit.other": "「{subject}」{window}（由 {owner} 上门）",
    "notice.waiting": "还有这些事在等着：{waiting}。",
    "handover.answer": "客户在等回复，最迟 {due}",
    "handover.answer.late": "客户还在等回复，本该在 {due} 之前给",
    "handover.mark": "结束后客户又来了信，最迟 {due} 标记",
    "handover.stage": "这个阶段最迟 {due} 做完",
    "handover.stage.late": "这个阶段本该在 {due} 之前做完",
    "handover.pause": "个案暂停到 {due}",
    "handover.window": "修好后的观察期到 {due}",
    "handover.report": "{who} 的上门报告，最迟 {due}",
    "handover.report.late": "{who} 的上门报告，本该在 {due} 之前交",
    "handover.call": "{due} 的升级（{cause}），现在由 {who} 跟进",
    "notice.case_taken_over.title": "{number}：你接手了这个个案",
    "notice.case_taken_over.body": (
        "《{title}》现在由你负责。打电话之前，先看看已经答应过客户什么。"
    ),
    "notice.case_passed_on.title": "{number}：这个个案已由 {successor} 接手",
    "notice.case_passed_on.body": (
        "《{title}》从你这里转给了 {successor}，由 {by} 决定：{because}。你答应过客户的事也一并转了过去。"
        "如果还有什么没写下来，请今天告诉 {successor}。"
    ),
    "notice.case_assigned.title": "{number}：这个个案交给你了",
    "notice.case_assigned.body": (
        "《{title}》由 {by} 交到你手上。打电话之前，请先看看发生过什么、答应过什么，别让客户再说一遍。"
    ),
    "about.case_assigned": "有个案交接",
    "about.case_taken_over": "接手了个案",
    "about.case_passed_on": "个案已转交",
}

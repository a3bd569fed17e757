"""What is said of milestones, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "draft.milestone": "{subject}：{due} 之前",
    "field.milestones": "节点计划",
    "refusal.milestone_after_red_line.title": "节点超出了红线",
    "refusal.milestone_after_red_line.detail": (
        "个案 {number} 的红线是 {limit}，{due} 的节点超出了它；请把日期提前，确实复杂的话请选更高的复杂度。"
    ),
    "refusal.milestones_too_far_apart.title": "两次消息之间隔得太久",
    "refusal.milestones_too_far_apart.detail": (
        "从 {since} 到 {due} 的节点，个案 {number} 的客户听不到任何消息；请再加一个节点，最迟在 {limit}。"
    ),
    "event.promise_made.milestone": "节点：{owner} 将告知客户「{subject}」，最迟 {due}。",
    "event.promise_made.milestone.expected": (
        "节点：{owner} 将告知客户「{subject}」，预计 {expected}，最迟 {due}。"
    ),
    "notice.milestone_reached.title": "{number}：做完了，但客户还不知道",
    "notice.milestone_reached.body": (
        "《{title}》：「{stage}」已完成，也就是我们承诺的：{subject}。要等客户听到了才算兑现，最迟 {due}；"
        "今天就打个电话，好消息不嫌早。"
    ),
    "about.milestone_reached": "节点已完成，客户还不知道",
    "details.promise.milestone": "- 节点「{subject}」，最迟 {due}（{owner}）",
}

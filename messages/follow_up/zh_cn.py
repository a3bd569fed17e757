"""What is said of the follow-up clock and the red line, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "event.follow_up_started": "跟进计时开始，红线是 {due}。",
    "event.follow_up_started.by_lead": "跟进计时开始，红线按 {by_lead} 设定的时间，是 {due}。",
    "why.set_by": "由 {by} 设定。",
    "event.red_line_near": "快到红线了：{due}。",
    "event.red_line_reached": "已到红线：{due}。个案继续跟进，会有更多人一起来。",
    "brief.follow_up_started": "跟进计时开始",
    "brief.red_line_near": "快到红线",
    "brief.red_line_reached": "已到红线",
    "deadline.red_line_warning": "红线预警，{due}",
    "deadline.red_line": "红线，{due}",
    "notice.red_line_near.title": "{number}：快到红线了",
    "notice.red_line_near.body": (
        "《{title}》：这个个案的时间已用去大半，红线是 {due}（负责人 {owner}）。现在找人支援还来得及。"
    ),
    "notice.red_line_reached.title": "{number}：已到红线",
    "notice.red_line_reached.body": (
        "《{title}》：这个个案的最长时限 {due} 已到（负责人 {owner}）。个案继续跟进，现在需要人手："
        "请定下由谁牵头，今天怎么跟客户说。"
    ),
    "about.red_line_near": "快到红线",
    "about.red_line_reached": "已到红线",
    "details.clock.follow_up": "- **跟进计时（红线）** {state}",
}

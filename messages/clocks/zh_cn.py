"""What is said of clocks, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "sla_state.on_track": "正常",
    "sla_state.warned": "临近时限",
    "sla_state.overdue": "已超时",
    "sla_state.broken": "失约后还没联系上客户",
    "sla_state.unacknowledged": "升级等人接手",
    "sla_state.unanswered": "客户没有得到回复",
    "sla_state.paused": "已暂停",
    "sla_state.ended": "已结束",
    "details.clocks": "### 计时",
    "details.clock.running": "最迟 {due}",
    "details.clock.warned": "最迟 {due}，临近时限",
    "details.clock.overdue": "{due} 起已超时",
    "details.clock.paused": "{since} 起停止计时",
}

"""Somebody has left, in Chinese; the keys are those of the English catalogue."""

TEXTS: dict[str, str] = {
    "leaving.handover": "{who} 已离开，由 {to} 接着跟进",
    "leaving.comma": "、",
    "leaving.more": "{cases}（另有 {count} 个）",
    "leaving.left_behind.title.one": "{who} 已经不在这里工作，还有 {count} 个个案等着交接",
    "leaving.left_behind.title": "{who} 已经不在这里工作，还有 {count} 个个案等着交接",
    "leaving.left_behind.body": (
        "还有客户在等 {who} 的消息，个案是：{cases}。请把它们逐一交给在岗的同事，约好的上门和没兑现的承诺也一起交接，"
        "并告诉客户今后由谁联系。在全部交接完之前，每天会提醒一次。"
    ),
}

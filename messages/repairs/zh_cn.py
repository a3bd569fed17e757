"""What is said of failed repairs and what is offered instead, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "remedy.replacement": "换货",
    "remedy.refund": "退款",
    "offer_answer.accepted": "接受",
    "offer_answer.declined": "不接受",
    "offer_answer.undecided": "还没有决定",
    "command.offer_remedy": "提出换货或退款",
    "refusal.repair_needs_lead.title": "再修一次要由组长来约",
    "refusal.repair_needs_lead.detail": (
        "同一台机器、同一个故障已经修过 {count} 次都没有修好。个案 {number} 是再修一次，还是给客户换货或退款，"
        "由组长来定；请找组长安排。"
    ),
    "refusal.remedy_offer_missing.title": "请先提出更好的办法",
    "refusal.remedy_offer_missing.detail": (
        "同一台机器、同一个故障，没修好的和已约好还没上门的一共 {count} 次。个案 {number} 再约维修之前，"
        "请先向客户提出换货或退款，并登记客户的答复。"
    ),
    "event.repair_failed": "维修没有成功（{visit} 上门）；这台机器的这个故障，已经是第 {count} 次没有修好。",
    "event.remedy_offered": "{by} 向客户提出{remedy}：{answer}。",
    "brief.repair_failed": "第 {count} 次没有修好",
    "brief.remedy_offered": "提出{remedy}：{answer}",
    "notice.repair_failed_again.title": "{number}：同一个故障已 {count} 次没有修好",
    "notice.repair_failed_again.body": (
        "《{title}》（负责人 {owner}）：同一台机器（{serial_number}）的同一个故障（{fault}）已 {count} 次"
        "没有修好。再修之前，请想想换货或退款；下一次可能要由组长决定，并先提出这样的办法。"
    ),
    "about.repair_failed_again": "又一次没有修好",
    "details.failed_repairs": "- **没有修好** 同一台机器、同一个故障 {count} 次",
}

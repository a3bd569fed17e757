"""What is said of endings, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "ending.content": "客户满意",
    "ending.no_answer": "回访无人接听",
    "ending.one_off": "作为一次性问题已处理完",
    "ending.withdrawn": "客户撤回",
    "ending.no_agreement": "未能达成一致，已给出最终书面答复",
    "command.withdraw": "撤回个案",
    "command.end_without_agreement": "未达成一致，结束个案",
    "field.reply": "最终书面答复",
    "field.outside_route": "外部申诉途径",
    "let_go.withdrawn": "客户已撤回",
    "let_go.no_agreement": "未能达成一致，个案已结束",
    "refusal.promises_open.title": "还欠客户一个回音",
    "refusal.promises_open.detail": (
        "个案 {number} 还有待兑现的承诺（{promises}）；请先兑现，或征得客户同意后解除，再结束个案。"
    ),
    "refusal.withdrawal_unsaid.title": "还没有听客户说要撤回",
    "refusal.withdrawal_unsaid.detail": (
        "个案 {number} 要由客户自己撤回，而从客户来找我们、或上一次答应客户（{since}）之后，还没有客户来话的记录。"
        "客户如果说过，请先登记那次沟通；确实不需要跟进的个案，可以请组长撤回。"
    ),
    "event.case_closed": "个案结束：{ending}。",
    "brief.case_closed": "结束：{ending}",
    "details.ended": "- **已结束** {at}：{ending}",
    "details.ended_before": "- **曾经结束** {at}：{ending}；{reopened_at} 重新打开",
}

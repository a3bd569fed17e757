"""What is said of questions to the customer, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "question.other": "关于另一种产品的问题",
    "command.name_product": "说明产品",
    "command.ask_questions": "向客户提问",
    "command.record_answers": "登记客户的答复",
    "field.family": "产品系列",
    "field.questions": "问题",
    "field.answers": "答案",
    "refusal.product_not_named.title": "还没有说明是什么产品",
    "refusal.product_not_named.detail": "个案 {number} 该问什么，要看是什么产品；请先选定产品。",
    "refusal.unknown_question.title": "没有这个问题",
    "refusal.unknown_question.detail": (
        "个案 {number} 的产品，问题清单里没有这一条；可以问的有：{questions}。"
    ),
    "refusal.question_answered.title": "已经答过了",
    "refusal.question_answered.detail": (
        "个案 {number} 的客户已经答过：{questions}。请不要再问；答案有变的话，请登记新的答案。"
    ),
    "refusal.rounds_used_up.title": "已经问够了",
    "refusal.rounds_used_up.detail": (
        "已经问过个案 {number} 的客户 {rounds} 轮。请按现有情况继续：分诊、确认个案，其余的在「{then}」里查清。"
    ),
    "event.product_named": "{by} 说明了产品：{product}。",
    "event.questions_asked": "{by} 向客户提问（第 {round} 轮）：{questions}",
    "event.questions_answered": "客户答复了问题（{by} 登记）。{answers}",
    "brief.product_named": "产品：{product}",
    "brief.questions_asked": "问了 {count} 个问题",
    "brief.questions_answered": "客户答复了问题",
    "details.product": "- **产品** {product}",
    "details.rounds": "- **提问** {asked} 轮，已答 {answers} 个",
}

"""What is said of revisits, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "revisit_outcome.content": "客户满意",
    "revisit_outcome.trouble": "问题再次出现",
    "revisit_outcome.no_answer": "无人接听",
    "early.customer_asked": "客户要求提前",
    "command.record_revisit": "登记回访",
    "refusal.revisit_needs_outcome.title": "这是回访",
    "refusal.revisit_needs_outcome.detail": (
        "个案 {number} 的承诺{promise}就是回访，要打过电话才算完。请按回访登记，并写明客户现在的感受。"
    ),
    "refusal.revisit_before_resolution.title": "回访应在解决之后",
    "refusal.revisit_before_resolution.detail": (
        "{at} 早于个案 {number} 的解决时间（{since}）；请核对时间，或把这次沟通记为普通联系。"
    ),
    "refusal.revisit_no_conversation.title": "回访要当面或通话",
    "refusal.revisit_no_conversation.detail": (
        "个案 {number} 的客户感受如何，要亲口问，不能靠文字（{channel}）。可用的方式：{channels}。"
    ),
    "refusal.revisit_too_early.title": "现在回访还太早",
    "refusal.revisit_too_early.detail": (
        "个案 {number} 的客户要先用上一阵，{until} 之后再问才有意义；{at} 还太早。只有客户自己要求时才能提前，请在登记时写明。"
    ),
    "field.early": "提前的原因",
    "refusal.revisit_at_night.title": "这个时间不便打扰",
    "refusal.revisit_at_night.detail": (
        "{at} 客户多半在休息，没接个案 {number} 的电话不能算试过一次。请在方便接听的时间再打，最近是 {window}；"
        "如果客户接了，什么时间都可以登记。"
    ),
    "refusal.revisit_too_soon_again.title": "今天已经试过了",
    "refusal.revisit_too_soon_again.detail": (
        "联系个案 {number} 的客户要分在不同的日子（已有 {tries} 天，这一天已经试过）；请改天再试。"
    ),
    "event.revisit_held.content": "回访（{by}）：客户说满意。",
    "event.revisit_held.trouble": "回访（{by}）：客户说问题又出现了。",
    "event.revisit_held.no_answer": "{by} 打了回访电话，没有人接听。",
    "brief.revisit_held": "回访：{outcome}",
    "owed.promise.revisit": "给{customer}打回访电话，问问是否真的解决了。",
}

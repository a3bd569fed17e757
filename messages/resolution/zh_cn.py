"""What is said of verification and resolution, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "verification.fixed": "已经好了",
    "verification.not_fixed": "还没有好",
    "basis.customer_confirmed": "客户已确认",
    "basis.observed": "观察期平稳结束",
    "basis.unreachable": "多次尝试并留有记录，仍未联系上客户",
    "command.record_verification": "登记验证结果",
    "command.resolve": "判定已解决",
    "anchor.resolved_at": "问题解决",
    "let_go.resolved": "问题已解决",
    "let_go.case_moved": "个案已有进展",
    "let_go.unreachable": "多次尝试都联系不上客户，均有记录",
    "refusal.observation_cut_short.title": "观察期没有走完",
    "refusal.observation_cut_short.detail": (
        "个案 {number} 的观察期提前结束了，不能说明问题；请登记客户怎么说，或者重新观察。"
    ),
    "refusal.resolution_not_verified.title": "还没有人确认已经修好",
    "refusal.resolution_not_verified.detail": (
        "还没有人确认个案 {number} 的处理有效；请先问客户，并登记答复。"
    ),
    "refusal.confirmation_missing.title": "客户在哪次沟通里确认的？",
    "refusal.confirmation_missing.detail": (
        "个案 {number} 要凭客户在处理完成之后说的话才算解决，而 {since} 以来还没有人和客户通过话。请先打电话并登记这次联系；"
        "如果客户已经写来消息说好了，请写明是哪一条。可选：{possible}。"
    ),
    "refusal.confirmation_overtaken.title": "客户后来又写了话",
    "refusal.confirmation_overtaken.detail": (
        "个案 {number} 的客户在确认之后又留了言，还没有人回复：{waiting_words}。请先读一读；回复之后，或者标记为感谢，再标为已解决。"
    ),
    "refusal.confirmation_spoken_since.title": "现在以哪一次的话为准？",
    "refusal.confirmation_spoken_since.detail": (
        "个案 {number} 的客户说好了之后，又和我们谈过：{waiting_words}。如果客户仍说好了，请写明以哪一次沟通或哪条留言为准（可选：{possible}）；"
        "如果客户改口说没好，请登记为尚未修好。"
    ),
    "refusal.confirmation_unfit.title": "这一项不能用来确认",
    "refusal.confirmation_unfit.detail": (
        "所选的不是个案 {number} 处理完成之后（{since} 起）与客户的沟通，也不是客户之后的留言。可选：{possible}；"
        "如果还没有，请先给客户打电话，并登记这次联系。"
    ),
    "field.said_in": "客户在哪里这样说",
    "refusal.observation_not_over.title": "观察还没有完成",
    "refusal.observation_not_over.detail": (
        "个案 {number} 要等观察期结束（{until}），并且之后和客户通过话，才算观察完成；两样里还差一样。"
        "我们发出的消息不算通话；如果客户之后写来了消息，请写明是哪一条。"
    ),
    "refusal.attempts_missing.title": "尝试的次数还不够",
    "refusal.attempts_missing.detail": (
        "个案 {number} 要在 {needed} 个不同的日子联系过客户，现在是 {days} 个（要打过电话或留了言，深夜的不算）；请改天再试，并登记下来。"
    ),
    "event.fix_verified.fixed": "客户说已经好了（{by} 登记）。",
    "event.fix_verified.not_fixed": "客户说还没有好（{by} 登记）。",
    "event.case_resolved": "{by} 判定个案已解决：{basis}。",
    "event.case_resolved.said": "{by} 判定个案已解决：{basis}（{channel}，{at}）。",
    "brief.fix_verified": "客户验证：{outcome}",
    "brief.case_resolved": "已解决：{basis}",
    "details.resolved": "- **已解决** {at}：{basis}",
}

"""Why a command is refused, and the way out. Codes: domain/errors.py; params: messages/refusals.py."""

REFUSALS: dict[str, str] = {
    "refusal.case_not_open.title": "个案还没有建立",
    "refusal.case_not_open.detail": "个案 {number} 还没有建立，请先建立。",
    "refusal.case_already_open.title": "个案已经建立",
    "refusal.case_already_open.detail": "个案 {number} 已由另一个请求建立，请直接继续处理，不必再建。",
    "refusal.case_closed.title": "个案已结束",
    "refusal.case_closed.detail": "个案 {number} 已结束；客户再发来消息，就会重新打开。",
    "refusal.wrong_stage.title": "当前阶段不能这样做",
    "refusal.wrong_stage.detail": "个案 {number} 正处于「{stage}」阶段。可以这样做的阶段：{stages}。",
    "refusal.unknown_stage.title": "没有这个阶段",
    "refusal.unknown_stage.detail": (
        "个案 {number} 的流程里没有「{named}」，已有的阶段：{known}。"
    ),
    "refusal.unknown_way_on.title": "不能往这个方向走",
    "refusal.unknown_way_on.detail": (
        "个案 {number} 不能从「{stage}」走到「{to}」，可以走到：{ways}。"
    ),
    "refusal.stage_yield_missing.title": "还缺一些内容",
    "refusal.stage_yield_missing.detail": "个案 {number} 离开「{stage}」之前，请补上：{fields}。",
    "refusal.stage_yield_unknown.title": "这个阶段不需要这些内容",
    "refusal.stage_yield_unknown.detail": (
        "个案 {number} 的「{stage}」阶段不需要：{fields}。需要的是：{known}。"
    ),
    "refusal.stage_yield_invalid.title": "有内容不符合要求",
    "refusal.stage_yield_invalid.detail": (
        "请核对个案 {number}「{stage}」阶段的：{fields}。可以填：{choices}；文字不超过 500 字。"
    ),
    "refusal.reason_required.title": "还缺一些别人要看的内容",
    "refusal.reason_required.detail": (
        "个案 {number} 的这一步需要：{fields}。写一句话，让别人一个月后也看得懂就好。"
    ),
    "refusal.notice_missing.title": "还没有告知客户",
    "refusal.notice_missing.detail": (
        "请先告诉客户这件事比较复杂、首次反馈在什么时候，再确认个案 {number}。还需登记：{fields}。"
    ),
    "refusal.milestone_after_red_line.title": "节点超出了红线",
    "refusal.milestone_after_red_line.detail": (
        "个案 {number} 的红线是 {limit}，{due} 的节点超出了它；请把日期提前，确实复杂的话请选更高的复杂度。"
    ),
    "refusal.milestones_too_far_apart.title": "节点之前沉默太久",
    "refusal.milestones_too_far_apart.detail": (
        "从 {since} 到 {due} 的节点，个案 {number} 的客户听不到任何消息；请再加一个节点，最迟在 {limit}。"
    ),
    "refusal.time_in_future.title": "这个时间还没到",
    "refusal.time_in_future.detail": "{at} 还没到，个案 {number} 上不可能已经发生；请核对时间。",
    "refusal.time_before_case.title": "这个时间早于客户发声",
    "refusal.time_before_case.detail": (
        "{at} 早于客户第一次说起个案 {number} 的时间（{since}）；请核对时间。"
    ),
    "refusal.promise_in_past.title": "这个时间已经过去",
    "refusal.promise_in_past.detail": (
        "{due} 已经过去；请为个案 {number} 选一个以后的时间，并和客户约好。"
    ),
    "refusal.promise_too_far.title": "约得太远了",
    "refusal.promise_too_far.detail": (
        "到 {due} 才联系，个案 {number} 的客户会等得太久。请最迟约在 {limit}，哪怕只是说一声进展。"
    ),
    "refusal.promise_times_reversed.title": "两个时间颠倒了",
    "refusal.promise_times_reversed.detail": (
        "个案 {number} 的预计时间晚于最迟时间（{due}）；请对调或更正。"
    ),
    "refusal.unknown_promise.title": "没有这个承诺",
    "refusal.unknown_promise.detail": "个案 {number} 没有承诺 {promise}；待兑现的承诺：{open}。",
    "refusal.promise_ended.title": "这个承诺已经了结",
    "refusal.promise_ended.detail": (
        "个案 {number} 的承诺 {promise} 已经了结（{status}）；请另作一个新的承诺。"
    ),
    "refusal.promise_due_passed.title": "已经过了改约的时间",
    "refusal.promise_due_passed.detail": (
        "个案 {number} 的承诺 {promise} 应在 {due} 兑现，现在不能再改约。请马上联系客户，另作承诺。"
    ),
    "refusal.promise_made_later.title": "承诺在沟通之后才作出",
    "refusal.promise_made_later.detail": (
        "个案 {number} 的承诺 {promise} 作出于 {since}，晚于这次沟通（{at}），因此不能算作兑现；"
        "请核对时间，或不要勾选这项承诺。"
    ),
    "refusal.promises_open.title": "还欠客户一个回音",
    "refusal.promises_open.detail": (
        "个案 {number} 还有待兑现的承诺（{promises}）；请先兑现，或征得客户同意后解除，再结束个案。"
    ),
    "refusal.revisit_needs_outcome.title": "这是回访",
    "refusal.revisit_needs_outcome.detail": (
        "个案 {number} 的承诺 {promise} 就是回访，要打过电话才算完。请按回访登记，并写明客户现在的感受。"
    ),
    "refusal.four_parts_missing.title": "消息还不完整",
    "refusal.four_parts_missing.detail": "个案 {number} 的客户应当听到全部四个部分，还缺：{fields}。",
    "refusal.not_confirmed.title": "还没有确认为复杂个案",
    "refusal.not_confirmed.detail": "个案 {number} 还没有确认为复杂个案；请先告知客户并确认。",
    "refusal.already_confirmed.title": "已经确认过了",
    "refusal.already_confirmed.detail": "个案 {number} 已确认为复杂个案，时钟已在走；请直接往下处理。",
    "refusal.already_paused.title": "已经暂停了",
    "refusal.already_paused.detail": (
        "个案 {number} 已暂停到 {until}；如要换个原因暂停，请先恢复。"
    ),
    "refusal.not_paused.title": "没有暂停",
    "refusal.not_paused.detail": "个案 {number} 没有暂停，时钟正在走。",
    "refusal.pause_too_long.title": "暂停得太久",
    "refusal.pause_too_long.detail": (
        "个案 {number} 最迟只能暂停到 {limit}，不能到 {until}。请提前结束时间；到时原因还在，可以再暂停。"
    ),
    "refusal.observation_running.title": "已经在观察期",
    "refusal.observation_running.detail": (
        "个案 {number} 的观察期到 {until} 为止；请等它结束，或登记客户对处理结果的说法。"
    ),
    "refusal.observation_too_long.title": "观察期太长",
    "refusal.observation_too_long.detail": (
        "个案 {number} 的观察期最迟到 {limit}，不能到 {until}；请提前结束时间。"
    ),
    "refusal.check_ins_missing.title": "还缺一次问候",
    "refusal.check_ins_missing.detail": (
        "个案 {number} 的观察期较长；请和客户约好，最迟在 {limit} 问候一次。"
    ),
    "refusal.check_in_outside_window.title": "问候时间不在观察期内",
    "refusal.check_in_outside_window.detail": (
        "{due} 的问候不在个案 {number} 的观察期内（到 {until} 为止）；请改到观察期内。"
    ),
    "refusal.check_in_too_soon.title": "第一次问候太早",
    "refusal.check_in_too_soon.detail": (
        "修好没有要过一段时间才看得出来：个案 {number} 的第一次问候最早在 {limit}，不能在 {due}。"
        "客户想早点听到消息的话，请承诺一次回电。"
    ),
    "refusal.check_ins_too_far_apart.title": "两次问候之间隔得太久",
    "refusal.check_ins_too_far_apart.detail": (
        "从 {since} 到 {due} 没有人问候个案 {number} 的客户；请再约一次，最迟在 {limit}。"
    ),
    "refusal.observation_not_running.title": "没有在观察",
    "refusal.observation_not_running.detail": (
        "个案 {number} 现在没有观察期；请先开始观察，或者登记客户怎么说。"
    ),
    "refusal.observation_not_longer.title": "并没有延后",
    "refusal.observation_not_longer.detail": (
        "个案 {number} 的观察期本来就到 {until}，{due} 并不更晚；想提前结束，请结束观察期。"
    ),
    "refusal.observation_cut_short.title": "观察期没有走完",
    "refusal.observation_cut_short.detail": (
        "个案 {number} 的观察期提前结束了，不能说明问题；请登记客户怎么说，或者重新观察。"
    ),
    "refusal.product_not_named.title": "还没有说明是什么产品",
    "refusal.product_not_named.detail": "个案 {number} 该问什么，要看是什么产品；请先选定产品。",
    "refusal.unknown_question.title": "没有这个问题",
    "refusal.unknown_question.detail": (
        "个案 {number} 的产品没有问题 {unknown}；可以问的有：{questions}。"
    ),
    "refusal.question_answered.title": "已经答过了",
    "refusal.question_answered.detail": (
        "个案 {number} 的客户已经答过：{questions}。请不要再问；答案有变的话，请登记新的答案。"
    ),
    "refusal.rounds_used_up.title": "已经问够了",
    "refusal.rounds_used_up.detail": (
        "已经问过个案 {number} 的客户 {rounds} 轮。请按现有情况继续：分诊、确认个案，其余的在「{then}」里查清。"
    ),
    "refusal.resolution_not_verified.title": "还没有人确认已经修好",
    "refusal.resolution_not_verified.detail": (
        "还没有人确认个案 {number} 的处理有效；请先问客户，并登记答复。"
    ),
    "refusal.observation_not_over.title": "观察还没有完成",
    "refusal.observation_not_over.detail": (
        "个案 {number} 要等观察期结束（{until}），并且之后和客户通过话，才算观察完成；两样里还差一样。"
    ),
    "refusal.attempts_missing.title": "尝试的次数还不够",
    "refusal.attempts_missing.detail": (
        "个案 {number} 已在 {days} 天里尝试联系客户，需要不同的 {needed} 天；请改天再试并登记。"
    ),
    "refusal.revisit_before_resolution.title": "回访应在解决之后",
    "refusal.revisit_before_resolution.detail": (
        "{at} 早于个案 {number} 的解决时间（{since}）；请核对时间，或把这次沟通记为普通联系。"
    ),
    "refusal.revisit_too_soon_again.title": "今天已经试过了",
    "refusal.revisit_too_soon_again.detail": (
        "个案 {number} 的联系尝试要在不同的日子（已有 {tries} 天，这一天已经试过）；请改天再试。"
    ),
    "refusal.unknown_message.title": "没有这条消息",
    "refusal.unknown_message.detail": "个案 {number} 没有客户消息 {message}；客户的消息都列在个案上。",
    "refusal.message_marked.title": "不需要再标记",
    "refusal.message_marked.detail": (
        "个案 {number} 的消息 {message} 已经标记过，或者不需要标记；请看个案现在的情况。"
    ),
    "refusal.unknown_escalation.title": "没有这个升级",
    "refusal.unknown_escalation.detail": "个案 {number} 没有升级 {escalation}；已有的升级见个案页面。",
    "refusal.escalation_ended.title": "这个升级已经结束",
    "refusal.escalation_ended.detail": (
        "个案 {number} 的升级 {escalation} 已经结束；如还需要支援，请再次升级。"
    ),
    "refusal.escalation_acknowledged.title": "已经有人接手",
    "refusal.escalation_acknowledged.detail": (
        "个案 {number} 的升级 {escalation} 已由 {by} 接手；请直接找对方。"
    ),
    "refusal.not_the_receiver.title": "这是交给别人的",
    "refusal.not_the_receiver.detail": (
        "个案 {number} 的升级 {escalation} 正等 {receiver}（{line}）处理；要由对方或更上一级来做。"
    ),
    "refusal.line_required.title": "需要更上一级来做",
    "refusal.line_required.detail": (
        "个案 {number} 的这一步要由{line}或更上一级来做；请找他们，或发起升级。"
    ),
    "refusal.idempotency_key_reused.title": "这个键已用于别的请求",
    "refusal.idempotency_key_reused.detail": (
        "幂等键 {key} 已经用于另一个请求；请原样重发那个请求，新的请求请换一个新的键。"
    ),
}

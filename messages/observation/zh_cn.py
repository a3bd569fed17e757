"""What is said of observation, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.start_observation": "开始观察期",
    "command.extend_observation": "延长观察期",
    "command.end_observation": "提前结束观察期",
    "field.check_ins": "问候时间",
    "anchor.observation_ended": "观察期结束",
    "anchor.observation": "观察期",
    "let_go.observation_extended": "观察期延长了",
    "let_go.observation_ended": "观察期提前结束了",
    "let_go.observation_started": "观察期另有问候安排",
    "refusal.observation_running.title": "已经在观察期",
    "refusal.observation_running.detail": (
        "个案 {number} 的观察期到 {until} 为止；请等它结束，或登记客户对处理结果的说法。"
    ),
    "refusal.observation_too_long.title": "观察期太长",
    "refusal.observation_too_long.detail": (
        "个案 {number} 的观察期最迟到 {limit}，不能到 {until}；请把结束时间提前。"
    ),
    "refusal.observation_too_short.title": "观察期太短",
    "refusal.observation_too_short.detail": (
        "修好没有要过一段时间才看得出来：个案 {number} 的观察期最早在 {limit} 结束，不能在 {until}。"
        "客户现在就说已经好了的话，登记客户的说法就可以，不必再观察。"
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
    "refusal.observation_not_running.title": "现在没有观察期",
    "refusal.observation_not_running.detail": (
        "个案 {number} 现在不在观察期；请先开始观察期，或者登记客户怎么说。"
    ),
    "refusal.observation_not_longer.title": "并没有往后延",
    "refusal.observation_not_longer.detail": (
        "个案 {number} 的观察期本来就到 {until}，{due} 并不更晚；想提前结束，请结束观察期。"
    ),
    "event.observation_started": "进入观察期，到 {ends_at} 为止。",
    "event.observation_extended": "{told_at} 和客户约好，观察期延长到 {ends_at}。原因：{reason}。",
    "event.observation_ended.run_out": "观察期结束。",
    "event.observation_ended.agreed": "和客户商量后，{by} 提前结束了观察期。原因：{reason}。",
    "brief.observation_started": "观察到 {ends_at}",
    "brief.observation_extended": "观察期延到 {ends_at}",
    "brief.observation_ended": "观察期结束",
    "deadline.observation_end": "观察期到 {due} 为止",
    "notice.observation_over.title": "{number}：观察期已结束",
    "notice.observation_over.body": (
        "《{title}》：观察期已满。请问问客户一切是否正常，并登记答复。"
    ),
    "about.observation_over": "观察期已结束",
    "details.observation": "- **观察期** 从 {since} 到 {until}",
}

"""What others did to somebody's case, as its owner is told."""

from messages.telling import Telling, word
from messages.voice import Voice


def _deeds(voice: Voice, names: str) -> str:
    """What somebody did, in their order."""
    return voice.in_a_row([voice.word("deed", name) for name in names.split(", ")])


EN: dict[str, str] = {
    "deed.log_contact": "spoke to the customer, or tried to",
    "deed.ask_questions": "asked the customer some questions",
    "deed.release_promise": "let go of a promise, as the customer no longer needs it",
    "deed.renegotiate_promise": "agreed on another time for a promise",
    "deed.pause": "let the case rest for a while",
    "deed.resume": "took the case up again after its rest",
    "deed.extend_observation": "agreed to watch the fix for longer",
    "deed.end_observation": "agreed to stop watching the fix",
    "deed.reschedule_visit": "agreed on another time for the visit",
    "deed.cancel_visit": "called a visit off",
    "deed.record_verification": "wrote down what the customer says of the fix",
    "deed.resolve": "called the case resolved",
    "deed.record_revisit": "asked the customer how they feel now, or tried to",
    "deed.withdraw": "ended the case, as the customer has withdrawn",
    "deed.end_without_agreement": "ended the case without agreement",
    "deed.set_priority": "changed the priority",
    "about.done_by_other": "what a colleague did",
    "notice.done_by_other.title": "{number}: {by} stepped in for you",
    "notice.done_by_other.body": (
        "“{title}”: {by} {deed}. It counts like your own; look at the timeline before you call, so that the customer"
        " doesn't hear it twice."
    ),
    "deed.triage": "took the first look and said what kind of case it is",
    "deed.confirm_complex": "confirmed the case and told the customer what happens next",
    "deed.complete_stage": "finished a stage",
    "deed.name_product": "wrote down which product it is",
    "deed.record_answers": "wrote down the customer's answers",
    "deed.make_promise": "promised the customer something",
    "deed.mark_message": "said what the customer's message is about",
    "deed.start_observation": "agreed with the customer to watch the fix for a while",
    "deed.arrange_visit": "promised the customer a visit",
    "deed.confirm_visit": "wrote down that the customer agrees to a visit",
    "deed.record_visit": "wrote down what came of a visit",
    "deed.report_visit": "reported on a visit",
    "deed.offer_remedy": "offered the customer a replacement or a refund",
    "deed.acknowledge_escalation": "took on a call for help",
    "deed.deescalate": "ended a call for help",
    "deed.add_note": "left a note",
    "deed.make_room": "made room in the case",
    "about.step_by_other": "what a colleague did in your case",
    "notice.step_by_other.title": "{number}: {by} took your case a step further",
    "notice.step_by_other.body": "“{title}”: {by} {deed}. See on the case what is yours to do next.",
    "notice.step.outcome": "What came of it: {visit_outcome}.",
    "notice.step.emotion": "The customer was {feels}.",
    "notice.step.noted": "Their note: {noted}.",
    "about.promised_for_other": "a promise to keep",
    "notice.promised_for_other.title": "{number}: {by} promised the customer your call by {due}",
    "notice.promised_for_other.body": (
        "“{title}”: you are to contact the customer about “{subject}” by {due}. {by} has promised it in your place; if"
        " you can't keep it, tell {by} now, not when it is due."
    ),
    "notice.grounds": "The reason given: {grounds}.",
}
ZH_CN: dict[str, str] = {
    "deed.log_contact": "联系了客户",
    "deed.ask_questions": "向客户问了几个问题",
    "deed.release_promise": "解除了一个承诺，客户已不再需要",
    "deed.renegotiate_promise": "和客户另约了一个承诺的时间",
    "deed.pause": "把个案暂停了一段时间",
    "deed.resume": "让暂停的个案继续了",
    "deed.extend_observation": "和客户约好再观察一段时间",
    "deed.end_observation": "和客户约好结束观察",
    "deed.reschedule_visit": "和客户另约了上门时间",
    "deed.cancel_visit": "取消了一次上门",
    "deed.record_verification": "登记了客户对处理结果的说法",
    "deed.resolve": "判定个案已解决",
    "deed.record_revisit": "做了回访",
    "deed.withdraw": "结束了个案，客户已撤回",
    "deed.end_without_agreement": "在未达成一致的情况下结束了个案",
    "deed.set_priority": "调整了优先级",
    "about.done_by_other": "同事代办的事",
    "notice.done_by_other.title": "{number}：{by} 替你处理了一步",
    "notice.done_by_other.body": (
        "《{title}》：{by} {deed}。这和你自己做的一样算数；打电话之前请先看看时间线，别让客户听两遍。"
    ),
    "deed.triage": "做了初步判断",
    "deed.confirm_complex": "确认了个案，并告诉了客户接下来怎么办",
    "deed.complete_stage": "完成了一个阶段",
    "deed.name_product": "登记了是哪种产品",
    "deed.record_answers": "登记了客户的回答",
    "deed.make_promise": "答应了客户一件事",
    "deed.mark_message": "标记了客户的消息",
    "deed.start_observation": "和客户约好先观察一段时间",
    "deed.arrange_visit": "和客户约了上门",
    "deed.confirm_visit": "登记了客户同意上门的时间",
    "deed.record_visit": "登记了上门的结果",
    "deed.report_visit": "交了上门报告",
    "deed.offer_remedy": "向客户提出了换货或退款",
    "deed.acknowledge_escalation": "接手了一次升级",
    "deed.deescalate": "结束了一次升级",
    "deed.add_note": "写了一条备注",
    "deed.make_room": "为个案腾出了空间",
    "about.step_by_other": "同事推进了你的个案",
    "notice.step_by_other.title": "{number}：{by} 推进了你的个案",
    "notice.step_by_other.body": "《{title}》：{by} {deed}。请看看个案，接下来轮到你做什么。",
    "notice.step.outcome": "结果：{visit_outcome}。",
    "notice.step.emotion": "客户的情绪：{feels}。",
    "notice.step.noted": "备注：{noted}。",
    "about.promised_for_other": "有承诺要你兑现",
    "notice.promised_for_other.title": "{number}：{by} 答应客户，由你在 {due} 前给回音",
    "notice.promised_for_other.body": (
        "《{title}》：请在 {due} 前就「{subject}」联系客户，这是 {by} 替你答应的。如果做不到，请现在就告诉 {by}，不要等到过了时间再说。"
    ),
    "notice.grounds": "说明的原因：{grounds}。",
}

TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    readers={
        "deed": _deeds,
        "grounds": Voice.reason,
        "feels": word("emotion"),
        "noted": Voice.reason,
        "visit_outcome": word("visit_outcome"),
    },
    added={
        "grounds": "notice.grounds",
        "visit_outcome": "notice.step.outcome",
        "feels": "notice.step.emotion",
        "noted": "notice.step.noted",
    },
)

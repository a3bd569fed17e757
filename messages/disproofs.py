"""Conversations that never took place in a case, and were taken back."""

from datetime import datetime

from domain.disproofs import ContactDisproved
from messages.telling import Telling, each, moment, sentence, thing
from messages.voice import Voice

EN: dict[str, str] = {
    "command.disprove_contact": "take a conversation back",
    "deed.disprove_contact": "took back a conversation that did not take place in it",
    "field.contact": "the conversation",
    "refusal.unknown_contact.title": "There is no such conversation in the case",
    "refusal.unknown_contact.detail": (
        "Case {number} carries no such conversation. One that is long past has been put away and stays as it is; say in"
        " a note what is wrong with it."
    ),
    "refusal.contact_disproved.title": "It has been taken back already",
    "refusal.contact_disproved.detail": (
        "In case {number} the conversation {contact} has been taken back already and counts for nothing. There is nothing"
        " left to do about it."
    ),
    "refusal.contact_of_past_life.title": "The case has ended since, and begun anew",
    "refusal.contact_of_past_life.detail": (
        "Case {number} was closed after the conversation {contact} and has been reopened since: what rested on it ended"
        " then. Say in a note that it never took place, and go by what the customer says now."
    ),
    "refusal.contact_of_visit.title": "That was said at the door",
    "refusal.contact_of_visit.detail": (
        "In case {number} the conversation {contact} is part of a visit, and is put right there: where nobody of ours was at the"
        " door, a lead records that we did not come, once its window is over. Say in a note what else is wrong with it."
    ),
    "refusal.contact_of_revisit.title": "The case has gone on from that revisit",
    "refusal.contact_of_revisit.detail": (
        "In case {number} the conversation {contact} was recorded as a revisit and led on from there. Call the customer and put"
        " on record what they say now; say in a note what was wrong with this one."
    ),
    "refusal.contact_of_notice.title": "The confirmation rests on this conversation",
    "refusal.contact_of_notice.detail": (
        "In the conversation {contact} the customer of case {number} was told that their case is complex. Call them, tell them,"
        " and log that call; say in a note what was wrong with this one."
    ),
    "refusal.contact_resolved_on.title": "The case counts as solved because of this conversation",
    "refusal.contact_resolved_on.detail": (
        "Case {number} counts as solved because of the conversation {contact}. Call the customer first. If there is trouble,"
        " record the revisit so: the work goes on, and then this conversation can be taken back. If all is well, the"
        " revisit says so from now on."
    ),
    "event.contact_disproved": (
        "The conversation {contact} did not take place in this case and counts for nothing any more. {by} put it right: {reason}."
    ),
    "event.contact_disproved.let_go": "Let go of around it: {let_go}.",
    "event.contact_disproved.moved": "Moved around it: {moved}.",
    "event.contact_disproved.promised_then": "Promised around it: {promised_then}.",
    "event.contact_disproved.answered": "Answers noted around it: {answered}",
    "event.contact_disproved.fallen": "Answers that count no more: {fallen}",
    "event.contact_disproved.agreed": "Agreed on around it: {agreed}.",
    "agreed.paused": "the case waits until {until}",
    "agreed.wait_over": "the case waits for the customer no longer",
    "agreed.watched": "the fix is watched until {until}",
    "agreed.visit_confirmed": "the visit on {visit} suits the customer",
    "agreed.offer_answered": "what the customer says to a {remedy}",
    "brief.contact_disproved": "conversation {contact} taken back",
    "about.contact_disproved": "a conversation taken back",
    "action.ref.contact_disproved": "{action}, the one {ref}",
    "notice.contact_disproved.title": "{number}: a conversation was taken back",
    "notice.contact_disproved.body": (
        "“{title}”: the conversation {contact} did not take place in this case, says {by}: {reason}. It counts for nothing any"
        " more. See on the case what is yours to do next."
    ),
    "notice.waits_since": "The customer has been waiting for an answer since {waits_since}.",
    "notice.owed_again": "What it had stood for is owed again, or broken where its time is past: {owed_again}.",
    "notice.let_go": (
        "Promises let go of around it, which nobody owes now: {let_go}. If this customer never said that they need no"
        " call, promise it anew."
    ),
    "notice.moved": (
        "Promises moved around it, as they stand now: {moved}. If this customer doesn't know of the new time, tell them,"
        " or move it back."
    ),
    "notice.promised_then": "Promised around it, and still to be kept: {promised_then}.",
    "notice.answered": (
        "Answers noted around it, which stand; make sure that they are this customer's: {answered}"
    ),
    "notice.fallen": (
        "Answers that came of it and count no more; ask anew what the customer hasn't answered before: {fallen}"
    ),
    "notice.agreed": (
        "Agreed on around it, and still in force: {agreed}. If this customer knows nothing of it, tell them, or undo it."
    ),
}
ZH_CN: dict[str, str] = {
    "command.disprove_contact": "撤销一次联系登记",
    "deed.disprove_contact": "撤销了一次登记错的联系",
    "field.contact": "这次联系",
    "refusal.unknown_contact.title": "个案里没有这次联系",
    "refusal.unknown_contact.detail": (
        "个案 {number} 里没有这次联系。早已过去的联系收起来以后不再改动；哪里不对，请写在备注里。"
    ),
    "refusal.contact_disproved.title": "这次联系已经撤销过了",
    "refusal.contact_disproved.detail": "个案 {number} 里，{contact}已经撤销，不再算数，不用再做什么。",
    "refusal.contact_of_past_life.title": "个案后来结束过，又重新打开了",
    "refusal.contact_of_past_life.detail": (
        "{contact}之后，个案 {number} 已经结束，后来才重新打开，当时因它而定的事都已了结。"
        "请在备注里写明这次联系没有发生过，接下来以客户现在说的为准。"
    ),
    "refusal.contact_of_visit.title": "这是上门时的沟通",
    "refusal.contact_of_visit.detail": (
        "个案 {number} 里，{contact}是上门记录的一部分，要在上门记录里更正：如果当时其实没有人上门，"
        "请由组长在约定时段过后改登为我们没有人去。其他不对的地方，请写在备注里。"
    ),
    "refusal.contact_of_revisit.title": "这次回访之后，个案又往下走了",
    "refusal.contact_of_revisit.detail": (
        "个案 {number} 里，{contact}是作为回访登记的，后面的步骤都由它而来。请给客户打个电话，把客户现在说的登记下来；"
        "这次哪里不对，请写在备注里。"
    ),
    "refusal.contact_of_notice.title": "确认个案时依据的就是这次联系",
    "refusal.contact_of_notice.detail": (
        "客户得知个案 {number} 比较复杂，就是在这次联系里（{contact}）。请联系客户，把情况告诉客户，再登记那次联系；"
        "这次哪里不对，请写在备注里。"
    ),
    "refusal.contact_resolved_on.title": "个案是凭这次联系判定解决的",
    "refusal.contact_resolved_on.detail": (
        "{contact}是个案 {number} 判定解决的依据。请先联系客户：如果还有问题，请照实登记回访，个案会接着处理，"
        "之后就可以撤销这次联系；如果一切都好，今后就以这次回访为准。"
    ),
    "event.contact_disproved": "{contact}并没有发生在这个个案里，不再算数。{by} 更正：{reason}。",
    "event.contact_disproved.let_go": "这次联系前后解除的承诺：{let_go}。",
    "event.contact_disproved.moved": "这次联系前后改约的承诺：{moved}。",
    "event.contact_disproved.promised_then": "这次联系前后作出的承诺：{promised_then}。",
    "event.contact_disproved.answered": "这次联系前后登记的答案：{answered}",
    "event.contact_disproved.fallen": "不再算数的答案：{fallen}",
    "event.contact_disproved.agreed": "这次联系前后还说定了：{agreed}。",
    "agreed.paused": "个案暂停到 {until}",
    "agreed.wait_over": "不再等客户答复",
    "agreed.watched": "修好后观察到 {until}",
    "agreed.visit_confirmed": "客户同意 {visit} 上门",
    "agreed.offer_answered": "客户对{remedy}方案的答复",
    "brief.contact_disproved": "撤销联系：{contact}",
    "about.contact_disproved": "一次联系被撤销",
    "action.ref.contact_disproved": "{action}，{ref}",
    "notice.contact_disproved.title": "{number}：一次联系被撤销了",
    "notice.contact_disproved.body": (
        "《{title}》：{by} 说，{contact}并没有发生在这个个案里：{reason}。它不再算数。"
        "请看看个案，接下来轮到你做什么。"
    ),
    "notice.waits_since": "客户从 {waits_since} 起一直在等答复。",
    "notice.owed_again": "原来因它了结的承诺要重新兑现，已经过了时间的算失约：{owed_again}。",
    "notice.let_go": (
        "这次联系前后解除的承诺，现在没有人要兑现：{let_go}。如果这位客户并没有说过不再需要，请重新承诺。"
    ),
    "notice.moved": (
        "这次联系前后改约的承诺，现在的时间是：{moved}。如果这位客户不知道新的时间，请告诉客户，或者改回去。"
    ),
    "notice.promised_then": "这次联系前后作出的承诺，仍要兑现：{promised_then}。",
    "notice.answered": "这次联系前后登记的答案仍然算数，请核实是不是这位客户说的：{answered}",
    "notice.fallen": "因它登记的答案不再算数，客户之前没有回答过的，请重新问：{fallen}",
    "notice.agreed": "这次联系前后还说定了下面的事，现在仍然有效：{agreed}。如果这位客户并不知情，请告诉客户，或者撤销。",
}

NAMED = ("owed_again", "let_go", "moved", "promised_then", "answered", "fallen", "agreed")
"""What a notice may name besides."""


def _disproved(event: ContactDisproved, voice: Voice) -> str:
    """That it never was, what was agreed on around it, which stands, and the answers that don't."""
    stands = {"let_go": event.let_go, "moved": event.moved, "promised_then": event.promised}
    named = {name: [voice.thing(each) for each in ids] for name, ids in stands.items()}
    lines = [sentence()(event, voice)]
    for name, things in named.items():
        if things:
            lines.append(
                voice.say(f"event.contact_disproved.{name}", **{name: voice.listed(things)})
            )
    for name, questions in (("answered", event.noted), ("fallen", event.fallen)):
        if questions:
            said = {name: voice.in_a_row(list(questions))}
            lines.append(voice.say(f"event.contact_disproved.{name}", **said))
    if event.agreed:
        named_so = [_said(each.what, each.ref, each.until, voice) for each in event.agreed]
        lines.append(voice.say("event.contact_disproved.agreed", agreed=voice.in_a_row(named_so)))
    return voice.say("list.sentence").join(lines)


def _said(what: str, ref: str, until: datetime | None, voice: Voice) -> str:
    """One thing that was agreed on and is no promise."""
    return voice.say(
        f"agreed.{what}",
        until=voice.moment(until) if until else "",
        visit=voice.thing(ref),
        remedy=voice.word("remedy", ref),
    )


def _agreed(voice: Voice, value: str) -> str:
    said = []
    for agreed in value.split("; "):
        what, _, of = agreed.partition(" ")
        until = datetime.fromisoformat(of) if what in ("paused", "watched") else None
        said.append(_said(what, of, until, voice))
    return voice.in_a_row(said)


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={ContactDisproved: _disproved},
    readers={
        "waits_since": moment,
        **dict.fromkeys(("owed_again", "let_go", "moved", "promised_then"), each(thing)),
        **dict.fromkeys(
            ("answered", "fallen"), lambda voice, value: voice.in_a_row(value.split("; "))
        ),
        "agreed": _agreed,
    },
    added={name: f"notice.{name}" for name in ("waits_since", *NAMED)},
)

"""A closed case that goes on because its end was none."""

from domain.closed_in_error import ClosingDisproved
from messages.telling import Telling, moment, sentence, word
from messages.voice import Voice

EN: dict[str, str] = {
    "command.reopen": "reopen a case that was closed in error",
    "deed.reopen": "reopened it, since it had been closed in error",
    "anchor.closing_disproved": "the case turned out to have been closed in error",
    "refusal.not_closed.title": "The case is open already",
    "refusal.not_closed.detail": "Case {number} is not closed, so there is nothing to reopen. Go on with it as it is.",
    "refusal.closed_by_revisit.title": "It ended with the revisit",
    "refusal.closed_by_revisit.detail": (
        "Case {number} ended with {contact}. If that was with somebody else, or never held, take that conversation back: the case"
        " goes on then. If the customer has trouble again, log what they say as their message and reopen the case for it."
    ),
    "event.closing_disproved": (
        "The case had been closed in error (“{ending}”), and goes on as if it had never ended. {by}: {reason}."
    ),
    "brief.closing_disproved": "closed in error, goes on",
    "about.closing_disproved": "a case that was closed in error",
    "notice.elsewhere": "What they have written since goes on in {elsewhere}: agree with its owner on who calls.",
    "notice.paused_until": "The pause that the customer was told of goes on until {paused_until}.",
    "notice.watched_until": "The fix is watched on until {watched_until}, with the check-ins that were agreed.",
    "notice.closing_disproved.title": "{number}: closed in error, and open again",
    "notice.closing_disproved.body": (
        "“{title}” had been closed (“{ended_as}”). That was an error, says {by}: {reason}. It goes on at “{stage}” as if"
        " nobody had closed it: what was let go of with the end is owed again, or broken where its time is past, and so is a visit."
    ),
}
ZH_CN: dict[str, str] = {
    "command.reopen": "重新打开误结束的个案",
    "deed.reopen": "重新打开了误结束的个案",
    "anchor.closing_disproved": "查明个案是误结束的",
    "refusal.not_closed.title": "个案本来就开着",
    "refusal.not_closed.detail": "个案 {number} 没有结束，不用重新打开，照常跟进就好。",
    "refusal.closed_by_revisit.title": "个案是随回访结束的",
    "refusal.closed_by_revisit.detail": (
        "个案 {number} 是随 {contact}结束的。如果那次回访不是跟这位客户，或者没有打过，请撤销那次联系，个案就会接着跟进。"
        "如果客户又遇到了问题，请把客户说的登记为消息，再因此重新打开个案。"
    ),
    "event.closing_disproved": "个案原先是误结束的（{ending}），现在接着跟进，视同没有结束过。{by} 更正：{reason}。",
    "brief.closing_disproved": "误结束，接着跟进",
    "about.closing_disproved": "误结束的个案",
    "notice.elsewhere": "客户后来写的，已经在 {elsewhere} 里跟进；由谁联系客户，请跟那边的负责人商量好。",
    "notice.paused_until": "先前告诉客户的暂停照旧，到 {paused_until} 为止。",
    "notice.watched_until": "观察期照旧，到 {watched_until} 为止，约好的问候也照旧。",
    "notice.closing_disproved.title": "{number}：个案误结束，已重新打开",
    "notice.closing_disproved.body": (
        "《{title}》先前结束了（{ended_as}）。{by} 更正这是误操作：{reason}。个案从「{stage}」接着跟进，视同没有结束过："
        "随结束解除的承诺和取消的上门重新算数，已经过了时间的算失约。"
    ),
}


def _ended_as(event: ClosingDisproved, voice: Voice) -> dict[str, str]:
    return {"ending": voice.word("ending", event.ending)}


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={ClosingDisproved: sentence(of=_ended_as)},
    readers={"ended_as": word("ending"), "paused_until": moment, "watched_until": moment},
    added={name: f"notice.{name}" for name in ("elsewhere", "paused_until", "watched_until")},
)

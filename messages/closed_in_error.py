"""A closed case that goes on because its end was none."""

from domain.closed_in_error import ClosingDisproved
from messages.telling import Telling, sentence, word
from messages.voice import Voice

EN: dict[str, str] = {
    "command.reopen": "reopen a case that was closed in error",
    "deed.reopen": "reopened it, since it had been closed in error",
    "anchor.closing_disproved": "the case turned out to have been closed in error",
    "refusal.not_closed.title": "The case is open already",
    "refusal.not_closed.detail": "Case {number} is not closed, so there is nothing to reopen. Go on with it as it is.",
    "event.closing_disproved": (
        "The case had been closed in error (“{ending}”), and goes on as if it had never ended. {by}: {reason}."
    ),
    "brief.closing_disproved": "closed in error, goes on",
    "about.closing_disproved": "a case that was closed in error",
    "notice.closing_disproved.title": "{number}: closed in error, and open again",
    "notice.closing_disproved.body": (
        "“{title}” had been closed (“{ended_as}”). That was an error, says {by}: {reason}. It goes on at “{stage}”, and what was"
        " let go of with the end is owed again. Visits that were called off then stay so: arrange anew what is still needed."
    ),
}
ZH_CN: dict[str, str] = {
    "command.reopen": "重新打开误结束的个案",
    "deed.reopen": "重新打开了误结束的个案",
    "anchor.closing_disproved": "查明个案是误结束的",
    "refusal.not_closed.title": "个案本来就开着",
    "refusal.not_closed.detail": "个案 {number} 没有结束，不用重新打开，照常跟进就好。",
    "event.closing_disproved": "个案原先是误结束的（{ending}），现在接着跟进，视同没有结束过。{by} 更正：{reason}。",
    "brief.closing_disproved": "误结束，接着跟进",
    "about.closing_disproved": "误结束的个案",
    "notice.closing_disproved.title": "{number}：个案误结束，已重新打开",
    "notice.closing_disproved.body": (
        "《{title}》先前结束了（{ended_as}）。{by} 更正这是误操作：{reason}。个案从「{stage}」接着跟进，随结束解除的承诺要重新兑现。"
        "当时取消的上门不会恢复，还需要的话请重新预约。"
    ),
}


def _ended_as(event: ClosingDisproved, voice: Voice) -> dict[str, str]:
    return {"ending": voice.word("ending", event.ending)}


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={ClosingDisproved: sentence(of=_ended_as)},
    readers={"ended_as": word("ending")},
)

"""A case that goes back to before a revisit which turned out to be none."""

from domain.going_back import RevisitDisproved
from messages.telling import Telling, moment, sentence

EN: dict[str, str] = {
    "event.revisit_disproved.another_try": "That try to reach the customer for the revisit counts no more.",
    "event.revisit_disproved.closed": (
        "The revisit with which the case had ended was none: the case goes on, and the customer is still to be called."
    ),
    "event.revisit_disproved.work": (
        "The revisit that had told of trouble was none: the case is solved as before, and the customer is still to be called."
    ),
    "brief.revisit_disproved": "revisit taken back",
    "tier.revisit_disproved": "the revisit that had raised it was none",
    "anchor.contact_disproved": "a conversation turned out to be none",
    "notice.revisit_by": (
        "It had been the revisit, which is owed again: the customer is to be called by {revisit_by}, and until then the case"
        " isn't over."
    ),
}
ZH_CN: dict[str, str] = {
    "event.revisit_disproved.another_try": "这次没打通的回访不再算数。",
    "event.revisit_disproved.closed": "原先结束个案的那次回访没有发生过：个案继续，还要给客户打回访电话。",
    "event.revisit_disproved.work": "说问题又出现的那次回访没有发生过：个案仍算已解决，还要给客户打回访电话。",
    "brief.revisit_disproved": "撤销回访",
    "tier.revisit_disproved": "当初提级依据的回访没有发生过",
    "anchor.contact_disproved": "查明一次联系没有发生过",
    "notice.revisit_by": "这次联系原先算作回访，现在要重新回访：{revisit_by} 之前要给客户打电话，在那之前个案还没有了结。",
}

TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={RevisitDisproved: sentence(variant="led_to")},
    readers={"revisit_by": moment},
    added={"revisit_by": "notice.revisit_by"},
)

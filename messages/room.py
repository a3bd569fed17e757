"""Room: that a case holds almost too much, what was put away, and who made room."""

from domain.case.actions import Action
from domain.room.rules import PastPutAway, RoomChanged, RoomMade, RoomOverdue
from messages.telling import Telling, person, sentence
from messages.voice import Voice

EN: dict[str, str] = {
    "command.make_room": "make room in the case",
    "refusal.case_full.title": "The case can take on nothing new for now",
    "refusal.case_full.detail": (
        "Case {number} holds as much as one case can carry: {promises} open promises and {calls} open calls for help,"
        " among other things. What the customer says still arrives, what is due still happens, and everything that keeps or"
        " ends something goes on as ever. Keep or release promises that are no longer needed, or ask a lead to make"
        " room; then try again."
    ),
    "event.past_put_away": (
        "{count} things that are long past were put away, so that the case stays light. They can be read here as before."
    ),
    "brief.past_put_away": "{count} past things put away",
    "event.room_changed": "{fullness}",
    "brief.room_changed": "{fullness}",
    "fullness.roomy": "The case has enough room again.",
    "fullness.near": "The case holds almost as much as one case can carry.",
    "fullness.full": "The case holds as much as one case can carry; nothing new is taken on until there is room.",
    "anchor.little_room": "the case had little room left",
    "deadline.room": "Room to be made in the case by {owner}, due {due}",
    "event.room_overdue": "Nobody has made room in the case; it was due {due_at}.",
    "brief.room_overdue": "room in the case overdue",
    "event.room_made": (
        "{by} made room in the case: {promises} promises released, {escalations} calls for help ended. {reason}"
    ),
    "brief.room_made": "{by} made room",
    "notice.little_room.title": "{number} holds almost more than one case can carry",
    "notice.little_room.body": (
        "“{title}” (owner {owner}) has reached {share} percent of what one case can carry: {promises} promises and {calls}"
        " calls for help are open. What the customer says always arrives; but at a hundred percent colleagues can begin"
        " nothing new in it. Please look at what is still needed. What is not, release or end; making room does it in one go."
    ),
    "about.little_room": "a case with little room left",
    "notice.room_overdue.title": "{number} still has little room left",
    "notice.room_overdue.body": (
        "“{title}” (owner {owner}): you were to see by {due} to what is open in it, so that colleagues can go on working, and it"
        " holds as much as before. {called} has been called now. Please release or end what is no longer needed; making room does it in one go."
    ),
    "about.room_overdue": "room in a case overdue",
    "notice.room_made.title": "{number}: {by} made room in a case of yours",
    "notice.room_made.body": (
        "“{title}”: {by} put away what is long past, released {promises} promises and ended {escalations} calls for help, so that"
        " the case can go on. The reason given: {reason} Please look whether the customer still waits for one of them."
    ),
    "about.room_made": "room made in a case",
    "owed.room": "Look at what is open in this case, and make room: it holds almost more than one case can carry.",
    "owed.room.full": "Make room in this case: it is full, and colleagues can begin nothing new in it.",
}
ZH_CN: dict[str, str] = {
    "command.make_room": "为个案腾出空间",
    "refusal.case_full.title": "这个个案暂时加不进新的内容了",
    "refusal.case_full.detail": (
        "个案 {number} 已经装满：仅未兑现的承诺就有 {promises} 个，未结束的求助有 {calls} 个。客户说的话照常送达，"
        "到期的事照常进行，兑现和了结也都不受影响。请先兑现或解除不再需要的承诺，或者请组长腾出空间，然后再试。"
    ),
    "event.past_put_away": "为了让个案保持轻便，收起了 {count} 条早已过去的记录；在这里照样可以查阅。",
    "brief.past_put_away": "收起 {count} 条旧记录",
    "event.room_changed": "{fullness}",
    "brief.room_changed": "{fullness}",
    "fullness.roomy": "个案的空间又充足了。",
    "fullness.near": "个案快要装满了。",
    "fullness.full": "个案已经装满，腾出空间之前加不进新的内容。",
    "anchor.little_room": "个案空间不多了",
    "deadline.room": "{owner} 为个案腾出空间，最迟 {due}",
    "event.room_overdue": "还没有人为个案腾出空间，原定 {due_at}。",
    "brief.room_overdue": "腾出空间已超时",
    "event.room_made": "{by} 为个案腾出了空间：解除了 {promises} 个承诺，结束了 {escalations} 个求助。{reason}",
    "brief.room_made": "{by} 腾出空间",
    "notice.little_room.title": "{number}：个案快要装满了",
    "notice.little_room.body": (
        "《{title}》（负责人 {owner}）已经用到一个个案所能容纳的 {share}%：未兑现的承诺有 {promises} 个，未结束的求助有 {calls} 个。"
        "客户说的话总能送达；但装满以后，同事就不能再往里加新的内容。请看看哪些还需要，不需要的请解除或结束，也可以一次性腾出空间。"
    ),
    "about.little_room": "个案快要装满",
    "notice.room_overdue.title": "{number}：个案的空间还是不够",
    "notice.room_overdue.body": (
        "《{title}》（负责人 {owner}）：本该在 {due} 之前由你看看还有哪些没了结的，好让同事接着办下去，现在装的还和先前一样多。"
        "系统已经请 {called} 来支援。不再需要的请解除或结束，也可以一次性腾出空间。"
    ),
    "about.room_overdue": "腾出空间已超时",
    "notice.room_made.title": "{number}：{by} 为和你有关的个案腾出了空间",
    "notice.room_made.body": (
        "《{title}》：为了让个案能继续，{by} 收起了早已过去的记录，解除了 {promises} 个承诺，结束了 {escalations} 个求助。"
        "填写的原因：{reason} 请看看其中有没有客户还在等的。"
    ),
    "about.room_made": "个案腾出了空间",
    "owed.room": "看看这个个案里还有哪些没了结的，腾出空间：它快要装满了。",
    "owed.room.full": "为这个个案腾出空间：它已经装满，同事加不进新的内容。",
}


def _put_away(event: PastPutAway, voice: Voice) -> dict[str, str]:
    return {"count": str(event.count)}


def _put_away_said(event: PastPutAway, voice: Voice) -> str:
    return voice.say("event.past_put_away", **_put_away(event, voice))


def _room(event: RoomChanged, voice: Voice) -> dict[str, str]:
    return {"fullness": voice.word("fullness", event.room.fullness)}


def _room_said(event: RoomChanged, voice: Voice) -> str:
    return voice.say("event.room_changed", **_room(event, voice))


def _made(event: RoomMade, voice: Voice) -> dict[str, str]:
    return {
        "by": voice.person(event.by),
        "promises": str(event.promises),
        "escalations": str(event.escalations),
        "reason": event.reason,
    }


def _made_said(event: RoomMade, voice: Voice) -> str:
    return voice.say("event.room_made", **_made(event, voice))


def _made_notice(action: Action, voice: Voice) -> dict[str, str]:
    return {name: action.params[name] for name in ("promises", "escalations", "reason")}


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={
        PastPutAway: _put_away_said,
        RoomChanged: _room_said,
        RoomOverdue: sentence(),
        RoomMade: _made_said,
    },
    briefs={PastPutAway: _put_away, RoomChanged: _room, RoomMade: _made},
    notices={"room_made": _made_notice},
    readers={"called": person},
)

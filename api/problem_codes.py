"""The codes of problems and their HTTP status. They are part of the API: never renamed, never reused.

`docs/reference/problems.md` is made from here and from the features' refusals (`python -m api.reference`).
"""

from typing import NamedTuple

from domain.book import BOOK
from domain.plan.terms import Language
from domain.rules import Fault

Text = tuple[str, str]
"""A title and the way out."""


class Either(NamedTuple):
    """A part of a sentence in both languages."""

    en: str
    zh: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh-CN" else self.en


class Own(NamedTuple):
    """A problem of the API's own."""

    status: int
    en: Text
    zh: Text

    def text(self, language: Language) -> Text:
        return self.zh if language == "zh-CN" else self.en


ROLES: dict[str, Either] = {
    "agent": Either("agent", "坐席"),
    "lead": Either("lead", "组长"),
    "supervisor": Either("supervisor", "主管"),
    "executive": Either("executive", "高管"),
    "department": Either("colleague of a department", "协作部门的同事"),
    "service": Either("channel or program of ours", "渠道或程序"),
    "admin": Either("admin", "管理员"),
}
"""Roles in words, from the line's lower end up."""

API_PROBLEMS: dict[str, Own] = {
    "invalid_request": Own(
        422,
        ("The request can't be read", "What is wrong is said of each field."),
        ("请求内容有误", "哪一项有问题、是什么问题，都写在那一项旁边。"),
    ),
    "body_unreadable": Own(
        400,
        ("The body can't be read", "{reason}: line {line}, column {column}."),
        ("请求正文无法读取", "{reason}：第 {line} 行第 {column} 个字符处。"),
    ),
    "json_expected": Own(
        415,
        ("The body has to be JSON", "Send it with `Content-Type: application/json`."),
        ("请求正文须为 JSON", "请在请求头中附上 `Content-Type: application/json`。"),
    ),
    "unknown_parameter": Own(
        422,
        ("Unknown in this address", "Nothing here is called {unknown}. Known are: {known}."),
        ("地址中有未知的参数", "这里没有参数 {unknown}。可用的参数：{known}。"),
    ),
    "too_many_failures": Own(
        429,
        (
            "Too many tries without a valid key",
            "They came from your address; try again in {wait} s, with a key that is valid.",
        ),
        ("无效密钥的请求过多", "这些请求来自你的地址，请在 {wait} 秒后用有效的密钥重试。"),
    ),
    "case_of_another_team": Own(
        403,
        (
            "This case is another team's",
            (
                "{number} is carried by {team}. You may read it, write a note, pass on what the customer says or call"
                " for help; for anything else ask its owner, or have it assigned to you."
            ),
        ),
        (
            "这个个案由其他组负责",
            "{number} 由「{team}」跟进。你可以查看它、写备注、转达客户的话，也可以升级求助；其他的事请找负责人，或者请人把个案转给你。",
        ),
    ),
    "person_of_another_team": Own(
        403,
        (
            "They are in another team",
            "What they owe and what they were told is for their own lead, and for supervisors.",
        ),
        ("对方在其他组", "对方的待办和通知，由对方的组长或主管查看。"),
    ),
    "scope_required": Own(
        403,
        (
            "This key is not for that",
            "It lacks the scope `{scope}`; an admin makes another with `followthrough key create … --scope {scope}`.",
        ),
        (
            "这个密钥没有相应的权限范围",
            "它缺少权限范围 `{scope}`；请管理员用 `followthrough key create … --scope {scope}` 另发一个。",
        ),
    ),
    "command_not_found": Own(
        404,
        ("No such request", "Nothing was received from you under the key {key}."),
        ("没有这个请求", "没有收到过你用 {key} 这个 Idempotency-Key 发来的请求，请核对。"),
    ),
    "too_large": Own(
        413,
        (
            "The request is too large",
            "A request may have four megabytes. Send a longer text in several messages, each whole.",
        ),
        ("请求内容太大", "一次请求最多 4 MB。文字更长时，请分成几条发送。"),
    ),
    "read_after_invalid": Own(
        400,
        (
            "These tokens are not ours",
            "`Read-After` takes what receipts carry, such as C-000001@15, at most {most} of them with commas between.",
        ),
        (
            "这不是我们给的标记",
            "`Read-After` 要填回执里带的标记，例如 C-000001@15；多个用逗号隔开，最多 {most} 个。",
        ),
    ),
    "not_recorded_yet": Own(
        503,
        (
            "Not there to read yet",
            "What you were told of {numbers} is done and safe, and its record is still on its way. Read again in a moment.",
        ),
        (
            "还读不到最新内容",
            "{numbers} 上你刚办的事已经办成，不会丢，只是还没有全部落库。请稍后再读一次。",
        ),
    ),
    "invalid_cursor": Own(
        422,
        ("The cursor is not ours", "Start from the first page again."),
        ("翻页标记无效", "请从第一页重新开始。"),
    ),
    "key_missing": Own(
        401,
        ("No API key", "Send it as `Authorization: Bearer ft_…`."),
        ("缺少 API 密钥", "请在请求头中附上 `Authorization: Bearer ft_…`。"),
    ),
    "key_unknown": Own(
        401,
        ("The API key is not valid", "It is unknown or was revoked; ask an admin."),
        ("API 密钥无效", "密钥不存在或已被吊销，请联系管理员。"),
    ),
    "session_ended": Own(
        401,
        ("You are not signed in any more", "Please sign in again, then go on where you were."),
        ("登录已失效", "请重新登录，然后接着刚才的事继续。"),
    ),
    "spoke_in_future": Own(
        422,
        (
            "That time is still to come",
            "{at} lies in the future, so nobody can have spoken then; check the time. By our clock it is {our_time}.",
        ),
        (
            "这个时间还没到",
            "{at} 还没到，客户不可能已经说过；请核对时间。我们这边现在是 {our_time}。",
        ),
    ),
    "not_your_visit": Own(
        403,
        (
            "Somebody else makes this visit",
            "The visit on case {number} is for {engineer} to report on, or for the people who carry the case.",
        ),
        (
            "这次上门由别的同事负责",
            "个案 {number} 的这次上门由 {engineer} 负责，结果请由 {engineer} 本人或个案的负责同事来登记。",
        ),
    ),
    "role_required": Own(
        403,
        (
            "Your role does not allow that",
            "It takes one of: {roles}. Ask a colleague who has it, or an admin to give it to you.",
        ),
        (
            "你的角色没有这项权限",
            "需要以下角色之一：{roles}。请找有权限的同事来做，或请管理员授予角色。",
        ),
    ),
    "case_not_found": Own(
        404,
        ("No such case", "There is no case {number}; please check the number."),
        ("没有这个个案", "没有编号为 {number} 的个案，请核对编号。"),
    ),
    "case_not_open_yet": Own(
        404,
        (
            "Not open yet",
            "The opening of case {number} was received and waits to be decided; ask again in a moment.",
        ),
        ("还没有建立", "建立个案 {number} 的请求已收到，正在等待处理，请稍后再查。"),
    ),
    "nothing_asked": Own(
        409,
        (
            "Nothing is asked about this customer",
            "Nobody doubts who the customer of case {number} is: see `question` of its `person`.",
        ),
        ("没有需要确认的问题", "个案 {number} 的客户是谁没有疑问：请看 `person` 中的 `question`。"),
    ),
    "text_not_found": Own(
        404,
        ("No such text", "The customer of case {number} said nothing that is kept as {id}."),
        ("没有这段文字", "个案 {number} 中没有编号为 {id} 的客户原话。"),
    ),
    "notice_not_found": Own(
        404,
        ("No such notice", "Your inbox has no notice {id}."),
        ("没有这条通知", "你的收件箱里没有通知 {id}。"),
    ),
    "webhook_not_found": Own(
        404,
        ("No such webhook", "There is no webhook {id}, or not any more."),
        ("没有这个订阅", "不存在订阅 {id}，或者它已被删除。"),
    ),
    "delivery_not_found": Own(
        404,
        (
            "No such delivery",
            "This webhook has no delivery {id}; ended ones are kept thirty days, a replay brings any.",
        ),
        (
            "没有这次投递",
            "这个订阅没有投递 {id}；已结束的记录保留三十天。重放可以再次送出任何事件。",
        ),
    ),
    "webhook_address_refused": Own(
        422,
        ("Webhooks may not go there", "{reason}"),
        ("这个地址不能用于投递", "{reason}"),
    ),
    "not_found": Own(
        404,
        ("Nothing here", "There is nothing at this address; /docs lists what there is."),
        ("此处没有内容", "这个地址不存在；可用的地址见 /docs。"),
    ),
    "method_not_allowed": Own(
        405,
        (
            "Not in this way",
            "This address does not take that method; the header `Allow` names those it takes.",
        ),
        ("不支持这种请求方式", "这个地址不接受该方法；可用的方法见响应头 `Allow`。"),
    ),
    "view_not_found": Own(
        404,
        ("No such view", "None of your views is {id}; perhaps it was taken away."),
        ("没有这个视图", "你没有编号为 {id} 的视图，可能已经删除。"),
    ),
    "view_name_taken": Own(
        409,
        (
            "A view of yours is called that",
            "Choose another name than {name}, or take the other view away.",
        ),
        ("已有同名视图", "你已经有一个视图叫「{name}」，请换个名字，或先删掉那一个。"),
    ),
    "too_many_views": Own(
        409,
        (
            "That is as many as fit",
            "One person keeps at most {most} views. Take one away that nobody needs any more.",
        ),
        ("视图已经存满", "每人最多保存 {most} 个视图，请先删掉用不着的。"),
    ),
    "unknown_person": Own(
        422,
        ("No such person", "Nobody active has the handle {handle}."),
        ("没有这个人", "在职人员中没有账号 {handle}。"),
    ),
    "person_cannot_own": Own(
        422,
        (
            "This person can't take it on",
            "{person} has no role in which one may do what it takes. These may: {able}.",
        ),
        (
            "这个人不能接手",
            "{person} 没有所需的角色，接手后什么也做不了。可以交给：{able}。",
        ),
    ),
    "unknown_mention": Own(
        422,
        (
            "Nobody to call",
            "No colleague who reads notes has this handle: {handles}. Correct it, or leave out the @.",
        ),
        ("没有可以提醒的人", "能看备注的同事中没有：{handles}。请改正，或去掉 @。"),
    ),
    "unknown_scenario": Own(
        422,
        ("No such scenario", "The policy knows: {known}."),
        ("没有这个场景", "政策中有：{known}。"),
    ),
    "unknown_team": Own(
        422,
        ("No such team", "The policy knows: {known}."),
        ("没有这个团队", "政策中有：{known}。"),
    ),
    "unknown_product": Own(
        422,
        ("No such product family", "The policy knows: {known}."),
        ("没有这个产品系列", "政策中有：{known}。"),
    ),
    "idempotency_key_invalid": Own(
        422,
        (
            "The Idempotency-Key can't be used",
            "Use 1 to 200 printable characters, a fresh one for each new request.",
        ),
        ("Idempotency-Key 无法使用", "请用 1 到 200 个可打印字符，每个新请求换一个。"),
    ),
    "payloads_unreadable": Own(
        422,
        ("These payloads can't be opened", "{reason}"),
        ("这些内容无法解密", "{reason}"),
    ),
    "unreachable": Own(
        503,
        (
            "Not confirmed",
            "Nobody knows whether the engine has received this. Repeat with the same Idempotency-Key.",
        ),
        (
            "尚未确认收到",
            "暂时连不上流程引擎，还不知道这次请求是否已收到。请用同一个 Idempotency-Key 重试。",
        ),
    ),
    "database_unreachable": Own(
        503,
        (
            "The database does not answer",
            "Nobody knows whether this was kept. Repeat with the same Idempotency-Key.",
        ),
        ("数据库没有响应", "还不知道这次请求是否已保存。请用同一个 Idempotency-Key 重试。"),
    ),
    "request_failed": Own(
        500,
        ("Something went wrong on our side", "It was logged; please repeat."),
        ("我们这边出了问题", "错误已记录，请重试。"),
    ),
}

STATUS: dict[Fault, int] = {
    Fault.CONFLICT: 409,
    Fault.INVALID: 422,
    Fault.UNKNOWN: 404,
    Fault.NOT_YOURS: 403,
}
"""Of refusals of the core, by whose fault it is."""


def refusal_status(code: str) -> int:
    """The HTTP status of a refusal; one that a newer core knows and we don't is a conflict."""
    meaning = BOOK.refusals.get(code)
    return STATUS[meaning.fault if meaning else Fault.CONFLICT]

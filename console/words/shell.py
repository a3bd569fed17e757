"""Words of the frame around every page."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "product": Either("Followthrough", "跟到底"),
    "skip": Either("To the content", "跳到正文"),
    "nav": Either("Main menu", "主菜单"),
    "nav.day": Either("My day", "我的一天"),
    "nav.cases": Either("Cases", "个案"),
    "nav.account": Either("Account", "账号"),
    "signed_in_as": Either("Signed in as {name}", "已登录：{name}"),
    "sign_out": Either("Sign out", "退出"),
    "done.next": Either("Promised next: {when}, {about}.", "接下来答应的是：{when}，{about}。"),
    "done.complete": Either(
        "The stage is finished; the case is now in “{stage}”.",
        "这个阶段完成了，现在到了「{stage}」。",
    ),
    "done": Either("Done: {what}.", "已完成：{what}。"),
    "received": Either(
        "Received: {what}. It is safe with us and is dealt with in a moment; nothing has to be sent again.",
        "已收到：{what}。我们已经收好，马上处理，不用重发。",
    ),
    "more": Either("More", "更多"),
    "next_page": Either("Further down the list", "往下看"),
    "none": Either("none", "无"),
    "optional": Either("optional", "选填"),
    "choose": Either("Choose …", "请选择……"),
    "problem.back": Either("Back to my day", "回到我的一天"),
    "problem.not_found": Either("There is no such page", "没有这个页面"),
    "problem.not_found.detail": Either(
        "The address may be cut off or mistyped. Everything you work on is on my day and in the list of cases.",
        "地址可能不完整，或者打错了。你手上的事都在「我的一天」和个案列表里。",
    ),
    "problem.not_from_here": Either(
        "This page was drawn for another sign-in", "这个页面属于另一次登录"
    ),
    "problem.not_from_here.detail": Either(
        "Nothing was done. Open the page once more and send the form from there.",
        "没有做任何改动。请重新打开这个页面，再提交一次。",
    ),
}

"""Words of signing in and of the account."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "sign_in.title": Either("Sign in", "登录"),
    "sign_in.handle": Either("Your name here, such as li.min", "账号，例如 li.min"),
    "sign_in.password": Either("Password", "密码"),
    "sign_in.button": Either("Sign in", "登录"),
    "sign_in.wrong": Either(
        "Name and password don't fit together. Please look at both once more.",
        "账号和密码对不上，请再核对一下。",
    ),
    "sign_in.wait": Either(
        "That was tried too often. Please try again in {wait}; whoever is signed in already works on undisturbed.",
        "尝试次数太多，请 {wait}后再试；已经登录的人不受影响。",
    ),
    "sign_in.bye": Either("You are signed out. Take care!", "已退出登录。辛苦了！"),
    "sign_in.kept": Either(
        "You had been away for a while, so please sign in once more. What you typed is kept: it stands in its form again afterwards, and is sent only when you send it.",
        "离开有一会儿了，请重新登录。你填写的内容都还在：登录后会回到原来的表单里，由你确认后再提交。",
    ),
    "sign_in.there": Either("I have signed in in another tab", "我已在另一个标签页登录"),
    "sign_in.forgotten": Either(
        "No password yet, or forgotten? Ask whoever runs this installation for a link that lets you in.",
        "还没有密码，或者忘记了？请向管理员要一个登录链接。",
    ),
    "link.title": Either("Welcome", "欢迎"),
    "link.hello": Either("Good to have you here, {name}.", "{name}，欢迎你。"),
    "link.about": Either(
        "This link lets you in once, until {until}. Choose a password now, and from then on you sign in as {handle}.",
        "这个链接可以登录一次，{until} 前有效。现在设好密码，以后用账号 {handle} 登录。",
    ),
    "link.later": Either(
        "Without a password you get in this time, and need another link the next.",
        "不设密码也可以先进去，下次登录需要新的链接。",
    ),
    "link.button": Either("Come in", "进入"),
    "link.gone": Either("This link lets nobody in any more", "这个链接已经失效"),
    "link.gone.detail": Either(
        "It was used, is older than a day, or a newer one took its place. Sign in with your password, or ask for another link.",
        "它已经用过、超过了一天，或者被新的链接取代。请用密码登录，或者再要一个链接。",
    ),
    "password.new": Either("New password", "新密码"),
    "password.again": Either("The same once more", "再输入一次"),
    "password.current": Either("Present password", "当前密码"),
    "password.hint": Either(
        "At least ten characters. A short sentence of your own is easy to keep in mind and hard to guess.",
        "至少 10 个字符。自己编的一句短话最好记，别人也难猜。",
    ),
    "password.unlike": Either(
        "The two are not the same. Please type the new password twice.",
        "两次输入不一样，请把新密码重新输入两次。",
    ),
    "password.wrong": Either("This is not your present password.", "当前密码不对。"),
    "password.wait": Either(
        "That was tried too often. Please wait two minutes and try again.",
        "尝试次数太多，请过两分钟再试。",
    ),
    "account.title": Either("Your account", "我的账号"),
    "account.who": Either("{name}, signed in as {handle}", "{name}，账号 {handle}"),
    "account.password": Either("Password", "密码"),
    "account.no_password": Either(
        "You have no password yet. Without one you need a link each time you sign in.",
        "你还没有设密码，每次登录都需要新的链接。",
    ),
    "account.password.button": Either("Take the new password", "更换密码"),
    "account.password.others": Either(
        "All other browsers are signed out then.", "更换后，其他浏览器会全部退出登录。"
    ),
    "account.language": Either("Language", "语言"),
    "account.language.button": Either("Read in this language", "使用这种语言"),
    "account.sessions": Either("Where you are signed in", "登录中的设备"),
    "account.this": Either("this browser", "当前浏览器"),
    "account.unknown": Either("a browser we don't know", "未识别的浏览器"),
    "account.seen": Either("last seen {at}", "最近活动 {at}"),
    "account.since": Either("since {at}", "登录于 {at}"),
    "account.everywhere": Either("Sign out everywhere", "全部退出登录"),
    "account.done.password": Either(
        "Your new password holds from now on, and all other browsers are signed out.",
        "新密码已生效，其他浏览器已退出登录。",
    ),
    "account.done.language": Either("From now on in English.", "已切换为中文。"),
    "again": Either("You are signed in again", "已重新登录"),
    "again.detail": Either(
        "Nothing was sent meanwhile. What you typed stands here as you left it: look through it and send it.",
        "刚才没有提交任何内容。你填写的都在这里，请看一遍再提交。",
    ),
    "kept.title": Either("What you typed", "你填写的内容"),
    "kept.detail": Either(
        "It was not sent, and the form it belongs to is no longer offered to you there. Copy from here what you still need.",
        "这些内容没有提交，原来的表单现在不能用了。还需要的部分可以从这里复制。",
    ),
}

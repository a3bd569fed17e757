"""Telling other systems, in Chinese; the keys are those of the English catalogue."""

TEXTS: dict[str, str] = {
    "webhook.silent.title": "{place} 已经一小时没有接收任何消息",
    "webhook.silent.body": (
        "我们会继续尝试，什么都不会丢：这期间发生的事情先等着，对方一恢复就按顺序送出。最近一次："
        "{error}。请告诉负责那个系统的同事；每次尝试都列在订阅 {webhook} 的投递记录里。"
    ),
    "webhook.paused_silent.title": "{place} 已暂停：对方三天没有接收任何消息",
    "webhook.paused_silent.body": (
        "我们不再尝试了。已经发生的和今后发生的都会等着。对方恢复后，请恢复订阅 {webhook}，"
        "所有内容会按顺序送出。"
    ),
    "webhook.paused_gone.title": "{place} 已暂停：对方要求不再发送",
    "webhook.paused_gone.body": (
        "对方回复了 410 Gone。如果确实不再需要，请删除订阅 {webhook}；如果是误会，请恢复它，"
        "等着的内容会按顺序送出。"
    ),
    "webhook.held_up.title": "{place} 一直没有收下 {event}，个案 {number} 后面的事件都在等",
    "webhook.held_up.body": (
        "其他个案不受影响。最近一次：{error}。我们会在三天里继续尝试，间隔越来越长。如果对方用不上这一条，"
        "可以在订阅 {webhook} 的投递记录里跳过它，这个个案后面的事件马上就会送出。"
    ),
    "webhook.given_up.title": "{place} 连续三天拒收 {event}",
    "webhook.given_up.body": (
        "这期间它收下了别的消息，看来问题出在这一条。最近一次：{error}。这一条先放下，后面的继续送。"
        "需要时可以在订阅 {webhook} 的投递记录里重新投递。"
    ),
    "webhook.error.refused": "对方回复 {code}",
    "webhook.error.timed_out": "十秒内没有回复",
    "webhook.error.unknown_host": "找不到这个主机名",
    "webhook.error.unreachable": "连接不上",
    "webhook.error.broken_off": "连接中断",
    "webhook.error.forbidden": "这个地址不允许投递",
    "webhook.error.unreadable": "我们这边读不出这条事件",
    "webhook.error.skipped": "已跳过",
    "webhook.error.deleted": "订阅已删除",
    "webhook.reason.not_a_url": "请给出完整的地址，例如 https://hooks.example.com/followthrough。",
    "webhook.reason.too_long": "地址最多 2,000 个字符。",
    "webhook.reason.has_password": "请去掉地址里的用户名和密码：每条消息都有签名，足以证明来源。",
    "webhook.reason.has_fragment": "请去掉 # 之后的部分：它不会被发送。",
    "webhook.reason.not_https": (
        "请使用 https。只有本机地址可以用 http，而且要先列入设置 FOLLOWTHROUGH_WEBHOOK_HOSTS。"
    ),
    "webhook.reason.private_host": (
        "这个主机名属于内部网络。系统管理员可以通过设置 FOLLOWTHROUGH_WEBHOOK_HOSTS 允许它。"
    ),
    "webhook.reason.private_address": (
        "这个地址不在公共互联网上。系统管理员可以通过设置 FOLLOWTHROUGH_WEBHOOK_HOSTS 允许它；"
        "链路本地地址一律不允许。"
    ),
    "webhook.shell.deliver": "投递等待中的事件，每个个案按顺序",
    "webhook.shell.test": "发送一条测试消息",
    "webhook.shell.retry": "{place} 没有接收（{error}）；{waiting} 条在等，下次尝试",
    "webhook.shell.linger": "全部送达；稍等后续事件",
    "webhook.shell.details": "**{place}**：{cases} 个个案的 {waiting} 条事件在等。{last}",
    "webhook.shell.fine": "上一轮送达 {delivered} 条。",
    "webhook.shell.trouble": "最近一次：{error}。",
    "webhook.shell.done": "{place}：全部送达",
    "webhook.shell.paused": "{place} 已暂停",
    "webhook.shell.deleted": "订阅已删除",
}

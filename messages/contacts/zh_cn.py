"""What is said of contacts, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "contact.named": "{at} {channel}",
    "channel.phone": "电话",
    "channel.email": "邮件",
    "channel.web": "网页表单",
    "channel.chat": "在线客服",
    "channel.wechat": "微信公众号",
    "channel.wecom": "企业微信群",
    "channel.account_manager": "客户经理",
    "channel.social": "社交媒体",
    "channel.counter": "门店柜台",
    "direction.outbound": "我方联系",
    "direction.inbound": "客户主动联系",
    "part.where_we_are": "目前进展",
    "part.what_comes_next": "接下来做什么",
    "part.by_when": "什么时候",
    "part.care": "关怀",
    "channel.visit": "上门",
    "command.log_contact": "登记联系",
    "field.channel": "联系渠道",
    "field.occurred_at": "发生时间",
    "refusal.four_parts_missing.title": "话还没有说全",
    "refusal.four_parts_missing.detail": "四件事都要说到，个案 {number} 的客户心里才有数；还缺：{fields}。",
    "refusal.contact_without_answer.title": "这是客户的话，我们还没有回应",
    "refusal.contact_without_answer.detail": (
        "个案 {number} 的客户通过{channel}找过我们，还没有人和客户说上话。请登记为客户来信，没人接的电话不用写内容；"
        "这样，欠客户的回复就有人记着。如果已经用文字答复了，请把说到的四件事写全再登记。"
    ),
    "event.contact_logged.outbound": "{by} 和客户沟通了（{channel}，{at}）。",
    "event.contact_logged.inbound": "客户主动联系，和 {by} 沟通了（{channel}，{at}）。",
    "event.contact_logged.message": "{by} 没有联系上客户，留了言（{channel}，{at}）。",
    "event.contact_logged.missed": "{by} 没有联系上客户（{channel}，{at}）。",
    "event.contact_logged.emotion": "{line}客户的情绪：{emotion}。",
    "brief.contact_logged": "{by} 联系客户",
}

"""What is said of taking a case up again, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "command.note_taken_up": "重新接续个案",
    "run_ending.terminated": "被终止",
    "run_ending.canceled": "被取消",
    "run_ending.failed": "因故障中断",
    "run_ending.timed_out": "因超时结束",
    "run_ending.lost": "在服务器上被删除或丢失",
    "taken_up.by": "（操作者：{by}）",
    "taken_up.reason": "当时填写的原因：「{reason}」。",
    "taken_up.no_reason": "没有填写原因。",
    "taken_up.set_back": "有人把流程退回到了之前的一步；个案按已记录的内容继续",
    "taken_up.due": "{at} 之前要与客户联系。",
    "taken_up.late": "客户还在等我们的消息，本该在 {at} 之前联系。",
    "taken_up.nothing_promised": "目前没有到时间要给客户打的电话。",
    "event.case_taken_up": "承载这个个案的 Temporal 运行{ending}{by}。{reason}新的运行从这里接着处理，承诺的时间都没有变。",
    "brief.case_taken_up": "重新接续",
    "notice.case_taken_up.title": "{number}：它的 Temporal 运行{ending}，个案照常继续",
    "notice.case_taken_up.body": (
        "《{title}》由 {owner} 负责：它的 Temporal 运行{ending}{operator}。{reason}其间最多有几分钟没有人盯着这个个案；新的运行已经接手，承诺的时间都没有变。{promised}要结束一个个案，请撤回它，或者登记为未达成一致。"
    ),
    "about.case_taken_up": "运行被结束，个案照常继续",
}

"""核对发现了什么：写给主管和维护人员。"""

TEXTS: dict[str, str] = {
    "finding.none": "一切正常",
    "finding.left": "另有 {count} 件留待下次核对",
    "finding.look": "核对：正在运行的与已记录的是否一致",
    "finding.again": "再看一眼 {numbers}",
    "finding.report": "报告核对结果，清理没有发现问题的核对记录",
    "finding.lost_opening.mend": "补启动 {number}：建立它的请求中途丢失了",
    "finding.lost_opening.mended": "{number} 已补启动：建立它的请求曾中途丢失",
    "finding.lost_opening.found": "{number} 已请求建立，却没能启动（{detail}）",
    "finding.lost_opening.advice": "每分钟会自动再试。若一直如此，原因在 worker 的日志里。",
    "finding.unwatched.mend": "重新接续 {number}：现在没有流程在跟它",
    "finding.unwatched.mended": "{number} 已重新接续：此前没有流程在跟它（{detail}）",
    "finding.unwatched.found": "{number} 没能重新接续，现在没有流程在跟它（{detail}）",
    "finding.unwatched.advice": (
        "每分钟会自动再试；在此之前，它的承诺没有人盯着。若一直如此，原因在 worker 的日志里。"
    ),
    "finding.lingering.found": "{number} 已结束，它的运行却还没有结束（{detail}）",
    "finding.lingering.advice": (
        "客户的事一件也没有丢。请在 Temporal UI 查看该运行的待办活动：多半是一条送不出去的通知。"
        "若没有待办活动，可以终止该运行。"
    ),
    "finding.unknown.found": "{number} 正在运行，数据库里却没有它的任何记录（{detail}）",
    "finding.unknown.advice": (
        "数据库丢了它的记录，或者建立它的请求被拒绝了。若数据库曾从备份恢复，请改用更新的备份。"
        "若建立请求被拒绝（GET /v1/commands/{{key}}），可以终止该运行。"
    ),
    "finding.drift.found": "{number}：Temporal 与数据库对 {detail} 说法不一",
    "finding.drift.advice": (
        "个案以 Temporal 里的状态为准。请对照 Temporal UI 中的运行与个案的时间线："
        "时间线缺了事件，说明数据库曾从备份恢复；只是属性落后，个案的下一条指令会自动补上。"
    ),
    "finding.stuck.found": "{number}：{detail}",
    "finding.stuck.advice": (
        "每分钟会自动再试，什么也不会丢。Temporal UI 中该运行的待办活动会说明卡在哪里："
        "数据库、某个渠道，或记录有缺口。"
    ),
    "finding.failing.found": "{number} 停住了：它的处理已连续失败 {detail} 次",
    "finding.failing.advice": (
        "停住期间，它的承诺没有人盯着。该运行最后一条失败事件会说明原因；若是代码的问题，"
        "`followthrough replay` 会说明怎么办。回退代码或修好数据后，它会自己继续。"
    ),
}

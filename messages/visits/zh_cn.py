"""What is said of visits, in Chinese (zh-CN)."""

TEXTS: dict[str, str] = {
    "visit_status.planned": "已安排",
    "visit_status.confirmed": "客户已同意",
    "visit_status.arrived": "工程师已到",
    "visit_status.done": "已完成",
    "visit_status.no_show_by_us": "我们没有去",
    "visit_status.no_show_by_customer": "客户不在",
    "visit_status.cancelled": "已取消",
    "visit_outcome.arrived": "工程师到达",
    "visit_outcome.fixed": "修好了",
    "visit_outcome.not_fixed": "没有修好",
    "visit_outcome.diagnosed": "查看过，待维修",
    "visit_outcome.customer_absent": "客户不在",
    "visit_outcome.we_did_not_come": "我们没有去",
    "moved_by.us": "我方",
    "moved_by.customer": "客户",
    "command.arrange_visit": "安排上门",
    "command.confirm_visit": "登记客户同意上门",
    "command.reschedule_visit": "上门改约",
    "command.record_visit": "登记上门结果",
    "command.report_visit": "交上门报告",
    "command.cancel_visit": "取消上门",
    "field.engineer": "工程师",
    "field.address": "地址",
    "field.report": "报告",
    "field.visit": "上门",
    "field.starts_at": "时段的开始",
    "field.arrived_at": "工程师到达的时间",
    "field.agreed_at": "客户同意的时间",
    "field.confirmed_at": "客户同意的时间",
    "anchor.visit": "上门开始",
    "anchor.visit_window_end": "上门时段结束",
    "anchor.report_owed": "重新要报告",
    "anchor.visited": "登记上门",
    "refusal.visits_not_offered.title": "没有上门服务",
    "refusal.visits_not_offered.detail": (
        "个案 {number} 所用的规则里没有上门服务；请安排送修，或请主管在政策中加入上门服务。"
    ),
    "refusal.visit_after_resolution.title": "已经没有需要上门的事",
    "refusal.visit_after_resolution.detail": (
        "个案 {number} 目前在「{stage}」；如果问题又出现，请先登记，再约上门。"
    ),
    "refusal.visit_window_wrong.title": "这个时段不合适",
    "refusal.visit_window_wrong.detail": (
        "{window} 不能作为个案 {number} 的上门时段：结束要晚于开始，最长 {longest}。"
    ),
    "refusal.visit_window_open.title": "时段还没有过",
    "refusal.visit_window_open.detail": (
        "个案 {number} 的上门时段到 {until} 为止，在那之前还可能有人到。如果去不了，请现在就告诉客户，另约时间；"
        "没有人去这件事，请等时段过了再登记。"
    ),
    "refusal.visit_window_passed.title": "时段已经过去",
    "refusal.visit_window_passed.detail": (
        "个案 {number} 的上门时段已在 {due} 结束，不能再改。请登记结果，再约新的时间。"
    ),
    "refusal.visit_confirmed.title": "客户已经同意",
    "refusal.visit_confirmed.detail": "客户已经同意个案 {number} 的上门时间（{visit}），不必再确认。",
    "refusal.visit_ended.title": "这次上门已不能再改",
    "refusal.visit_ended.detail": (
        "个案 {number} 在 {visit} 的上门现在是「{visit_status}」；如需再去，请另约一次。"
    ),
    "refusal.visit_absence_outside.title": "客户这时不必在家",
    "refusal.visit_absence_outside.detail": (
        "{at} 不在个案 {number} 的上门时段内（{window}），客户不必在家；"
        "请核对时间，或登记为我们没有去。"
    ),
    "refusal.visit_too_early.title": "这次上门的时段还没有到",
    "refusal.visit_too_early.detail": (
        "个案 {number} 的上门约在 {window}，而登记的到达时间是 {at}；请核对是不是另一次上门。"
        "如果是和客户说好提前去的，请先把上门改约到实际的时段，再登记。"
    ),
    "refusal.visit_not_held.title": "还没有上门的结果",
    "refusal.visit_not_held.detail": "请先登记个案 {number} 在 {visit} 上门的结果，再写报告。",
    "refusal.report_without_yields.title": "请只交报告",
    "refusal.report_without_yields.detail": (
        "个案 {number} 正处于「{stage}」，{visit} 的上门报告并不结束这个阶段，所以这个阶段要填的内容不能随报告一起交。"
        "请只交报告，随时都可以交；要填的内容，等结束这个阶段时再填。"
    ),
    "refusal.visit_reported.title": "报告已经有了",
    "refusal.visit_reported.detail": (
        "个案 {number} 在 {visit} 的上门已经有报告；有新情况，请登记一次联系。"
    ),
    "refusal.visit_report_stands.title": "这次上门的报告已经交了",
    "refusal.visit_report_stands.detail": (
        "个案 {number} 在 {visit} 的上门已经有报告，后面的工作也是照着它做的，不能再改登记成没有人去。"
        "请写一条备注说明你了解的情况，另约一次上门；如果个案已经过了处理阶段，请先登记问题没有解决，个案会退回处理。"
    ),
    "refusal.visit_needs_record.title": "这是上门的约定",
    "refusal.visit_needs_record.detail": (
        "个案 {number} 的承诺{promise}是上门的时段，人到了门口才算兑现。请登记、改约或取消这次上门。"
    ),
    "refusal.engineer_busy.title": "工程师在这个时段已有别的上门",
    "refusal.engineer_busy.detail": (
        "个案 {number} 约不了这个时段：{engineer} 在同一时段另有上门（个案 {numbers}）。请换个时段，或换一位工程师；如果都赶得到，"
        "请组长说明理由后再约。"
    ),
    "refusal.visit_overlaps.title": "这位工程师那时本来就要去这位客户家",
    "refusal.visit_overlaps.detail": (
        "个案 {number} 已经约了 {engineer} 在 {window} 上门，和这个时段重叠。要改时间请改约那一次，客户同意了请直接登记；"
        "如果需要两个人一起去，请另选一位工程师。"
    ),
    "refusal.visits_ahead.title": "客户还在等我们上门",
    "refusal.visits_ahead.detail": (
        "个案 {number} 还有未完成的上门（{visits}）；请先完成，或和客户说好取消，再判定已解决。"
    ),
    "refusal.unknown_visit.title": "没有这次上门",
    "refusal.unknown_visit.detail": "个案 {number} 没有这次上门；已有的上门：{visits}。",
    "event.visit_arranged": "{by} 和客户约了上门：{engineer}，{window}。",
    "event.visit_joined": "{by} 又登记了一遍 {visit} 的上门，仍按原来的算，不会去两次。",
    "event.visit_confirmed": "客户同意上门时间（{confirmed_at}，{by} 登记）。",
    "event.visit_rescheduled.us": (
        "{by} 把上门时间改到 {window}，由 {engineer} 前往，{told_at} 已告知客户：{reason}。"
    ),
    "event.visit_rescheduled.customer": (
        "客户向 {by} 提出改时间：上门改为 {window}，由 {engineer} 前往（{reason}）。"
    ),
    "event.visit_reminded": "已发出上门提醒。",
    "event.visit_missed": "{visit} 上门：时段过了，我们没有人到。",
    "event.visit_recorded.arrived": "{visit} 上门：{engineer} 于 {arrived_at} 到达。",
    "event.visit_recorded.fixed": "{visit} 上门：{engineer} 于 {arrived_at} 到达，修好了。",
    "event.visit_recorded.not_fixed": "{visit} 上门：{engineer} 于 {arrived_at} 到达，修了但没有修好。",
    "event.visit_recorded.diagnosed": (
        "{visit} 上门：{engineer} 于 {arrived_at} 到达，查看了情况，还没有开始修。"
    ),
    "event.visit_recorded.customer_absent": (
        "{visit} 上门：{engineer} 于 {arrived_at} 到了门口，没有人开门。"
    ),
    "event.visit_recorded.we_did_not_come": "{visit} 上门：我们没有人去。",
    "event.visit_recorded.for_engineer": "{recorded}（{by} 登记）",
    "event.visit_reported": "{by} 交了 {visit} 上门的报告。",
    "event.visit_report_overdue": "{visit} 的上门报告超时，原定 {due}。",
    "event.visit_report_waived.closed": "个案已经结束，{visit} 的上门报告不用再交。",
    "event.visit_report_waived.nobody_came": "{visit} 的上门其实没有人去，报告不用再交。",
    "event.visit_stands": "{visit} 的上门照旧进行，当时是随个案误结束取消的。",
    "brief.visit_stands": "{visit} 的上门照旧",
    "event.visit_report_owed": "个案其实没有结束，{visit} 的上门报告还要交，最迟 {due}。",
    "visit_report_waived.closed": "{by} 已经结束了这个个案",
    "visit_report_waived.nobody_came": "{by} 已经更正：那次其实没有人上门",
    "event.visit_cancelled": "{visit} 的上门取消：{reason}。",
    "event.promise_made.visit": "答应客户：{owner} 上门，{window}。",
    "event.promise_broken.overdue.visit": "承诺{promise}失约：时段结束时我们没有人到。",
    "brief.visit_arranged": "上门，{engineer}，{window}",
    "brief.visit_joined": "重复登记 {visit} 的上门",
    "brief.visit_confirmed": "客户同意 {visit} 上门",
    "brief.visit_rescheduled": "上门改到 {window}",
    "brief.visit_reminded": "{visit} 的上门已提醒",
    "brief.visit_missed": "{visit} 上门：没有人去",
    "brief.visit_recorded": "{visit} 上门：{outcome}",
    "brief.visit_reported": "{by} 交了 {visit} 上门的报告",
    "brief.visit_report_overdue": "{visit} 的上门报告超时",
    "brief.visit_report_waived": "{visit} 的上门报告不用再交",
    "brief.visit_report_owed": "{visit} 的上门报告还要交",
    "brief.visit_cancelled": "{visit} 的上门取消",
    "deadline.visit": "{owner} 上门，{window}",
    "event.visit_reminded.staff": "休息日之前，已提醒同事要上门。",
    "deadline.visit_staff_reminder": "休息日之前提醒同事：{owner} 上门，{window}",
    "deadline.visit_reminder": "提醒：{owner} 上门，{window}",
    "deadline.visit_report": "{owner} 交 {ref} 上门的报告，最迟 {due}",
    "notice.visit_arranged.title": "{number}：请你上门，{window}",
    "notice.visit_arranged.body": (
        "《{title}》（负责人 {owner}）：{by} 已答应客户，由你在 {window} 上门。"
        "地址在个案里。如果去不了，请今天就说。"
    ),
    "notice.visit_stands.title": "{number}：{window} 的上门照旧",
    "notice.visit_stands.body": (
        "《{title}》（负责人 {owner}）：个案先前误结束，上门也跟着取消了。{by} 已经更正：客户仍在 {window} 等你上门，跟先前约好的一样。"
        "地址在个案里。如果去不了，请马上说。"
    ),
    "notice.visit_moved.title": "{number}：上门改到 {window}",
    "notice.visit_moved.body": (
        "《{title}》（负责人 {owner}）：{by} 已和客户改约，上门的新时段是 {window}。"
    ),
    "notice.visit_off.title": "{number}：{window} 不用上门了",
    "notice.visit_off.body": (
        "《{title}》（负责人 {owner}）：{window} 的上门不用你去了，{by} 已取消或改由同事前往。"
    ),
    "notice.visit_due_soon.title": "{number}：{window} 要上门",
    "notice.visit_due_soon.body": (
        "《{title}》：客户在 {window} 等你上门。请看看个案，备好配件。"
        "如果去不了，请现在就告诉 {owner}，让客户还来得及安排。"
    ),
    "notice.visit_after_days_off.title": "{number}：休息日过后就要上门，{window}",
    "notice.visit_after_days_off.body": (
        "《{title}》：{engineer} 将在 {window} 上门，在那之前都是休息日。请趁现在把事情安排好。"
        "上门前一天会请你提醒客户；如果那天联系不上你，请和同事说好由谁来提醒。"
    ),
    "about.visit_after_days_off": "休息日过后就要上门",
    "notice.visit_remind_customer.title": "{number}：请提醒客户，{window} 有人上门",
    "notice.visit_remind_customer.body": (
        "《{title}》：{engineer} 在 {window} 上门（{visit_status}）。"
        "今天和客户说一声，免得明天白跑一趟。"
    ),
    "notice.visit_missed.title": "{number}：客户没有等到我们上门",
    "notice.visit_missed.body": (
        "《{title}》（负责人 {owner}）：客户留出了 {window} 的时间，{engineer} 没有按时到。"
        "请先给客户打电话，再查原因，并约好新的时间。"
    ),
    "notice.visit_missed_after_all.title": "{number}：客户等了我们，我们没有去",
    "notice.visit_missed_after_all.body": (
        "《{title}》（负责人 {owner}）：{window} 的上门，原来登记的是 {engineer} 到过客户门口。{by} 已经更正：是我们没有人去（{reason}）。"
        "现在按失约算，原来的登记仍留在记录里。客户特地为我们留出了时间，请对客户说一句实话，也把新的时间约好。"
        "这里不是要责怪谁；如果实情不是这样，请告诉组长，还可以再更正。"
    ),
    "notice.visit_late.title": "{number}：我们上门晚了",
    "notice.visit_late.body": (
        "《{title}》（负责人 {owner}）：客户留出了 {window} 的时间，{engineer} 过了这个时段才到。"
        "人已经上过门，不用另约时间，结果在个案里。请查一查原因，也为久等和客户说一声。"
    ),
    "notice.late_apology.title": "{number}：一份待发送的致歉，上门晚了",
    "notice.late_apology.body": (
        "《{title}》：客户等 {engineer}，比说好的（{window}）多等了一阵。下面是草稿，请改成自己的话，早点告诉客户。"
    ),
    "notice.visit_moved_too_often.title": "{number}：上门改约的次数太多",
    "notice.visit_moved_too_often.body": (
        "《{title}》（负责人 {owner}）：{engineer} 的上门（原定 {window}）又改了一次。"
        "在客户看来，这就是失约。请务必守住新的时间。"
    ),
    "notice.visit_apology.title": "{number}：一份待发送的致歉，没有人上门",
    "notice.visit_apology.body": (
        "《{title}》：客户等 {engineer} 上门（{window}），没有等到。下面是草稿，"
        "请改成自己的话，尽快告诉客户，最好打电话。"
    ),
    "notice.visit_moved_apology.title": "{number}：一份待发送的致歉，上门又改了时间",
    "notice.visit_moved_apology.body": (
        "《{title}》：原说好 {engineer} 在 {window} 上门，客户只好重新安排。下面是草稿，请改成自己的话。"
    ),
    "notice.customer_absent.title": "{number}：{engineer} 上门，家里没有人",
    "notice.customer_absent.body": (
        "《{title}》：{engineer} 按约好的时间（{window}）到了门口，没有人开门。"
        "请给客户打个电话，不必责怪，另约一个时间。"
    ),
    "notice.visit_report_overdue.title": "{number}：上门报告超时",
    "notice.visit_report_overdue.body": (
        "《{title}》（负责人 {owner}）：{engineer} 上门（{window}）的报告应在 {due} 交出。"
        "没有报告，谁也没法告诉客户下一步；写几句话就好。"
    ),
    "notice.visit_report_waived.title": "{number}：{window} 的上门不用再交报告",
    "notice.visit_report_waived.body": (
        "《{title}》（负责人 {owner}）：{waived}，{window} 的上门报告不用再交了。"
        "如果发现了值得同事知道的情况，请告诉 {owner}。"
    ),
    "notice.visit_report_owed.title": "{number}：{window} 的上门报告还是要交",
    "notice.visit_report_owed.body": (
        "《{title}》（负责人 {owner}）：个案之前被误当作已经结束。请在 {due} 前交 {window} 的上门报告，写几句话就好。"
    ),
    "notice.visit_clash.title": "{number}：{engineer} 同一时段约了两家，{window}",
    "notice.visit_clash.body": (
        "《{title}》（负责人 {owner}）：你的客户在 {window} 等 {engineer} 上门，个案 {other} 的客户"
        "也在 {other_window} 等同一位工程师（负责人 {other_owner}）。{settle}，趁客户还来得及安排，早点告诉客户。"
    ),
    "visit_clash.two": "请两位商量好哪一家改期或换人",
    "visit_clash.one": "两家都是你的个案，请定好哪一家改期或换人",
    "about.visit_clash": "工程师同一时段约了两家",
    "about.visit_arranged": "有上门任务",
    "about.visit_stands": "上门照旧",
    "about.visit_moved": "上门改约",
    "about.visit_off": "上门取消",
    "about.visit_due_soon": "即将上门",
    "about.visit_remind_customer": "提醒客户有人上门",
    "about.visit_missed": "没有人上门",
    "about.visit_missed_after_all": "其实没有人上门",
    "about.visit_late": "上门晚了",
    "about.late_apology": "上门晚到",
    "about.visit_moved_too_often": "上门改约太多次",
    "about.visit_apology": "没有按约上门",
    "about.visit_moved_apology": "上门改约太多次",
    "about.customer_absent": "客户不在家",
    "about.visit_report_waived": "不用再交的上门报告",
    "about.visit_report_owed": "还要交的上门报告",
    "about.visit_report_overdue": "上门报告超时",
    "details.visits": "### 上门",
    "details.visit": "- {engineer}，{window}（{visit_status}）",
    "details.visit.report": "- {engineer} 于 {at} 到场；报告最迟 {due}",
    "details.promise.visit": "- {owner} 上门，{window}",
    "why.eve": "{due}：上门（{anchor_at}）前一天没有人上班，在方便联系客户的时段提醒。",
    "why.day_before": "{due}：上门（{anchor_at}）前最后一个工作日的下班之前。",
    "owed.visit": "按约好的时段上门，{customer}在等。",
    "owed.visit.planned": "{customer}还没有答应这个时段；要是没有改约，请按这个时段上门。",
    "owed.report": "写好{customer}这次上门的报告。",
}

"""Words of a case's page."""

from api.problem_codes import Either

HEAD: dict[str, Either] = {
    "case.emotion": Either("How they feel", "客户情绪"),
    "case.owner": Either("Owner", "负责人"),
    "case.stage": Either("Stages", "阶段"),
    "case.parts": Either("Parts of this page", "本页内容"),
    "case.vip": Either("VIP", "重要客户"),
    "case.next_promise": Either("They hear from us", "下次联系"),
    "case.red_line": Either("Red line", "红线"),
    "stage.been": Either("Done:", "已经走过："),
    "stage.ahead": Either("To come:", "还没到："),
    "time.ahead": Either("in {span}", "还有 {span}"),
    "time.past": Either("{span} ago", "已过 {span}"),
}
NEXT: dict[str, Either] = {
    "case.talk": Either("Talk to the customer", "联系客户"),
    "case.drafts": Either("Start from a draft:", "从草稿开始："),
    "draft.progress": Either("how it goes", "进展"),
    "draft.delay": Either("it takes longer", "要晚一些"),
    "draft.apology": Either("an apology", "道歉"),
    "draft.first_answer": Either("a first answer", "首次回复"),
    "draft.revisit": Either("how it holds", "回访"),
    "case.next": Either("What is needed next", "接下来要做什么"),
    "case.not_yet": Either("Leads on, but not yet", "能往下走，但还不到时候"),
    "case.leads_to": Either("leads to: {stages}", "之后进入：{stages}"),
    "case.also": Either("What else can be done", "还可以做什么"),
    "case.shut": Either("Not possible now, and why", "现在还不能做的，以及原因"),
    "case.since_then": Either(
        "What has happened since you opened this page", "你打开这个页面之后发生的事"
    ),
    "case.meanwhile": Either("Meanwhile", "在此期间"),
    "case.moved_on": Either(
        "Nothing was sent yet: the case has moved on since you opened this page, and the same would mean something else now."
        " Look at what has happened, then send it once more if it still fits.",
        "还没有提交：你打开页面之后，个案有了变化，同样的内容现在意思不一样了。先看看发生了什么，还合适的话再提交一次。",
    ),
    "over": Either(
        "“{left}” is over: the case went on to “{stage}” ({at}).",
        "「{left}」已经结束：个案在 {at} 进入了「{stage}」。",
    ),
    "over.by": Either(
        "“{left}” is over: {who} moved the case on to “{stage}” ({at}).",
        "「{left}」已经结束：{who} 在 {at} 把个案推进到了「{stage}」。",
    ),
    "over.unsent": Either(
        "Nothing of yours was sent. What is needed next stands below.",
        "你填的内容没有提交。接下来要做什么，请看下面。",
    ),
    "sent_before": Either("This form has been sent before", "这份表单之前已经提交过"),
    "sent_before.detail": Either(
        "Something else stood in it then, and what you typed now was not sent. See below what has come of the first; what is still"
        " missing, send from here.",
        "当时填的内容不一样，这次填的没有提交。请先看看下面第一次提交的结果，还缺什么再从这里提交。",
    ),
    "over.typed": Either("What you typed, to be copied from here", "你填写的内容，可以从这里复制"),
    "case.closed": Either("This case has ended.", "这个个案已结束。"),
}
PARTS: dict[str, Either] = {
    "case.description": Either("In the customer's words", "客户原话"),
    "case.cut": Either(
        "This is the beginning; all of it is kept.", "这里只显示开头，全文已经保存。"
    ),
    "case.complexity": Either("Complexity: {level}", "复杂度：{level}"),
    "case.by_hand": Either("Named without the factors.", "直接填写，没有填各项因素。"),
    "case.promises": Either("Promises", "承诺"),
    "case.no_promises": Either("Nothing is promised.", "没有待兑现的承诺。"),
    "case.ended_promises": Either("{count} that have ended", "已结束的 {count} 个"),
    "case.expected": Either("expected {at}", "预计 {at}"),
    "case.pause": Either("Pause", "暂停"),
    "case.pause_until": Either("until", "到"),
    "case.messages": Either("What the customer wrote", "客户发来的消息"),
    "case.awaits_answer": Either("waits for an answer", "等待回复"),
    "case.mark_by": Either("to be marked", "需要标记，"),
    "case.whole": Either("All of it", "看全文"),
    "case.more_messages": Either(
        "{count} more of their messages wait; they show here as these are answered or marked.",
        "还有 {count} 条消息在等，处理完上面的就会显示。",
    ),
    "case.wordless": Either(
        "They sent something without words: a picture, a call … Have a look where it arrived.",
        "客户发来了没有文字的内容，比如图片或语音，请到原渠道看一看。",
    ),
    "case.questions": Either("Questions to the customer", "向客户提的问题"),
    "case.rounds": Either("asked {used} of {rounds} times", "已问 {used} 轮，最多 {rounds} 轮"),
    "case.safe_checks": Either("What they can safely check", "客户可以放心自查的"),
    "case.unanswered": Either("not answered yet", "还没有答复"),
    "case.observation": Either("Watching the fix", "观察期"),
    "case.observed": Either("It has run out.", "观察期已满。"),
    "case.observed_short": Either("It was ended early.", "观察期提前结束。"),
    "case.visits": Either("Visits", "上门"),
    "case.report": Either("The report", "上门报告"),
    "case.report_by": Either("report due", "报告"),
    "case.failed_repairs": Either("Repairs that failed: {count}", "没有修好的次数：{count}"),
    "case.offers": Either("Offers", "换货和退款"),
    "case.escalations": Either("Calls for help", "支援"),
    "case.acknowledged": Either("{name} has it", "{name} 已接手"),
    "case.acknowledge_by": Either("waits to be taken on", "等待接手，"),
    "case.notes": Either("Notes among ourselves", "内部备注"),
    "case.older_notes": Either("{count} older ones", "更早的 {count} 条"),
    "case.earlier": Either("Earlier ones", "更早的"),
    "case.newest": Either("Back to the newest", "回到最新的"),
    "case.contacts": Either("Conversations", "沟通记录"),
    "case.older_contacts": Either("{count} older ones", "更早的 {count} 次"),
    "case.not_reached": Either("not reached", "没有联系上"),
    "case.answered_elsewhere": Either(
        "Noted in a conversation that was taken back: {answer}", "在已撤销的联系中登记过：{answer}"
    ),
    "case.around.let_go": Either(
        "Let go of around it, and not owed any more", "这次联系前后解除的承诺，不再兑现"
    ),
    "case.around.moved": Either("Moved around it to this time", "这次联系前后改约到这个时间"),
    "case.around.promised": Either("Promised around it", "这次联系前后作出的承诺"),
    "case.around.agreed": Either(
        "Agreed on around it, and still in force", "这次联系前后还说定的事，仍然有效"
    ),
    "case.around.noted": Either(
        "Answers noted around it, which stand", "这次联系前后登记的答案，仍然算数"
    ),
    "case.disproved": Either("did not take place here", "不是这个个案的，已撤销"),
    "case.left_message": Either("left a message", "留了言"),
    "case.customer_said": Either("The customer said", "客户说"),
    "case.facts": Either("What is known", "已知情况"),
    "case.links": Either("Linked cases", "关联个案"),
    "link.goes_on_in": Either("goes on there", "后续在那里"),
    "link.comes_from": Either("where it comes from", "由那里而来"),
    "case.due": Either("What is due, and why then", "到期事项和原因"),
    "case.why": Either("Why then?", "为什么是这个时间？"),
    "case.history": Either("Its history in Temporal UI", "在 Temporal UI 查看历史"),
}
DUE: dict[str, Either] = {
    "due.response": Either("Answer to the customer", "回复客户"),
    "due.stage": Either("This stage", "本阶段"),
    "due.red_line_warning": Either("Warning before the red line", "红线预警"),
    "due.red_line": Either("Red line", "红线"),
    "due.promise_reminder": Either("Reminder of a promise", "承诺提醒"),
    "due.promise": Either("Promise", "承诺"),
    "due.pause_end": Either("End of the pause", "暂停结束"),
    "due.observation_end": Either("End of watching", "观察期结束"),
    "due.message_mark": Either("Message to be marked", "标记消息"),
    "due.visit": Either("Visit", "上门"),
    "due.visit_staff_reminder": Either("Reminder before the days off", "休息日前提醒"),
    "due.visit_reminder": Either("Reminder of the visit", "上门提醒"),
    "due.visit_report": Either("Report of the visit", "上门报告"),
    "due.acknowledgement": Either("Call to be taken on", "接手支援"),
    "due.unanswered": Either("Call that nobody has taken on", "无人接手的支援"),
    "due.undone": Either("What the line was called for", "支援事项"),
    "due.room": Either("Room to be made", "腾出空间"),
}
STORY: dict[str, Either] = {
    "case.timeline": Either("What happened", "经过"),
    "case.filter": Either("What to show", "显示哪些"),
    "story.story": Either("All", "全部"),
    "story.customer": Either("With the customer", "和客户"),
    "story.promises": Either("Promises", "承诺"),
    "story.stages": Either("Stages", "阶段"),
    "story.ourselves": Either("Among ourselves", "内部"),
    "story.everything": Either("To the letter", "完整记录"),
    "story.nothing": Either("Nothing of that kind so far.", "目前没有这类记录。"),
    "story.further_back": Either("Further back", "更早"),
}
WORDS: dict[str, Either] = HEAD | NEXT | PARTS | DUE | STORY

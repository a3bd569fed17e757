"""Words of forms: what each does, its button, its fields, the choices that nobody else has words for."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "form.contact": Either("A conversation with the customer", "和客户联系"),
    "form.note": Either("An internal note", "内部备注"),
    "form.promise": Either("A promise", "新的承诺"),
    "form.escalate": Either("Call for help", "请求支援"),
    "form.message": Either("Pass on what the customer wrote", "转达客户的话"),
    "form.triage": Either("Say what kind of case it is", "分诊"),
    "form.confirm": Either("Confirm as complex", "确认为复杂个案"),
    "form.complete": Either("Finish this stage", "完成这个阶段"),
    "form.assign": Either("Hand over to a colleague", "交给同事"),
    "form.set_priority": Either("Judge the priority anew", "调整优先级"),
    "form.pause": Either("Pause", "暂停"),
    "form.resume": Either("Go on", "恢复"),
    "form.verify": Either("What the customer says of the fix", "客户怎么看处理结果"),
    "form.resolve": Either("Call it resolved", "判定已解决"),
    "form.observe": Either("Watch the fix for a while", "开始观察期"),
    "form.extend_observation": Either("Watch the fix for longer", "延长观察期"),
    "form.end_observation": Either("Stop watching early", "提前结束观察期"),
    "form.revisit": Either("The call after resolution", "回访"),
    "form.withdraw": Either("The customer withdraws it", "客户撤回"),
    "form.end_without_agreement": Either("End without agreement", "未达成一致，结束"),
    "form.renegotiate": Either("Agree on another time", "改约"),
    "form.release": Either("No longer needed", "不再需要"),
    "form.acknowledge": Either("I have it", "我来处理"),
    "form.deescalate": Either("It is over", "解除升级"),
    "form.mark": Either("Say what this message is", "标记这条消息"),
    "form.mark.again": Either("It was not thanks", "其实不是道谢"),
    "about.mark.again": Either(
        "The customer has then waited since they wrote; that it was marked as thanks stays on record.",
        "更正以后，从客户发来消息的时候起算等待；原来标记成道谢这件事仍留在记录里。",
    ),
    "button": Either("Save", "保存"),
    "field.channel": Either("Channel", "渠道"),
    "field.direction": Either("Who called whom", "谁联系谁"),
    "field.emotion": Either("How they feel now", "客户现在的情绪"),
    "field.parts.where_we_are": Either("Where we are", "目前进展"),
    "field.parts.what_comes_next": Either("What comes next", "接下来做什么"),
    "form.left": Either(
        "What you typed into fields that are asked for no more", "你填过、现在不再需要的内容"
    ),
    "field.parts.by_when": Either("By when", "什么时候"),
    "field.parts.care": Either("A kind word", "关怀"),
    "field.said": Either("What the customer said", "客户说了什么"),
    "field.next_promise.subject": Either("Next promise: about what", "下一个承诺：什么事"),
    "field.next_promise.latest_by": Either("By when at the latest", "最迟什么时候"),
    "field.next_promise.expected_by": Either("Expected by", "预计什么时候"),
    "field.next_promise.owner": Either("Who keeps it", "由谁兑现"),
    "field.occurred_at": Either("When it took place (now, if empty)", "发生时间（空着就是现在）"),
    "field.reached": Either("We reached them", "联系上了"),
    "field.left_message": Either("We left a message", "留了言"),
    "field.covers": Either("Which promises it was about", "谈到了哪些承诺"),
    "field.text": Either("Text", "内容"),
    "field.owner": Either("Who", "谁"),
    "field.priority": Either("Priority", "优先级"),
    "field.traits": Either("What makes it complex", "为什么算复杂"),
    "field.to": Either("Where it goes on", "接着去哪个阶段"),
    "field.line": Either("Whom to call", "请谁支援"),
    "field.tier": Either("Tier", "层级"),
    "field.complexity": Either("Complexity", "复杂度"),
    "field.outcome": Either("What came of it", "结果"),
    "field.basis": Either("On what grounds", "依据"),
    "form.same_person": Either("Is it the same customer?", "是不是同一位客户？"),
    "form.product": Either("Name the product", "说明产品"),
    "form.ask": Either("Ask the customer", "向客户提问"),
    "form.answers": Either("What the customer answered", "登记客户的答复"),
    "form.disprove": Either("This conversation did not take place here", "这次联系不是这个个案的"),
    "button.disprove": Either("Take it back", "撤销这次联系"),
    "about.disprove": Either(
        "It stays on record and counts for nothing: the customer waits for an answer again, what it had kept or let go of is owed"
        " again. What else was agreed on around it stands; see to it that the customer knows. If it was the revisit, the case isn't"
        " over, and the customer is to be called again.",
        "记录会留着，但不再算数：客户重新等答复，因它兑现或解除的承诺要重新兑现。这次联系前后定下的其他事不变，请确认客户都知道。"
        "如果这次是回访，个案就还没有了结，要重新回访。",
    ),
    "form.judge_complexity": Either("Judge the complexity anew", "重新判定复杂度"),
    "form.set_red_line": Either("Set the red line", "设定红线"),
    "button.judge_complexity": Either("Judge it anew", "重新判定"),
    "about.judge_complexity": Either(
        "The kind of issue and how long verifying takes set the level, the higher of the two; what it takes and how the customer"
        " feels now may raise it by one each. The red line keeps counting from where it did, by the time of the new level; one that a"
        " lead has set stays as long as the level does.",
        "问题类型和验证时间中较高的一项决定复杂度，所需资源和客户现在的情绪可以各升一级。红线的起点不变，时长按新的复杂度；"
        "组长设定的红线只要复杂度不变就一直有效。",
    ),
    "button.set_red_line": Either("Set the red line", "设定红线"),
    "about.set_red_line": Either(
        "Pauses are added to the working days. What has been promised to the customer stays as it is.",
        "暂停的时间另加。已经答应客户的事情照旧。",
    ),
    "factor.issue": Either("Kind of issue", "问题类型"),
    "factor.resources": Either("What it takes", "所需资源"),
    "factor.verification": Either("How long verifying takes", "验证时间"),
    "field.working_days.confirmed_at": Either(
        "Working days from the confirmation on", "确认后几个工作日"
    ),
    "field.working_days.reopened_at": Either(
        "Working days from the reopening on", "重新打开后几个工作日"
    ),
    "hint.number": Either("From {least} to {most}.", "{least} 到 {most}。"),
    "unchosen.by_factors": Either("What the factors come to", "按上面的因素判定"),
    "field.judge_complexity.complexity": Either(
        "Another level than the factors come to", "不按上面的因素，直接填写"
    ),
    "field.confirm.complexity": Either(
        "Another level than the factors come to", "不按上面的因素，直接填写"
    ),
    "form.reopen": Either("It was closed in error", "个案是误结束的"),
    "button.reopen": Either("Open it again", "重新打开"),
    "about.reopen": Either(
        "The case goes on as if it had never ended: what the customer wrote meanwhile waits for an answer, what was let go of with"
        " the end and visits that were called off count again, or as broken where their time is past, and somebody calls soon. A"
        " conversation that wasn't with this customer you can take back after that.",
        "个案视同没有结束过，接着跟进：这期间客户写来的话等着答复，随结束解除的承诺和取消的上门重新算数，已经过了时间的算失约，"
        "并要尽快给客户打电话。如果哪次联系不是跟这位客户，打开之后可以再撤销。",
    ),
    "field.reopen.reason": Either("How you know", "怎么知道的"),
    "field.triage.reason": Either("Why another priority", "为什么改优先级"),
    "hint.triage.traits": Either(
        "With none ticked it is a one-off, answered at once.",
        "一项都不勾，就是一次性问题，当场答复。",
    ),
    "field.disprove.reason": Either("How you know", "怎么知道的"),
    "form.make_room": Either("Make room", "腾出空间"),
    "form.arrange_visit": Either("Arrange a visit", "安排上门"),
    "form.confirm_visit": Either("The customer agrees to the visit", "客户同意上门"),
    "form.reschedule_visit": Either("Move the visit", "上门改约"),
    "form.cancel_visit": Either("Cancel the visit", "取消上门"),
    "form.record_visit": Either("What happened at the door", "登记上门结果"),
    "form.record_visit.again": Either("Nobody of ours was there", "其实没有人上门"),
    "about.record_visit.again": Either(
        "The customer waited in vain: it counts as a broken promise then, and a call is owed. Say how you know; what was on record"
        " stays in the timeline.",
        "客户白等了一场：更正以后按失约算，要尽快给客户打电话。请写明是怎么知道的；原来的登记仍留在记录里。",
    ),
    "form.report_visit": Either("The report of the visit", "上门报告"),
    "form.offer": Either("Offer a replacement or a refund", "提出换货或退款"),
    "field.family": Either("Product family", "产品系列"),
    "field.same_person": Either("It is the same person", "是同一个人"),
    "field.remedy": Either("What we offer", "提出什么"),
    "field.moved_by": Either("Who moves it", "谁要改"),
    "field.insist": Either("Why in spite of that", "仍要这样安排的原因"),
    "field.verdict": Either("What it is", "是什么"),
    "button.contact": Either("Log the conversation", "登记这次沟通"),
    "button.note": Either("Add the note", "添加备注"),
    "button.promise": Either("Promise it", "作出承诺"),
    "button.escalate": Either("Call for help", "请求支援"),
    "button.acknowledge": Either("I have it", "我来处理"),
    "button.complete": Either("Finish the stage", "完成阶段"),
    "button.confirm": Either("Confirm", "确认"),
    "button.assign": Either("Hand over", "转交"),
    "button.ask": Either("Log the questions", "登记提问"),
    "about.contact": Either(
        "One click on a draft fills in the four parts; brackets mark what only you know. The time you choose below goes into"
        " the sentence by itself.",
        "点一下草稿，四段话就写好了；方括号里的内容只有你知道。下面选好时间，会自动写进话里。",
    ),
    "about.note": Either(
        "The customer never sees it. @ and a colleague's handle calls them.",
        "客户看不到。输入 @ 和同事的账号，就会通知对方。",
    ),
    "about.message": Either(
        "What they wrote or said elsewhere, in their own words.",
        "客户在别处写的、说的，照原话登记。",
    ),
    "about.confirm": Either(
        "Tell the customer first, with the time of the first feedback. The kind of issue and how long verifying takes set the"
        " complexity, the higher of the two; what it takes and how the customer feels may raise it by one each.",
        "先告诉客户，并说好首次反馈的时间。问题类型和验证时间中较高的一项决定复杂度，所需资源和客户情绪可以各升一级。",
    ),
    "about.make_room": Either(
        "Puts away what is long past, for a case that holds too much.",
        "个案内容太多时，把早已过去的收起来。",
    ),
    "unchosen.emotion": Either("As before", "和之前一样"),
    "unchosen.line": Either("Whoever is next", "按顺序往上"),
    "unchosen.to": Either("The usual way", "按常规"),
    "unchosen.early": Either("It is time", "时间到了"),
    "unchosen.latest_by": Either("No promise now", "这次不作承诺"),
    "unchosen.rhythm": Either(
        "No promise now (if none is open, the next call is due around {at})",
        "这次不作承诺（没有别的约定时，{at} 左右会提醒再联系）",
    ),
    "hint.contact.covers": Either(
        "With none ticked, it is the one that is due next.", "一个都不勾，就算最近到期的那一个。"
    ),
    "times.exact": Either("or exactly", "或者具体到"),
    "contact.next_subject": Either("How it goes on: {stage}", "后续进展：{stage}"),
    "confirm.promises": Either("This will be promised:", "确认后会承诺："),
    "confirm.plan": Either("{subject}: {at}", "{subject}：{at}"),
    "field.contact.said": Either("What the customer said", "客户说了什么"),
    "field.yields": Either("What was found out", "了解到的情况"),
}

"""Words of what burns and of how much people carry."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "nav.burning": Either("What burns", "火情"),
    "burning.title": Either("What burns", "火情"),
    "burning.count": Either("{count} things can’t wait.", "{count} 件事等不得。"),
    "burning.first": Either("First of all", "先做这几件"),
    "burning.kinds": Either("By kind", "按类别"),
    "burning.teams": Either("Teams", "班组"),
    "burning.every_team": Either("All teams", "全部班组"),
    "burning.all": Either("Show everything", "看全部"),
    "burning.with": Either("With {name} alone.", "只看 {name} 的。"),
    "burning.uncarried": Either("Carried by nobody", "没有人盯着"),
    "burning.unanswered": Either("No answer in time", "没有按时回复"),
    "burning.broken": Either("Promises broken", "承诺没做到"),
    "burning.unacknowledged": Either("Calls for help", "支援还没人接"),
    "burning.red_line": Either("Beyond the red line", "越过红线"),
    "burning.stage_overrun": Either("Stuck in a stage", "卡在某个阶段"),
    "burning.silent": Either("Gone silent", "久未联系"),
    "burning.report": Either("Reports missing", "缺上门报告"),
    "burning.for": Either("{length}", "已 {length}"),
    "burning.since": Either("since {at}", "{at} 起"),
    "burning.called": Either("{name} was called", "已请 {name} 支援"),
    "burning.more": Either("and {count} more", "还有 {count} 件"),
    "burning.too_many": Either(
        "These are the {count} that wait longest. Choose a team or a person to see the others.",
        "这里是等得最久的 {count} 件；要看其余的，请选班组或同事。",
    ),
    "burning.view": Either("In Temporal UI", "在 Temporal UI 查看"),
    "burning.unwatched": Either(
        "Nobody has compared what runs with what is recorded within the last hour, so cases that are carried by nobody would not"
        " show here.",
        "最近一小时没有核对过运行和记录，没有人盯着的个案可能不会出现在这里。",
    ),
    "burning.nothing": Either(
        "Nothing burns. A good moment to ask somebody how they are.",
        "没有火情。正好去问问组里的人今天怎么样。",
    ),
    "load.title": Either("Who carries how much", "谁手上有多少"),
    "load.person": Either("Person", "同事"),
    "load.burning": Either("Burning", "火情"),
    "load.overdue": Either("Overdue", "超时"),
    "load.today": Either("Today", "今天"),
    "load.open": Either("Open", "在办"),
    "load.weight": Either("Weight", "分量"),
    "load.pressing": Either("{count} urgent", "{count} 个紧急"),
    "load.hint": Either(
        "P0, P1 and furious customers weigh more. The weight leads to handing cases over.",
        "P0、P1 和客户震怒的个案分量更重。点分量可以把个案交给别人。",
    ),
    "person.cases": Either("Open cases", "在办个案"),
    "person.promises": Either("Open promises", "待兑现的承诺"),
    "person.burning": Either("Burning", "火情"),
    "person.hand_over": Either("Hand cases over", "移交个案"),
    "person.owes": Either("What is due from them", "到期要办的事"),
    "person.owes_nothing": Either("Nothing is due.", "没有到期的事。"),
}

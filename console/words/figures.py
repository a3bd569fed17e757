"""Words of first figures."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "nav.figures": Either("Figures", "数据"),
    "figures.title": Either("First figures", "数据"),
    "figures.counted": Either("Counted {at}.", "统计时间：{at}。"),
    "figures.from": Either("From", "从"),
    "figures.to": Either("to", "到"),
    "figures.team": Either("Team", "班组"),
    "figures.every_team": Either("All teams", "全部班组"),
    "figures.show": Either("Show", "查看"),
    "figures.days": Either("{count} days", "{count} 天"),
    "figures.together": Either("All together", "合计"),
    "figures.who": Either("Team or person", "班组或同事"),
    "figures.few": Either("{part} of {of}: too few to say", "{part}/{of}，数量太少"),
    "figures.too_few": Either("too few to say", "数量太少"),
    "figures.chart": Either(
        "{what}: the table below has the same numbers", "{what}：下表有同样的数字"
    ),
    "figures.goal": Either("Goal", "目标"),
    "figures.goal_is": Either("Goal: {share} %", "目标：{share}%"),
    "figures.share": Either("Share", "占比"),
    "figures.kept": Either("Promises kept", "承诺兑现率"),
    "figures.kept.told": Either("Customer knew the time", "客户知道时间的"),
    "figures.kept.own": Either("Of our own rhythm", "按回访节奏自己定的"),
    "figures.kept.hint": Either(
        "Kept, of all that were kept or broken. Who makes more promises is no better or worse for it: names are in the order of"
        " the alphabet.",
        "兑现的，占兑现与没做到的总数。承诺多少不分高下，名单按字母顺序排列。",
    ),
    "figures.answers": Either("First answers", "首次回复"),
    "figures.answers.hint": Either(
        "Of cases opened in this time, from the opening to our first word; a chart, if there is one, is in hours.",
        "统计这段时间建立的个案，从建立到我们第一次回复；有图时，图中单位是小时。",
    ),
    "figures.in_time": Either("First answers in time", "首次回复及时率"),
    "figures.median": Either("Median", "中位数"),
    "figures.p95": Either("95 of 100 within", "95% 不超过"),
    "figures.answered": Either("Answered", "已回复"),
    "figures.waiting": Either("Waiting", "还在等"),
    "figures.open": Either("Open now", "目前在办"),
    "figures.stages": Either("Open cases by stage and age", "在办个案的阶段和时长"),
    "figures.stage": Either("Stage", "阶段"),
    "figures.age.first": Either("up to 1 day", "1 天内"),
    "figures.age.between": Either("{least} to {most} days", "{least} 到 {most} 天"),
    "figures.age.last": Either("over {most} days", "超过 {most} 天"),
    "figures.tiers": Either("Solved by which tier", "由哪一层解决"),
    "figures.tiers.hint": Either(
        "Cases resolved in this time. What climbs too high needs help further down.",
        "统计这段时间解决的个案。高层级占比偏高，说明前面几层需要支持。",
    ),
    "figures.tier.1": Either("Tier L1", "一线 L1"),
    "figures.tier.2": Either("Tier L2", "二线 L2"),
    "figures.tier.3": Either("Tier L3", "三线 L3"),
    "figures.solved": Either("Resolved", "已解决"),
}

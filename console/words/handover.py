"""Words of handing over."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "handover.title": Either("What {name} hands over", "移交 {name} 的个案"),
    "handover.counts": Either(
        "{cases} open cases, {promises} open promises. Promises go along with their case.",
        "在办个案 {cases} 个，待兑现的承诺 {promises} 个；承诺随个案一起移交。",
    ),
    "handover.stays": Either(
        "{count} visits or reports stay where they are: arrange those anew in the case.",
        "另有 {count} 次上门或上门报告不会随之移交，请在个案里另行安排。",
    ),
    "handover.choose": Either("Tick what goes over.", "勾选要移交的个案。"),
    "handover.everything": Either("All {count} of them", "全部 {count} 个"),
    "handover.heir": Either("Who carries on", "由谁接着跟进"),
    "handover.reason": Either("Why", "移交原因"),
    "handover.reason.hint": Either(
        "Whoever carries on reads it in each case: leave, a shift that ends, help with the load.",
        "接手的人会在每个个案里看到，例如：休假、换班、分担工作量。",
    ),
    "handover.button": Either("Hand over", "移交"),
    "handover.case": Either("Case", "个案"),
    "handover.promised": Either("What was promised", "答应过客户的事"),
    "handover.nothing_promised": Either("Nothing is promised.", "没有待兑现的承诺。"),
    "handover.none": Either("No open case is theirs.", "名下没有在办的个案。"),
    "handover.choose_heir": Either("Choose who carries on.", "请选择由谁接着跟进。"),
    "handover.give_reason": Either("Say why, in a few words.", "请简单说明原因。"),
    "handover.choose_cases": Either(
        "Tick at least one case, or all.", "请至少勾选一个个案，或选全部。"
    ),
    "handover.to": Either("{name} carries on", "由 {name} 接着跟进"),
    "handover.progress": Either(
        "{done} of {whole} handed over.", "共 {whole} 个，已移交 {done} 个。"
    ),
    "handover.under_way": Either("The others follow.", "其余的接着办。"),
    "handover.go_on": Either("Go on with {count}", "继续移交 {count} 个"),
    "handover.refused": Either("Not handed over", "没有移交"),
    "handover.done": Either("Handed over", "已移交"),
    "handover.back": Either("Back to what burns", "回到火情"),
}

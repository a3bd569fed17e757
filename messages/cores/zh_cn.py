"""What is said of cores, in Chinese."""

TEXTS: dict[str, str] = {
    "command.switch_core": "改用新版的产品规则",
    "event.core_switched": "从这里起，个案按产品自身规则的第 {core} 版处理。",
    "brief.core_switched": "改用产品规则第 {core} 版",
}

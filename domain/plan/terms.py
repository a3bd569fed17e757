"""The company's fixed words: languages, priorities, the line, phases. Everything else is data."""

from typing import Literal

Language = Literal["zh-CN", "en"]


Priority = Literal["P0", "P1", "P2", "P3"]


Complexity = Literal["low", "medium", "high"]


COMPLEXITIES: tuple[Complexity, ...] = ("low", "medium", "high")


Factor = Literal["issue", "resources", "verification"]


FACTORS: tuple[Factor, ...] = ("issue", "resources", "verification")
"""What people say of a case so that its complexity can be told; how the customer feels it knows (REQ A6)."""


Emotion = Literal["calm", "uneasy", "angry", "furious"]


Channel = Literal[
    "phone",
    "email",
    "web",
    "chat",
    "wechat",
    "wecom",
    "account_manager",
    "social",
    "counter",
    "visit",
]


Line = Literal["agent", "lead", "supervisor", "executive"]


LINES: tuple[Line, ...] = ("agent", "lead", "supervisor", "executive")


Phase = Literal["open", "resolved", "closed"]


Progress = Literal["accepted", "in_progress", "done", "revisited"]


Label = dict[Language, str]

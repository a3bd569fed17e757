"""Words for what a plan names: priorities, complexity, feelings, the line, phases and progress."""

from messages.plan import en, zh_cn
from messages.telling import Telling, word

TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    readers={name: word(name) for name in ("emotion", "line", "priority")},
)

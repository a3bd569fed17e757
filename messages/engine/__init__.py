"""Time that passes, what was noticed late, and what any command may be refused for."""

from messages.engine import en, zh_cn
from messages.telling import Telling, moment

TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    readers={"our_time": moment},
    added={"unseen_since": "notice.late"},
)

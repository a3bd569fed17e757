"""Clocks: how the details say that one runs, stands still or is up. Each clock is named by its feature."""

from messages.clocks import en, zh_cn
from messages.telling import Telling

TELLING = Telling(en=en.TEXTS, zh_cn=zh_cn.TEXTS)

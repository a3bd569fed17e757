"""Cores: that a case goes on under a newer one."""

from domain.cores import CoreSwitched
from messages.cores import en, zh_cn
from messages.telling import Telling, sentence

TELLING = Telling(en=en.TEXTS, zh_cn=zh_cn.TEXTS, sentences={CoreSwitched: sentence()})

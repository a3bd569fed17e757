"""The Chinese (zh-CN) catalogue."""

from messages.catalogue.zh_cn.findings import FINDINGS
from messages.catalogue.zh_cn.notices import NOTICES
from messages.catalogue.zh_cn.refusals import REFUSALS
from messages.catalogue.zh_cn.summaries import SUMMARIES
from messages.catalogue.zh_cn.timeline import TIMELINE
from messages.catalogue.zh_cn.visits import VISITS
from messages.catalogue.zh_cn.webhooks import WEBHOOKS
from messages.catalogue.zh_cn.words import WORDS

TEXTS: dict[str, str] = (
    WORDS | REFUSALS | NOTICES | SUMMARIES | TIMELINE | FINDINGS | VISITS | WEBHOOKS
)

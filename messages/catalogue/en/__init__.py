"""The English catalogue."""

from messages.catalogue.en.findings import FINDINGS
from messages.catalogue.en.notices import NOTICES
from messages.catalogue.en.refusals import REFUSALS
from messages.catalogue.en.summaries import SUMMARIES
from messages.catalogue.en.timeline import TIMELINE
from messages.catalogue.en.visits import VISITS
from messages.catalogue.en.webhooks import WEBHOOKS
from messages.catalogue.en.words import WORDS

TEXTS: dict[str, str] = (
    WORDS | REFUSALS | NOTICES | SUMMARIES | TIMELINE | FINDINGS | VISITS | WEBHOOKS
)

"""What a priority means, and how soon the customer gets a first response (REQ A4)."""

from domain.frozen import Frozen
from domain.policy.words import Translated
from domain.spans import SpanText


class PriorityPolicy(Frozen):
    """What a priority means and how soon the customer gets a first response (REQ A4)."""

    label: Translated
    response: SpanText

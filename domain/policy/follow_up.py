"""What a level of complexity means, and its red line (REQ A6)."""

from domain.frozen import Frozen
from domain.policy.words import Translated
from domain.spans import SpanText


class ComplexityPolicy(Frozen):
    """What a level of complexity means and its red line (REQ A6)."""

    label: Translated
    red_line: SpanText

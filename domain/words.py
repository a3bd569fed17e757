"""What counts as words: a text of which something can be seen."""

import unicodedata

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
"""Categories of characters that leave no mark by themselves: spaces, controls, joiners, byte order marks."""
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f"
"""Fillers that count as letters or marks and are drawn as nothing."""


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen of a text: empty, spaces, or characters without width."""
    return all(
        unicodedata.category(each) in UNSEEN
        or each in BLANK_LETTERS
        or "\ufe00" <= each <= "\ufe0f"  # variation selectors
        for each in text
    )

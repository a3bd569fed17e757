"""Texts as every part of the product can keep, send and show them.

PostgreSQL keeps no NUL, UTF-8 has no half of a pair, and what no screen shows (an escape that paints a
terminal, say) is nothing that anybody said. All of it stands out as U+FFFD, so that nothing is refused or
lost silently because of it. Line breaks of other worlds become ours.
"""

import re
import unicodedata

NUL = "\0"
UNKNOWN = "\ufffd"
"""The replacement character: something was here that can't be shown."""
_BREAKS = re.compile("\r\n|[\x0b\x0c\x85]")
"""How Windows, a slide and a mainframe begin another line."""
_UNKEPT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab, line feed and carriage return; halves of a surrogate pair."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What changes the direction of writing for all that follows."""
_NEVER = re.compile("[\x00\ud800-\udfff]")
_LETTER = re.compile("[^\\W\u115f\u1160\u2800\u3164\uffa0\ufffd]")
"""What nearly every text has, and is a word for certain."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffd")
"""Letters and symbols by their class, blank by their looks or standing for what was lost."""


def plain(text: str) -> str:
    """The text as it can be kept anywhere. As long as the given one, or a little shorter."""
    return _UNKEPT.sub(UNKNOWN, _BREAKS.sub("\n", _whole(text)))


def storable(text: str) -> str:
    """The text as both databases take it, where it is too late to refuse: nothing else is changed."""
    return _NEVER.sub(UNKNOWN, _whole(text)) if _NEVER.search(text) else text


def on_one_line(text: str) -> str:
    """The text as it stands within a sentence of ours: no line ends in it, and nothing that would turn the rest of the
    line round."""
    return " ".join(_TURNS.sub(UNKNOWN, text).split())


def has_words(text: str) -> bool:
    """Whether there is anything to read in it: spaces, invisible marks, blank fillers and what can't be
    shown are nothing.

    An emoji is a word.
    """
    return bool(_LETTER.search(text)) or any(
        unicodedata.category(letter)[0] in "LNPS" and letter not in _FILLERS
        for letter in set(text)  # millions of blanks are a few letters
    )


def _whole(text: str) -> str:
    """With the two halves of a pair, where somebody sent them one by one, put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

"""Where the words of others begin and end, so that a model takes them for what they are: data, and no instruction.

Whatever was said, typed or recorded by somebody stands between two marks that can't occur within it.
"""

import re

OPENS, CLOSES = "⟦", "⟧"
A_LINE = 300
"""Characters of a title, a name, a subject, a line of the timeline."""
A_TEXT = 4_000
"""Characters of a description or a message; the API has the whole."""
_MARKS = str.maketrans({OPENS: "[", CLOSES: "]"})
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
"""What nobody sees and a model reads all the same: zero-width and tag characters, changes of direction."""


def plain(text: str) -> str:
    """Somebody's text without our marks, and without what can't be seen or sent."""
    kept = "".join(c if c.isprintable() or c in "\n\t" else " " for c in _UNSEEN.sub("", text))
    return kept.encode(errors="replace").decode().translate(_MARKS)


def line(text: str) -> str:
    """A short text of somebody's, on one line."""
    return _between(" ".join(plain(text).split()), A_LINE)


def words(text: str) -> str:
    """A long text of somebody's, its lines kept."""
    return _between(plain(text).strip(), A_TEXT)


def _between(text: str, most: int) -> str:
    return f"{OPENS}{text if len(text) <= most else text[:most].rstrip() + ' …'}{CLOSES}"

"""What a new password may not be: what whoever tries out passwords tries first (REQ J4).

No rule asks for capitals or symbols: length is what counts. The commonest passwords are known by how they are made, and not
from a list of them.
"""

import re
import unicodedata
from collections.abc import Iterable

from api.problem_codes import Either

SHORTEST = 10
LONGEST = 200
"""Characters of a password: more than any sentence somebody keeps in mind."""
RUN = 3
"""Neighbours in a row that are typed without thinking."""
OWN = 4
"""Characters that are left when all that is obvious is taken away: fewer can be tried out."""
ROWS = (
    *("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p"),
    "!@#$%^&*()",
)
"""What is counted, recited, or typed along the keys of a row; also from right to left."""
WORDS = (
    *("password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "admin", "administrator", "root"),
    *("welcome", "letmein", "changeme", "default", "secret", "iloveyou", "followthrough", "test"),
    *("woaini", "mima", "5201314", "1314", "520"),
)
"""What people in our two languages take when they are asked for a word they can't forget."""
YEAR = re.compile(r"(19|20)\d\d")

TOO_SHORT = Either(
    f"It needs at least {SHORTEST} characters; a short sentence is easy to keep in mind.",
    f"至少需要 {SHORTEST} 个字符；一句短短的话最好记。",
)
TOO_LONG = Either(f"It may have at most {LONGEST} characters.", f"最多 {LONGEST} 个字符。")
UNTYPED = Either(
    "There is something in it that no keyboard types; leave out what isn't a letter, digit, symbol or space.",
    "其中有键盘打不出来的字符，请只用文字、数字、符号和空格。",
)
IS_HANDLE = Either(
    "It is the name you sign in with; take something else.", "密码不能和账号相同，请换一个。"
)
ONE_CHARACTER = Either(
    "It is one character again and again; take something else.",
    "密码只是同一个字符的重复，请换一个。",
)
OBVIOUS = Either(
    "It is made of what is tried out first: keys side by side, counting, the commonest words. Take something of your own.",
    "密码由最容易被猜到的内容组成：相邻的键、连续的数字、最常见的词。请换一个只有你想得到的。",
)


def why_not(password: str, handle: str) -> Either | None:
    """Why somebody can't take this password, None when they can."""
    text = unicodedata.normalize("NFC", password).casefold()
    if text == handle:
        return IS_HANDLE
    if len(text) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in text):  # a NUL, half an emoji
        return UNTYPED
    if len(set(text)) == 1:
        return ONE_CHARACTER
    words = {*WORDS, handle, re.sub(r"[._-]", "", handle)}
    return OBVIOUS if _of_ones_own(_once(text), words) < OWN else None


def _of_ones_own(text: str, words: Iterable[str]) -> int:
    """How many characters stand in nothing that is obvious, taken from the left."""
    own = at = 0
    while at < len(text):
        if step := max(_word(text, at, words), _run(text, at)):
            at += step
        else:
            own += 1
            at += 1
    return own


def _word(text: str, at: int, words: Iterable[str]) -> int:
    """The length of the longest word that begins there, or of a year; 0 when none does."""
    lengths = [len(word) for word in words if len(word) >= RUN and text.startswith(word, at)]
    return max([*lengths, 4 if YEAR.match(text, at) else 0])


def _run(text: str, at: int) -> int:
    """The length of the run of neighbours, or of one character, that begins there; 0 when it is none."""
    longest = 0
    for row in (*ROWS, *(row[::-1] for row in ROWS), text[at] * LONGEST):
        length = RUN
        while at + length <= len(text) and text[at : at + length] in row:
            longest = max(longest, length)
            length += 1
    return longest


def _once(text: str) -> str:
    """A text without its repetitions: of `abcdabcd` the first half. It is found in itself, doubled, at no other place than
    where it begins anew."""
    return text[: (text + text).index(text, 1)]

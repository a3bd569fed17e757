"""Addresses of our own, told from all others."""

from urllib.parse import unquote, urlsplit

START = "/"
PLACE = "/sign-in"
LONGEST = 2_000
"""Characters of an address to come back to; ours have a tenth of it."""


def own_path(given: str) -> str:
    """An address of ours to go to, from what anybody may have written into a link: never of another site, whatever browsers make
    of backslashes, tabs and several slashes. What is none is the start."""
    is_plain = given.startswith("/") and not given.startswith("//") and len(given) <= LONGEST
    if (
        not is_plain
        or "\\" in given
        or any(ord(each) <= 0x20 or ord(each) == 0x7F for each in given)
    ):
        return START
    try:
        parts = urlsplit(given)
    except ValueError:
        return START
    is_ours = not parts.scheme and not parts.netloc
    leads_on = {".", ".."} & set(
        unquote(parts.path).split("/")
    )  # to an address that isn't read here
    return given if is_ours and not leads_on and not parts.path.startswith(PLACE) else START

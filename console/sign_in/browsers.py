"""What a browser is called, so that people know their own sessions from others."""

from collections.abc import Iterable

PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("wxwork/", "WeCom"),
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Lark/", "Feishu"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Sign in the User-Agent → name; the first that is found. Nearly all say that they are several, the rarer name is the true one."""


def name_of(user_agent: str) -> str:
    """Such as "Firefox · Windows"; empty where nothing is known."""
    return " · ".join(
        name for name in (_first(PROGRAMS, user_agent), _first(SYSTEMS, user_agent)) if name
    )


def _first(signs: Iterable[tuple[str, str]], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")

"""What people read when somebody has left and something is still theirs."""

from collections.abc import Sequence

from domain.plan.terms import Language
from messages.leaving import en, zh_cn
from messages.say import Catalogue
from messages.text import Text

TEXTS = Catalogue(en=en.TEXTS, zh_cn=zh_cn.TEXTS)
SHOWN = 20
"""Cases named in a notice; whoever hands them on finds the others in the lists."""


def handover_reason(who: str, to: str, language: Language) -> str:
    """Why a case is another's now."""
    return TEXTS.say(language, "leaving.handover", who=who, to=to)


def left_behind_notice(who: str, numbers: Sequence[str], language: Language) -> Text:
    """The title and body of the notice that something is left with somebody who is not here any more."""
    more, count = len(numbers) - SHOWN, len(numbers)
    cases = TEXTS.say(language, "leaving.comma").join(numbers[:SHOWN])
    if more > 0:
        cases = TEXTS.say(language, "leaving.more", cases=cases, count=more)
    title = "leaving.left_behind.title.one" if count == 1 else "leaving.left_behind.title"
    return Text(
        title=TEXTS.say(language, title, who=who, count=count),
        detail=TEXTS.say(language, "leaving.left_behind.body", who=who, cases=cases),
    )

"""What a person owes, in a sentence: what is to be done for which customer. Its time stands beside it."""

import re
from collections.abc import Mapping

from domain.plan.terms import Language
from messages.speech import plain_voice

_BEFORE_A_STOP = re.compile(r" +(?=[，。：；、])")
"""A name in Chinese has blanks around it, as in notices, and none before a stop."""


def owed_line(
    language: Language,
    *,
    kind: str,
    about: str,
    subject: str = "",
    customer: str | None = None,
    by: str = "",
    stages: Mapping[str, str] | None = None,
) -> str:
    """The sentence for one thing that is owed. `kind` is what the agenda calls it, `about` and `subject` say
    more of it, `by` is the name of whoever asks for it; `stages` are the labels of the SOP's stages. Raises LookupError for an unknown kind."""
    voice = plain_voice(language, stages=stages)
    named = voice.say("owed.named", customer=customer) if customer else voice.say("owed.customer")
    line = voice.say(
        voice.most_specific(f"owed.{kind}.{about}", f"owed.{kind}"),
        customer=named,
        subject=voice.subject(subject, about),
        reason=voice.called_for(about, subject),
        cause=voice.word("cause", about),
        channel=voice.word("channel", about),
        stage=voice.stage(about),
        by=by,
    )
    return _BEFORE_A_STOP.sub("", line).strip()

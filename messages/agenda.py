"""What a person owes, in a sentence: what is to be done for which customer. Its time stands beside it."""

from collections.abc import Mapping

from domain.plan.terms import Language
from messages.speech import plain_voice


def owed_line(
    language: Language,
    *,
    kind: str,
    about: str,
    subject: str = "",
    customer: str | None = None,
    stages: Mapping[str, str] | None = None,
) -> str:
    """The sentence for one thing that is owed. `kind` is what the agenda calls it, `about` and `subject` say
    more of it; `stages` are the labels of the SOP's stages. Raises LookupError for an unknown kind."""
    voice = plain_voice(language, stages=stages)
    return voice.say(
        voice.most_specific(f"owed.{kind}.{about}", f"owed.{kind}"),
        customer=customer or voice.say("owed.customer"),
        subject=voice.subject(subject, about),
        reason=voice.reason(subject),
        cause=voice.word("cause", about),
        channel=voice.word("channel", about),
        stage=voice.stage(about),
    )

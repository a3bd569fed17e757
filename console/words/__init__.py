"""Words on pages, both languages side by side, by feature; what the product says elsewhere is taken from `messages`."""

from api.problem_codes import Either
from console.words import (
    agenda,
    board,
    cases,
    figures,
    forms,
    handover,
    intake,
    lists,
    shell,
    sign_in,
)
from messages.say import joined

WORDS: dict[str, Either] = joined(
    (
        shell.WORDS,
        agenda.WORDS,
        cases.WORDS,
        lists.WORDS,
        intake.WORDS,
        forms.WORDS,
        sign_in.WORDS,
        board.WORDS,
        handover.WORDS,
        figures.WORDS,
    )
)
"""Key → its words; placeholders as in `messages.say`."""

"""A case is opened once."""

from hypothesis import strategies as st

from domain.intake import AnswerPerson, OpenCase
from laws.drawing import channels, words
from laws.history import History


class Intake(History):
    fields = {
        OpenCase: lambda at: {
            "plan": st.just(at.case.rules),
            "title": words,
            "customer": words,
            "channel": channels,
            "owner": words,
            "spoke_at": at.past,
        },
        AnswerPerson: lambda at: {
            "question": st.sampled_from(["another_name", "more_to_add"]),
            "same": st.booleans(),
        },
    }

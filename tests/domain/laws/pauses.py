"""A case that waits: its clocks stand still just as long."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.pauses import PauseCase, ResumeCase
from laws.drawing import words
from laws.history import History


class Pauses(History):
    fields = {
        PauseCase: lambda at: {
            "reason": st.sampled_from(["waiting_on_customer", "waiting_on_parts"]),
            "until": at.near,
            "note": words,
            "channel": st.sampled_from(["phone", "wechat", None]),
            "told_at": at.past,
        },
        ResumeCase: lambda at: {"note": words},
    }

    @precondition(lambda self: self.case.is_confirmed and not self.case.pause)
    @rule(days=st.sampled_from([1, 5, 11]))
    def it_waits(self, days: int) -> None:
        until = self.now + timedelta(days=days)
        self.ask(
            PauseCase,
            reason="waiting_on_customer",
            until=until,
            channel="phone",
            told_at=self.now,
        )

    @invariant()
    def the_stage_clock_stands_still_while_the_case_waits_and_no_longer(self) -> None:
        clock = self.case.stage_clock
        if clock and not self.case.is_closed:
            assert (clock.paused_at is not None) == (self.case.pause is not None)

"""Each life of a case has its own end, and no end is cheap."""

from hypothesis.stateful import invariant

from domain.case import Case
from domain.closed_in_error import ClosingDisproved
from domain.command import Command
from domain.customer_messages.events import CaseReopened, MessageReceived
from domain.decide import Decision
from domain.endings import CaseClosed, EndWithoutAgreement, Withdraw
from domain.frozen import changed
from domain.going_back import RevisitDisproved
from domain.plan.terms import LINES
from domain.resolution import CaseResolved
from laws.disproofs import took_place
from laws.drawing import different_days, words
from laws.history import History
from laws.revisits import held_for_all


def closing_has_its_revisit(
    history: History, case: Case, command: Command, event: CaseClosed, _: Decision
) -> None:
    assert not case.open_promises
    since = history.since(CaseResolved)
    revisits = held_for_all(since)
    held = [revisit.outcome for revisit in revisits]
    ending = event.closing.ending
    if ending == "content":
        assert held[-1] == "content"
    elif ending == "no_answer":
        calls = took_place(since)
        tried = [k.occurred_at for k in calls if not k.reached and k.direction == "outbound"]
        assert held[-3:] == ["no_answer"] * 3
        last_three = [revisit.at for revisit in revisits][-3:]
        heard = [v.message.occurred_at for v in since if isinstance(v, MessageReceived)]
        heard += [k.occurred_at for k in calls if k.reached]
        assert all(at <= last_three[0] for at in heard), "who is heard can be reached"
        assert len(different_days(tried)) >= 3
    elif ending == "one_off":
        assert not case.is_confirmed
    else:
        asked: dict[str, type[Command]] = {
            "withdrawn": Withdraw,
            "no_agreement": EndWithoutAgreement,
        }
        assert isinstance(command, asked[ending])
        if ending == "no_agreement":
            assert LINES.index(command.actor.line) >= LINES.index("supervisor")


class Endings(History):
    fields = {
        Withdraw: lambda at: {"reason": words},
        EndWithoutAgreement: lambda at: {"reply": words, "outside_route": words},
    }
    rare = (Withdraw, EndWithoutAgreement)
    laws = {CaseClosed: (closing_has_its_revisit,)}

    @invariant()
    def nothing_stands_in_a_closed_case(self) -> None:
        case = self.case
        if not case.is_opened or not case.is_closed:
            return
        assert not case.open_promises
        assert all(escalation.deescalated_at for escalation in case.escalations)
        assert not any(visit.report and not visit.reported_at for visit in case.visits)
        assert not any(visit.is_ahead for visit in case.visits)
        assert (case.response, case.stage_clock, case.pause) == (None, None, None)
        assert case.follow_up is None or case.follow_up.paused_at
        assert case.observation is None or case.observation.ended

    @invariant()
    def each_life_has_its_own_end(self) -> None:
        lives = [v for v in self.events if isinstance(v, CaseReopened)]
        closings = [v.closing for v in self.events if isinstance(v, CaseClosed)]
        for_nothing = [v for v in self.events if isinstance(v, RevisitDisproved)]
        in_error = [v for v in self.events if isinstance(v, ClosingDisproved)]
        assert [v.life for v in lives] == list(range(1, len(lives) + 1))
        assert self.case.life == len(lives)
        anew = {"disproved": False}
        assert [changed(closing, anew) for closing in self.case.closings] == closings
        undone = sum(closing.disproved for closing in self.case.closings)
        assert undone == len(in_error) + sum(v.led_to == "closed" for v in for_nothing)
        assert len(closings) == len(lives) + self.case.is_closed + undone

"""No end is cheap, and none is over an open promise."""

from builders import Played
from domain.endings import EndWithoutAgreement, Withdraw
from domain.revisits import RecordRevisit
from refusals.story import Part, asking


def closing_over_a_promise() -> None:
    played = Played().resolved()
    played.promise("Fri 10:00")
    played.until("Tue 15:00")
    played.ask(RecordRevisit, outcome="content", occurred_at=played.now)


PART = Part(
    sensible={
        Withdraw: {"reason": "bought another"},
        EndWithoutAgreement: {"reply": "no", "outside_route": "12315"},
    },
    stories=(
        ("promises_open", closing_over_a_promise),
        ("withdrawal_unsaid", asking("diagnose", Withdraw, reason="bought another")),
        ("reason_required", asking("diagnose", Withdraw, reason="")),
        ("line_required", asking("plan", EndWithoutAgreement, reply="no", outside_route="12315")),
    ),
)

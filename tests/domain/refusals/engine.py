"""Time, and a case that isn't there yet or no more."""

from builders import an_actor, at
from domain.case import Case
from domain.decide import CORE, decide
from domain.engine import Tick
from domain.escalations import Escalate
from domain.promises.commands import MakePromise
from refusals.story import Part, asking, promise


def before_opening() -> None:
    tick = Tick(actor=an_actor("system"), received_at=at("Mon 09:00"))
    decide(Case(number="C-000001", core=CORE), tick, at("Mon 09:00"))


PART = Part(
    sensible={Tick: {"since": at("Mon 09:00")}},
    stories=(
        ("case_not_open", before_opening),
        ("case_closed", asking("closed", MakePromise, promise=promise())),
        ("case_closed", asking("closed", Escalate, reason="help")),
    ),
)

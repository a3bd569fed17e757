"""What goes into a case's workflow and comes out of it. Durable: names and fields never change meaning."""

from collections.abc import Sequence
from datetime import timedelta

from domain.book import AnyCommand
from domain.case import Case
from domain.frozen import Frozen
from domain.plan.terms import Language
from domain.receipt import Outcome, Receipt
from domain.record import Record
from domain.taking_up import EndedRun

CASE_WORKFLOW = "case"

LONG = 1_000
"""Events after which a run gives way to a new one at the next boundary between stages. A replay of 1,000
takes about a quarter of a second."""

TOO_LONG = 2_000
"""Events after which it gives way wherever the case stands, whether or not the server asks for it."""

AT_LEAST = 200
"""Events that a run has before it gives way only because the server asks for it: one that loaded a large case in pieces has
megabytes of history at its beginning, and would otherwise do nothing but give way."""

SHELL = 2
"""The newest order in which a run asks things of Temporal. A run keeps the one it was started with; each of these
has a golden history. 1: whatever is decided is at once carried out, recorded in batches of any size."""


class CaseStart(Frozen):
    """The input of a run.

    `shift` is added to workflow time to give case time (zero in production; stories and the demo
    set it). `case` and `applied` are what an earlier run left off with; `reload` asks the run to
    load the case from the database first, because a message woke a case whose run had ended, or because
    nobody carried it any more. `undecided` is what that earlier run had been sent and not decided, `told`
    are the keys of refusals that their senders' inboxes know of. Starts written before there was a `shell` are
    of the first. `answered` is what the clients of that earlier run were told and the database doesn't know, and
    `ended` how it ended, where it was from outside. `language` is that of the summaries until the case is there.
    """

    number: str
    core: int
    shift: timedelta = timedelta(0)
    case: Case | None = None
    applied: tuple[Outcome, ...] = ()
    reload: bool = False
    undecided: tuple[AnyCommand, ...] = ()
    shell: int = 1
    told: tuple[str, ...] = ()
    answered: tuple[Outcome, ...] = ()
    ended: EndedRun | None = None
    language: Language = "en"


class Reply(Receipt):
    """What a run answers a command with, as soon as that is decided.

    `unrecorded` is what was decided up to then and stands in no record on its way yet, in the order of the case and without
    what earlier answers hold: so all that was ever answered stands in the history, and whoever takes the case up after the run
    records it as it was decided. A receipt without it is a plain one.
    """

    unrecorded: Record | None = None

    def plain(self) -> Receipt:
        """What the client is told."""
        return Receipt.model_validate(self.model_dump(exclude={"unrecorded"}))


class Idle(Frozen):
    """Answer of the `idle` query: whether the run has nothing left to do but wait."""

    idle: bool
    version: int
    next_due: str = ""


def workflow_id(number: str) -> str:
    """The workflow of a case is found by its number."""
    return f"case-{number}"


def case_number(workflow_id: str) -> str:
    """The case that a workflow carries."""
    return workflow_id.removeprefix("case-")


class CoreUnknown(RuntimeError):
    """The case is decided by a core this code doesn't have: it was carried by a newer worker. Not a
    failure of the case: the workflow task fails, and a newer worker takes it up."""

    def __init__(self, number: str, core: int, newest: int) -> None:
        super().__init__(
            f"case {number} is decided by core {core}, and this worker knows none above {newest}: "
            "deploy the newer code to every worker (and before the API)"
        )


class ShellUnknown(RuntimeError):
    """The run was started by newer code, and asks Temporal for things in an order that this code doesn't know."""

    def __init__(self, number: str, shell: int) -> None:
        super().__init__(
            f"case {number} is carried by shell {shell}, and this worker knows none above {SHELL}: "
            "deploy the newer code to every worker (and before the API)"
        )


class StateDiffers(RuntimeError):
    """Events as decided now differ from those that were recorded. Not a failure of the case: the
    workflow task fails, and the case waits for the code that decided it."""

    def __init__(self, number: str, first: int, kinds: Sequence[str]) -> None:
        super().__init__(
            f"case {number}: events {first}–{first + len(kinds) - 1} ({', '.join(kinds)}) as decided "
            "now differ from those recorded. This code gives another outcome for the same commands: "
            "it needs a new core number (domain/decide.py)."
        )

"""Running today's code over a history, to learn what it would do to a case before it is deployed.

The replay is the worker's own: its workflows, its sandbox, its converter. A verdict is one of

    ok              the code decides as it was decided
    order differs   it asks Temporal for something else than the history holds
    state differs   it asks for the same and decides otherwise: the digest of a record tells
    other           it could not be replayed at all; the reason says why

and each that isn't ok comes with what to do about it.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError
from temporalio.api.failure.v1 import Failure
from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter, FailureConverter, PayloadConverter
from temporalio.exceptions import FailureError
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from workflows.contract import StateDiffers, case_number
from workflows.manual import ORDER, OTHER, STATE
from workflows.sandbox import WORKFLOWS, sandbox

Verdict = Literal["ok", "order differs", "state differs", "other"]
MANUALS: dict[Verdict, str] = {"order differs": ORDER, "state differs": STATE, "other": OTHER}


TOO_SLOW = "_DeadlockError"
"""The SDK gives a turn two seconds. A machine that is busy with other things may need more, and a history
is not to blame for it, so it is replayed again."""
PATIENCE = 5


@dataclass(frozen=True)
class Replayed:
    """What came of a replay. `number` is that of the case, `reason` one paragraph."""

    number: str
    run_id: str
    events: int
    verdict: Verdict = "ok"
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.verdict == "ok"

    @property
    def text(self) -> str:
        """For a person who has never seen this before: the reason, then the manual."""
        line = f"{self.number}, run {self.run_id}, {self.events} events: {self.verdict}"
        if self.ok:
            return line
        return f"{line}\n\n{self.reason}\n\n{MANUALS[self.verdict]}"


async def replay(history: WorkflowHistory, converter: DataConverter) -> Replayed:
    """Replay one run. Never raises for what the history or the code brings about."""
    found = await _replay(history, converter)
    for _ in range(PATIENCE):
        if not found.reason.startswith(TOO_SLOW):
            break
        found = await _replay(history, converter)
    return found


async def _replay(history: WorkflowHistory, converter: DataConverter) -> Replayed:
    heard: list[BaseException] = []
    replayer = Replayer(
        workflows=WORKFLOWS,
        workflow_runner=sandbox(),
        data_converter=_overheard(converter, heard.append),
    )
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    found = Replayed(
        number=case_number(history.workflow_id), run_id=history.run_id, events=len(history.events)
    )
    # where a history ends with the turn that fails, the SDK may take the end for a good one
    broken = [error for error in heard if not isinstance(error, FailureError)]
    failure = result.replay_failure or next(iter(broken), None)
    if failure is None:
        return found
    verdict, reason = _judge(failure, [*heard, *broken[:1]])
    return dataclasses.replace(found, verdict=verdict, reason=reason)


def _judge(failure: BaseException, heard: list[BaseException]) -> tuple[Verdict, str]:
    unread = [
        cause for one in heard for cause in _causes(one) if isinstance(cause, ValidationError)
    ]
    if unread:  # first: an update that can't be read is refused, and then the order differs too
        return "other", _in_words(unread[0])
    if isinstance(failure, NondeterminismError):
        # the message stands in a debug print of the SDK's core
        found = re.search(r'message: "(.*?)", source', str(failure))
        return "order differs", found.group(1) if found else str(failure)
    if not heard:
        return "other", str(failure)
    causes = list(_causes(heard[-1]))
    for cause in causes:
        if isinstance(cause, StateDiffers):
            return "state differs", str(cause)
    return "other", "\n".join(f"{type(cause).__name__}: {cause}" for cause in causes)


def _in_words(error: ValidationError) -> str:
    """Where it can't be read, without what it says there: that may be private."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    places = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found]
    return f"the {error.title} of the history can't be read: {'; '.join(places)}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at:
        yield at
        at = at.__cause__


def _overheard(converter: DataConverter, hear: Callable[[BaseException], None]) -> DataConverter:
    """The converter as it is, but what fails is heard before it is sealed: a replay that fails
    says no more than "encoded failure"."""
    sealing = converter.failure_converter_class

    class Overheard(FailureConverter):
        def __init__(self) -> None:
            self._sealing = sealing()

        def to_failure(
            self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
        ) -> None:
            hear(exception)
            self._sealing.to_failure(exception, payload_converter, failure)

        def from_failure(
            self, failure: Failure, payload_converter: PayloadConverter
        ) -> BaseException:
            return self._sealing.from_failure(failure, payload_converter)

    return dataclasses.replace(converter, failure_converter_class=Overheard)

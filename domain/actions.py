"""Actions: what the shell must carry out outside the case, and what came of it.

Telling somebody, drafting an apology, opening a linked case. They are data in the case (decision 1).
Part of the engine: `Draft.tell` asks for one.
"""

from typing import Literal

from domain.case import Case
from domain.case.actions import Action
from domain.command import Command
from domain.draft import ActionRequested, Draft
from domain.event import Event
from domain.rules import Change, Rules, replaced


class FinishAction(Command):
    """The shell carried an action out, or gave up on it. `result` is the number of a case it opened."""

    kind: Literal["finish_action"] = "finish_action"
    action: str
    error: str | None = None
    result: str | None = None


class ActionDone(Event):
    """`what`, `about` and `to` tell which it was: the case forgets what is done. Empty under the first core."""

    kind: Literal["action_done"] = "action_done"
    action: str
    what: str = ""
    about: str = ""
    to: str = ""


class ActionFailed(Event):
    kind: Literal["action_failed"] = "action_failed"
    action: str
    error: str


def _finish_action(draft: Draft, command: FinishAction) -> None:
    """Done, or failed for good: a failure stays visible and goes up the line."""
    action = next((a for a in draft.case.actions if a.id == command.action), None)
    if action is None or action.status == "failed":
        return
    if command.error is None:
        told = {"what": action.name, "about": action.about, "to": action.to}
        draft.emit(ActionDone, action=action.id, **(told if draft.case.core >= 2 else {}))
        if command.result and action.name in draft.book.results:
            draft.book.results[action.name](draft, action, command.result)
        return
    draft.emit(ActionFailed, action=action.id, error=command.error)
    if draft.case.core >= 2:
        _tell_of_failure(draft, action, command.error)
        return
    ladder = draft.plan.ladder
    line = [ladder.lead, ladder.supervisor, ladder.executive]
    further = line[line.index(action.to) + 1 :] if action.to in line else line
    if further:
        draft.tell(
            further[0],
            about="delivery_failed",
            ref=action.id,
            receiver=action.to,
            failed=action.about,
            error=command.error,
        )


def _tell_of_failure(draft: Draft, action: Action, error: str) -> None:
    """The next further up the line hears what did not reach whom, and the owner where nobody on it can be told. Each is
    told once, whatever places they hold, so that it ends where nobody is there (REQ C0)."""
    again, case, ladder = action.about == "delivery_failed", draft.case, draft.plan.ladder
    receiver = action.params["receiver"] if again else action.to
    line = dict.fromkeys((ladder.lead, ladder.supervisor, ladder.executive))
    people = [person for person in line if person != case.owner]
    if case.owner != receiver:
        people.append(case.owner)
    after = people[people.index(action.to) + 1 :] if action.to in people else people
    if further := [person for person in after if person != receiver]:
        draft.tell(
            further[0],
            about="delivery_failed",
            ref=action.ref if again else action.id,
            receiver=receiver,
            failed=action.params["failed"] if again else action.about,
            error=action.params["error"] if again else error,
        )


def _failed(case: Case, event: ActionFailed) -> Change:
    return replaced(case, "actions", event.action, status="failed", error=event.error)


def _requested(case: Case, event: ActionRequested) -> Change:
    return {
        "actions": (*case.actions, event.action),
        "actions_requested": case.actions_requested + 1,
    }


def _done(case: Case, event: ActionDone) -> Change:
    return {"actions": tuple(a for a in case.actions if a.id != event.action)}


RULES = Rules(
    handlers={FinishAction: _finish_action},
    after_closing=(FinishAction,),
    internal=(FinishAction,),
    folds={ActionRequested: _requested, ActionDone: _done, ActionFailed: _failed},
)
Commands = FinishAction
Events = ActionRequested | ActionDone | ActionFailed

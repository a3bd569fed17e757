"""Who hears that a conversation never took place, and of what (REQ C0).

Whoever looks after the case, and whoever logged it, read all that has come of it. A colleague reads what they owe again, or are
to keep of what was promised in it: nobody finds a promise of theirs only when it is due.
"""

from collections.abc import Mapping, Sequence

from domain.case.contacts import Contact
from domain.case.promises import Promise
from domain.draft import ActionRequested, Draft
from domain.promises.events import AttemptDisproved, PromiseMade


def tell(
    draft: Draft,
    contact: Contact,
    reason: str,
    gone: Sequence[str],
    facts: Mapping[str, str],
    promised: Sequence[str],
    revisit: Promise | None,
) -> None:
    """Each once; nobody of their own deeds, and nobody who is `gone`. Of all that is owed again the `facts` name the `revisit`
    themselves."""
    case, actor = draft.case, draft.command.actor.handle
    ended = [each.promise for each in draft.events if isinstance(each, AttemptDisproved)]
    again = _owed_again(draft)
    besides = [p.id for p in again if p.follows not in ended and p != revisit]
    whole = {**facts, **_listed({"owed_again": [*ended, *besides], "promised_then": promised})}
    told = dict.fromkeys((case.owner, contact.by), whole)
    for person, theirs in _of_colleagues(draft, again, promised).items():
        told.setdefault(person, _listed(theirs))
    for person, known in told.items():
        is_here = person == case.owner or person not in gone
        if is_here and person != actor:
            draft.tell(
                person,
                about="contact_disproved",
                ref=contact.id,
                contact=contact.id,
                by=actor,
                reason=reason,
                **{name: fact for name, fact in known.items() if fact},
            )


def _listed(named: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: ", ".join(promises) for name, promises in named.items()}


def _owed_again(draft: Draft) -> list[Promise]:
    """What is owed since this decision in the place of what had ended."""
    made = {each.promise.id for each in draft.events if isinstance(each, PromiseMade)}
    return [p for p in draft.case.open_promises if p.id in made and p.follows]


def _of_colleagues(
    draft: Draft, again: Sequence[Promise], promised: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """By person, what they owe again and what was promised for them. Of a promise that broke they hear by itself."""
    heard = {(e.action.to, e.action.ref) for e in draft.events if isinstance(e, ActionRequested)}
    unheard = [p for p in again if (p.owner, p.follows) not in heard]
    given = [p for p in draft.case.open_promises if p.id in promised]
    found: dict[str, dict[str, list[str]]] = {}
    for name, theirs in (("owed_again", unheard), ("promised_then", given)):
        for promise in theirs:
            found.setdefault(promise.owner, {}).setdefault(name, []).append(promise.id)
    return found

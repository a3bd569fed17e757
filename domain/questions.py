"""Asking the customer what is unclear, in few rounds (REQ B2).

Each asking is a round, and a contact: the customer hears where we are and by when. After the last round
that the SOP allows, it goes on with what is known, instead of asking once more. Nothing is asked twice.
"""

from domain import commands as c
from domain import events as e
from domain import resolution, sop
from domain.case import Case, Contact, QuestionRound
from domain.draft import Draft
from domain.errors import Refusal
from domain.guide import Guide
from domain.response import responded


def name_product(draft: Draft, command: c.NameProduct) -> None:
    """Which product it is about; its safe checks and questions are pinned to the case."""
    draft.emit(e.ProductNamed, guide=command.guide)


def ask(draft: Draft, command: c.AskQuestions) -> None:
    sop.require_stage_taking(draft, command.name)
    draft.require_past("occurred_at", command.occurred_at)
    resolution.check_four_parts(draft, command.parts)
    guide = _guide(draft)
    names = tuple(dict.fromkeys(command.questions))
    draft.require_reason(" ".join(names), "questions")
    _check_known(draft, guide, names, "questions")
    known = tuple(name for name in names if is_answered(draft.case, name))
    if known:
        raise Refusal(
            "question_answered",
            fields=known,
            number=draft.case.number,
            questions="; ".join(guide.text(name) for name in known),
        )
    _require_round_left(draft)
    contact = Contact(
        id=f"c{len(draft.case.contacts) + 1}",
        channel=command.channel,
        direction="outbound",
        occurred_at=command.occurred_at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=command.reached,
        left_message=not command.reached,
        parts=command.parts,
        emotion=command.emotion,
        text=command.text,
    )
    draft.emit(e.ContactLogged, contact=contact)
    responded(draft, command.occurred_at)
    asked = QuestionRound(
        id=f"q{len(draft.case.rounds) + 1}",
        contact=contact.id,
        asked_at=command.occurred_at,
        asked_by=command.actor.handle,
        questions=names,
        life=draft.case.life,
    )
    draft.emit(e.QuestionsAsked, round=asked)
    sop.move(draft)


def record_answers(draft: Draft, command: c.RecordAnswers) -> None:
    """What the customer answered, whenever it comes; it ends the wait for it."""
    answers = {name: text.strip() for name, text in command.answers.items() if text.strip()}
    draft.require_reason(" ".join(answers), "answers")
    _check_known(draft, _guide(draft), tuple(answers), "answers")
    draft.emit(e.QuestionsAnswered, answers=answers)
    sop.move(draft, required=False)


def rounds_used(case: Case) -> int:
    """How often this life of the case has asked."""
    return sum(asked.life == case.life for asked in case.rounds)


def is_answered(case: Case, question: str) -> bool:
    """Whether asking would be asking twice. A reopened case may ask anew, for things may have changed."""
    again = {name for asked in case.rounds if asked.life == case.life for name in asked.questions}
    return question in case.answers and (case.life == 0 or question in again)


def _guide(draft: Draft) -> Guide:
    if draft.case.guide is None:
        raise Refusal("product_not_named", number=draft.case.number)
    return draft.case.guide


def _check_known(draft: Draft, guide: Guide, names: tuple[str, ...], field: str) -> None:
    unknown = tuple(name for name in names if name not in {q.name for q in guide.questions})
    if unknown:
        raise Refusal(
            "unknown_question",
            fields=(field,),
            number=draft.case.number,
            unknown=", ".join(unknown),
            questions="; ".join(f"{q.name} ({q.text})" for q in guide.questions),
        )


def _require_round_left(draft: Draft) -> None:
    rules, used = draft.plan.sop.asking, rounds_used(draft.case)
    if rules and used >= rules.rounds:
        raise Refusal("rounds_used_up", number=draft.case.number, rounds=used, then=rules.then)

"""Asking the customer what is unclear, in few rounds (REQ B2).

Each asking is a round, and a contact: the customer hears where we are and by when. After the last round
that the SOP allows, it goes on with what is known, instead of asking once more. Nothing is asked twice.
"""

from datetime import datetime
from typing import Literal

from domain import contacts, pauses, stages
from domain.case import Case
from domain.case.contacts import Channel, Contact, Part
from domain.case.questions import Answer, QuestionRound, awaiting
from domain.command import Command
from domain.disproofs import ContactDisproved, Disproved, nevers
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.questions import Guide
from domain.plan.terms import Emotion
from domain.promises import judging
from domain.promises.events import AttemptDisproved
from domain.rules import Change, Rules, appended, conflict, invalid


class NameProduct(Command):
    """Say which product it is about; the API brings what the policy knows of its family (REQ B2)."""

    kind: Literal["name_product"] = "name_product"
    guide: Guide


class AskQuestions(Command):
    """Ask the customer for what is unclear: one round, and a conversation in four parts (REQ B2, C3).

    `questions` are names from the product's set. Not `reached` means that they were left in writing.
    """

    kind: Literal["ask_questions"] = "ask_questions"
    questions: tuple[str, ...]
    channel: Channel
    occurred_at: datetime
    reached: bool = True
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    text: str | None = None


class RecordAnswers(Command):
    """What the customer answered, by the question's name."""

    kind: Literal["record_answers"] = "record_answers"
    answers: dict[str, str]


class ProductNamed(Event):
    """What the case is about; the family's safe checks and questions are pinned with it."""

    kind: Literal["product_named"] = "product_named"
    guide: Guide


class QuestionsAsked(Event):
    kind: Literal["questions_asked"] = "questions_asked"
    round: QuestionRound


class QuestionsAnswered(Event):
    """`texts` are the questions, by name, in the words in which they were put."""

    kind: Literal["questions_answered"] = "questions_answered"
    answers: dict[str, str]
    texts: dict[str, str] = {}


def name_product(draft: Draft, command: NameProduct) -> None:
    """Which product it is about; its safe checks and questions are pinned to the case."""
    draft.emit(ProductNamed, guide=command.guide)


def ask(draft: Draft, command: AskQuestions) -> None:
    stages.require_stage_taking(draft, command.name)
    draft.require_past("occurred_at", command.occurred_at)
    contacts.check_four_parts(draft, command.parts)
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
        id=draft.case.next_id("c", "contacts"),
        channel=command.channel,
        direction="outbound",
        occurred_at=command.occurred_at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=command.reached,
        left_message=not command.reached,
        parts=command.parts,
        emotion=command.emotion,
        covers=_meant(draft, command),
        text=command.text,
    )
    contacts.take_down(draft, contact)
    asked = QuestionRound(
        id=draft.case.next_id("q", "rounds"),
        contact=contact.id,
        asked_at=command.occurred_at,
        asked_by=command.actor.handle,
        questions=names,
        texts=tuple(guide.text(name) for name in names) if draft.case.core >= 2 else (),
        life=draft.case.life,
    )
    draft.emit(QuestionsAsked, round=asked)
    stages.move(draft)


def _meant(draft: Draft, command: AskQuestions) -> tuple[str, ...]:
    """Whoever calls to ask has called as promised, where that is due (REQ C2)."""
    if draft.case.core < 2:
        return ()
    return judging.meant_by_the_way(draft, command.channel, command.occurred_at)


def record_answers(draft: Draft, command: RecordAnswers) -> None:
    """What the customer answered, whenever it comes; it ends the wait for it. It says nothing of ours: where they
    told us in a conversation, that is logged and answers them, and what they wrote awaits an answer (REQ C0)."""
    answers = {
        name: text.strip() for name, text in command.answers.items() if not draft.is_nothing(text)
    }
    draft.require_reason(" ".join(answers), "answers")
    guide, put = _guide(draft), _put_before(draft.case)
    _check_known(draft, guide, tuple(name for name in answers if name not in put), "answers")
    here = {question.name for question in guide.questions}
    texts = {name: guide.text(name) if name in here else put[name] for name in answers}
    draft.emit(QuestionsAnswered, answers=answers, texts=texts if draft.case.core >= 2 else {})
    if draft.case.core >= 2:
        pauses.customer_answered(draft, draft.counts_from)
    stages.move(draft, required=False)


def _put_before(case: Case) -> dict[str, str]:
    """By name, every question that was put to the customer, in its last words: an answer may come after somebody has
    found out that it is another product."""
    rounds = (asked for asked in case.rounds if not asked.disproved)
    return {name: text for asked in rounds for name, text in asked.put.items()}


def rounds_used(case: Case) -> int:
    """How often this life of the case has asked."""
    return sum(asked.life == case.life and not asked.disproved for asked in case.rounds)


def is_answered(case: Case, question: str) -> bool:
    """Whether asking would be asking twice. A reopened case may ask anew, for things may have changed."""
    answer = case.standing_answers.get(question)
    in_this_life = answer is not None and answer.life == case.life
    return in_this_life and answer_to(case, question) is not None


def answer_to(case: Case, question: str) -> str | None:
    """What the customer answered to a question of the product that it is about now. One of another product that has
    the same name is another question."""
    answer = case.standing_answers.get(question)
    if answer is None:
        return None
    asked = case.guide.text(question) if case.guide else answer.words
    return answer.text if answer.words in ("", asked) else None


def answered_elsewhere(case: Case, question: str, words: str) -> str | None:
    """What was last noted as the answer to a question put in these words, and was said in a conversation that never took
    place here."""
    never = {asked.id for asked in case.rounds if asked.disproved}
    noted = (
        answer.text
        for answer in reversed(case.noted_answers)
        if answer.question == question
        and answer.words in ("", words)
        and answer.rounds
        and never.issuperset(answer.rounds)
    )
    return next(noted, None)


def put_otherwise(case: Case) -> dict[str, str]:
    """By name, what was asked or answered and is no question of the product that it is about now, as it was put."""
    known = {(q.name, q.text) for q in case.guide.questions} if case.guide else set()
    noted = [(answer.question, answer.words) for answer in case.noted_answers if answer.words]
    told = [*_put_before(case).items(), *noted]
    return {name: text for name, text in told if (name, text) not in known}


def _guide(draft: Draft) -> Guide:
    if draft.case.guide is None:
        raise Refusal("product_not_named", number=draft.case.number)
    return draft.case.guide


def _check_known(draft: Draft, guide: Guide, names: tuple[str, ...], field: str) -> None:
    unknown = tuple(name for name in names if name not in {q.name for q in guide.questions})
    if unknown:
        told = {"questions": "; ".join(f"{q.name} ({q.text})" for q in guide.questions)}
        if draft.case.core >= 2:
            told = {
                "questions": "; ".join(q.text for q in guide.questions),
                "may_ask": ", ".join(q.name for q in guide.questions),
            }
        raise Refusal(
            "unknown_question",
            fields=(field,),
            number=draft.case.number,
            unknown=", ".join(unknown),
            **told,
        )


def _require_round_left(draft: Draft) -> None:
    rules, used = draft.plan.sop.asking, rounds_used(draft.case)
    if rules and used >= rules.rounds:
        raise Refusal("rounds_used_up", number=draft.case.number, rounds=used, then=rules.then)


def _named(case: Case, event: ProductNamed) -> Change:
    return {"guide": event.guide}


def _never_asked(case: Case, event: Disproved) -> Change:
    never = nevers(event)
    rounds = (changed(r, {"disproved": True}) if r.contact in never else r for r in case.rounds)
    return {"rounds": tuple(rounds)}


def _answered(case: Case, event: QuestionsAnswered) -> Change:
    """Each takes the place of what was noted before as the answer in the same rounds."""
    noted = case.noted_answers
    for name, text in event.answers.items():
        words = event.texts.get(name, "")
        rounds = awaiting(case.rounds, noted, name, words)
        others = (a for a in noted if (a.question, a.words, a.rounds) != (name, words, rounds))
        answer = Answer(
            question=name, words=words, text=text, at=event.at, rounds=rounds, life=case.life
        )
        noted = (*others, answer)
    return {"noted_answers": noted}


RULES = Rules(
    handlers={NameProduct: name_product, AskQuestions: ask, RecordAnswers: record_answers},
    folds={
        ProductNamed: _named,
        QuestionsAsked: appended("rounds", "round"),
        ContactDisproved: _never_asked,
        AttemptDisproved: _never_asked,
        QuestionsAnswered: _answered,
    },
    refusals={
        "product_not_named": conflict("no question set: nobody has named the product"),
        "unknown_question": invalid("a question the product's set doesn't have"),
        "question_answered": conflict("the customer has answered that already"),
        "rounds_used_up": conflict("the customer has been asked as often as the SOP allows"),
    },
)
Commands = NameProduct | AskQuestions | RecordAnswers
Events = ProductNamed | QuestionsAsked | QuestionsAnswered

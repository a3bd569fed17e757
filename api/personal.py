"""Answers for a key that is for nothing personal: nobody's name, number, address or words (REQ J4).

An answer is a model, so that each text in it has a name. What isn't named here as an id, a handle or a word of the policy counts
as somebody's, and is left out, so that a new field isn't told by mistake; words of ours (literals), times and numbers always are.
"""

import json
from collections.abc import Iterator
from typing import Any, get_args

from fastapi._compat import ModelField
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from activities.webhook_bodies import NAMES

_PLAIN = """acknowledged_by arranged_by asked_by asked_in asks_for called cause changed_by channel created_by customer_level digest
    emotion event events executive family fields handle key kind language lead leads_to level may next occasion order outcome
    paused_because person phase principal priority reporter scenario secret set_by stage_label stages status supervisor teams url verdict view
    window zone AskOut.label AskOut.name ChoiceOut.label ChoiceOut.value ClockOut.name DeliveryOut.error EscalationOut.line
    Agreed.ref AroundOut.let_go AroundOut.moved AroundOut.noted AroundOut.promised
    QuestionOut.name QuestionOut.text QuestionsOut.label QuestionsOut.safe_checks QuestionsOut.then TriedOut.error
    WebhookMade.label WebhookOut.label WebhookWhole.label
    CaseOut.customer CaseSummary.customer HeatOut.name StageOut.label TeamNameOut.label TeamNameOut.name TeamOut.calendar
    TeamOut.label TeamOut.name team_label
    FactorChoiceOut.label FactorChoiceOut.value FactorOut.label FactorOut.name WeighedOut.called WeighedOut.factor WeighedOut.label
    WeighedOut.value effect_label level_label
    CaseOut.history ChoiceShutOut.field ContactOut.ended WayOut.entry WayOut.place WayOut.request scenario_label scenarios verb"""
PLAIN = (NAMES - {"customer"}) | frozenset(_PLAIN.split())
"""Names of fields, or of one model's field, whose text is nobody's words."""
_PERSONAL = """account address advice answer body choices company customer customer_name data description description_whole detail details email error explanation
    facts fault joins label line metadata more name names note owner_name params parts phone query reason report safe_checks says serial_number
    subject text then title told value whole words BurningOut.next QuestionOut.disproved"""
PERSONAL = frozenset(_PERSONAL.split())
"""The others. At runtime what counts is that they aren't above; a test asks of each field where it stands."""


WHOLE = frozenset({"PolicyOut"})
"""Answers in which nobody is spoken of."""


def without_personal(answer: Response, model: ModelField | None) -> Response:
    """The same answer without what is personal. What has no model tells of what was asked alone: a receipt, a problem."""
    if model is None or answer.status_code >= 400 or not answer.body:
        return answer
    told = kept(json.loads(bytes(answer.body)), model.field_info.annotation)
    left_alone = {"content-length", "content-type"}
    headers = {k: v for k, v in answer.headers.items() if k not in left_alone}
    return JSONResponse(told, status_code=answer.status_code, headers=headers)


def is_plain(model: type[BaseModel], name: str) -> bool:
    """Whether the text of a field is nobody's words."""
    both = f"{model.__name__}.{name}"
    return both in PLAIN or (name in PLAIN and both not in PERSONAL)


def kept(value: Any, annotation: Any) -> Any:
    """A value of a type, each model in it with its plain fields alone."""
    models = [each for each in parts_of(annotation) if is_model(each)]
    if any(model.__name__ in WHOLE for model in models):
        return value
    if isinstance(value, list):
        return [kept(each, annotation) for each in value]
    if not isinstance(value, dict) or not models:
        return value
    known = {name: (model, field) for model in models for name, field in model.model_fields.items()}
    return {
        name: kept(each, known[name][1].annotation)
        for name, each in value.items()
        if name in known and _is_told(*known[name], name)
    }


def _is_told(model: type[BaseModel], field: Any, name: str) -> bool:
    return not holds_text(field.annotation) or is_plain(model, name)


def parts_of(annotation: Any) -> Iterator[Any]:
    """The types a type is made of."""
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from parts_of(each)


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def holds_text(annotation: Any) -> bool:
    """Whether a type has room for any text, besides that of models inside it."""
    if annotation is str or annotation is Any:
        return True
    return any(map(holds_text, get_args(annotation)))

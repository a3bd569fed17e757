"""What people can do in a story, and the request each of them is."""

import re
from dataclasses import dataclass

from pydantic import BaseModel

from api.routes import schemas


@dataclass(frozen=True)
class Verb:
    """A POST to `path` (below /v1). Names in braces are taken from the verb's own fields, `case` is
    the case spoken of; the other fields are the body, whose model is the API's own."""

    path: str
    body: type[BaseModel]

    @property
    def in_path(self) -> tuple[str, ...]:
        """The fields that go into the path."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "case")

    def address(self, case: str, fields: dict[str, str]) -> str:
        """The path with its names filled in."""
        return self.path.format(case=case, **{name: fields.get(name, "-") for name in self.in_path})


OPEN = "open"
_CASE = "/cases/{case}"

VERBS: dict[str, Verb] = {
    OPEN: Verb("/cases", schemas.CaseIn),
    "triage": Verb(f"{_CASE}/triage", schemas.TriageIn),
    "confirm": Verb(f"{_CASE}/confirm", schemas.ConfirmIn),
    "assign": Verb(f"{_CASE}/assign", schemas.AssignIn),
    "complete": Verb(f"{_CASE}/stages/{{stage}}/complete", schemas.CompleteIn),
    "contact": Verb(f"{_CASE}/contacts", schemas.ContactIn),
    "product": Verb(f"{_CASE}/product", schemas.ProductIn),
    "ask": Verb(f"{_CASE}/questions", schemas.AskIn),
    "answers": Verb(f"{_CASE}/answers", schemas.AnswersIn),
    "promise": Verb(f"{_CASE}/promises", schemas.PromiseIn),
    "renegotiate": Verb(f"{_CASE}/promises/{{promise}}/renegotiate", schemas.RenegotiateIn),
    "release": Verb(f"{_CASE}/promises/{{promise}}/release", schemas.ReasonIn),
    "message": Verb(f"{_CASE}/messages", schemas.MessageIn),
    "mark": Verb(f"{_CASE}/messages/{{message}}/mark", schemas.MarkIn),
    "escalate": Verb(f"{_CASE}/escalations", schemas.EscalateIn),
    "acknowledge": Verb(f"{_CASE}/escalations/{{escalation}}/acknowledge", schemas.In),
    "deescalate": Verb(f"{_CASE}/escalations/{{escalation}}/deescalate", schemas.ReasonIn),
    "pause": Verb(f"{_CASE}/pause", schemas.PauseIn),
    "resume": Verb(f"{_CASE}/resume", schemas.NoteIn),
    "observe": Verb(f"{_CASE}/observation", schemas.ObservationIn),
    "extend_observation": Verb(f"{_CASE}/observation/extend", schemas.ExtensionIn),
    "end_observation": Verb(f"{_CASE}/observation/end", schemas.AgreedIn),
    "verify": Verb(f"{_CASE}/verification", schemas.VerificationIn),
    "resolve": Verb(f"{_CASE}/resolve", schemas.ResolveIn),
    "revisit": Verb(f"{_CASE}/revisits", schemas.RevisitIn),
    "arrange_visit": Verb(f"{_CASE}/visits", schemas.VisitIn),
    "confirm_visit": Verb(f"{_CASE}/visits/{{visit}}/confirm", schemas.ConfirmVisitIn),
    "reschedule_visit": Verb(f"{_CASE}/visits/{{visit}}/reschedule", schemas.RescheduleIn),
    "record_visit": Verb(f"{_CASE}/visits/{{visit}}/record", schemas.RecordVisitIn),
    "report_visit": Verb(f"{_CASE}/visits/{{visit}}/report", schemas.ReportVisitIn),
    "cancel_visit": Verb(f"{_CASE}/visits/{{visit}}/cancel", schemas.ReasonIn),
    "offer": Verb(f"{_CASE}/offers", schemas.OfferIn),
    "withdraw": Verb(f"{_CASE}/withdraw", schemas.ReasonIn),
    "end_without_agreement": Verb(f"{_CASE}/end-without-agreement", schemas.NoAgreementIn),
}

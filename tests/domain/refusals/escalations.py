"""An escalation is answered once, by its receiver or somebody further up."""

from builders import LEAD, SUPERVISOR, Played, an_actor
from domain.command import Actor, Command
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from refusals.story import Part, Story, asking


def answering_an_escalation(*commands: tuple[type[Command], Actor]) -> Story:
    def story() -> None:
        played = Played().confirmed()
        played.ask(Escalate, reason="help")
        for command, by in commands:
            extra = {"reason": "calm again"} if command is Deescalate else {}
            played.ask(command, by=by, escalation="e1", **extra)

    return story


def letting_go_of_what_is_not_done() -> None:
    Played().until("Mon 14:00").ask(Deescalate, by=LEAD, escalation="e1", reason="calm again")


PART = Part(
    sensible={
        Escalate: {"reason": "help"},
        AcknowledgeEscalation: {"escalation": "e1"},
        Deescalate: {"escalation": "e1", "reason": "calm again"},
    },
    stories=(
        ("reason_required", asking("diagnose", Escalate, reason=" ")),
        ("unknown_escalation", asking("diagnose", AcknowledgeEscalation, escalation="e99")),
        ("not_the_receiver", answering_an_escalation((AcknowledgeEscalation, an_actor("sun.yu")))),
        (
            "escalation_acknowledged",
            answering_an_escalation(
                (AcknowledgeEscalation, LEAD), (AcknowledgeEscalation, SUPERVISOR)
            ),
        ),
        ("duty_not_done", letting_go_of_what_is_not_done),
        (
            "escalation_ended",
            answering_an_escalation((Deescalate, LEAD), (AcknowledgeEscalation, LEAD)),
        ),
    ),
)

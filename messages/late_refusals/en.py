"""What is said of refusals that come late, in English."""

TEXTS: dict[str, str] = {
    "command.note_refusal": "note a refusal",
    "event.command_refused": "A request ({command}) could not be carried out: {detail}",
    "brief.command_refused": "a request refused",
    "notice.command_refused.title": "{number}: what you sent could not be carried out",
    "notice.command_refused.body": (
        "“{title}”: your request ({command}) was received, but when it was decided it could not be carried out. {refusal} Nothing on the case was changed by it."
    ),
    "about.command_refused": "a request was refused",
}

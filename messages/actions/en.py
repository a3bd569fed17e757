"""What is said of actions, in English."""

TEXTS: dict[str, str] = {
    "command.finish_action": "finish an action",
    "event.action_requested": "To be done: {action}.",
    "event.action_done": "Done: {action}.",
    "event.action_failed": "Could not be carried out: {action}. {error}.",
    "brief.action_requested": "to do for {to}",
    "brief.action_done": "done: {action}",
    "brief.action_failed": "failed: {action}",
    "notice.delivery_failed.title": "{number}: a message could not be delivered",
    "notice.delivery_failed.body": (
        "“{title}”: a message to {receiver} ({failed}) could not be delivered: {error}. {advice}"
    ),
    "undelivered.nobody": "If somebody still has to know, please tell whoever has it now.",
    "undelivered.other": "Please tell them yourself.",
    "about.delivery_failed": "a message could not be delivered",
    "action.some": "what was asked for",
    "action.error.nobody": "The receiver doesn't work here any more",
    "action.error.other": "The system could not do it",
    "action.notify": "Tell {to}: {about}",
    "action.draft_apology": "Draft an apology for {to}: {about}",
    "action.pass_on_message": "Pass it on to the linked case: {about}",
    "action.open_linked_case": "Open a linked case for {to}: {about}",
    "action.ref": "{action}, {ref}",
    "details.failed": "### Could not be delivered",
    "details.action": "- {action}: {error}",
}

"""What is said of actions, in English."""

TEXTS: dict[str, str] = {
    "command.finish_action": "finish an action",
    "event.action_requested": "To be done: {action}.",
    "event.action_done": "Done: action {action}.",
    "event.action_failed": "Action {action} could not be carried out: {error}.",
    "brief.action_requested": "to do for {to}",
    "brief.action_done": "{action} done",
    "brief.action_failed": "{action} failed",
    "notice.delivery_failed.title": "{number}: a message could not be delivered",
    "notice.delivery_failed.body": (
        "“{title}”: a message to {receiver} ({failed}) could not be delivered: {error}. Please tell them yourself."
    ),
    "about.delivery_failed": "a message could not be delivered",
    "action.notify": "Tell {to}: {about}",
    "action.draft_apology": "Draft an apology for {to}: {about}",
    "action.pass_on_message": "Pass it on to the linked case: {about}",
    "action.open_linked_case": "Open a linked case for {to}: {about}",
    "action.ref": "{action} ({ref})",
    "details.failed": "### Could not be delivered",
    "details.action": "- {action}: {error}",
}

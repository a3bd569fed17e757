"""Telling other systems: what their subscriptions' owners read, and what Temporal UI shows."""

TEXTS: dict[str, str] = {
    "webhook.silent.title": "{place} has taken nothing for an hour",
    "webhook.silent.body": (
        "We keep trying, and nothing is lost: what happens meanwhile waits and goes out in order once"
        " it takes something again. The last try: {error}. Whoever looks after that system may want to"
        " know; each try is listed under webhook {webhook}."
    ),
    "webhook.paused_silent.title": "{place} is paused: it has taken nothing for three days",
    "webhook.paused_silent.body": (
        "We stopped knocking. What has happened waits, and what happens from now on waits too. Resume"
        " webhook {webhook} when the other side is back, and everything goes out in order."
    ),
    "webhook.paused_gone.title": "{place} is paused: the other side asked us to stop",
    "webhook.paused_gone.body": (
        "It answered 410 Gone. If that was meant, delete webhook {webhook}; if not, resume it, and what"
        " waited goes out in order."
    ),
    "webhook.held_up.title": "{place} does not take {event}: what comes after it in {number} waits",
    "webhook.held_up.body": (
        "Other cases are not held up. The last try: {error}. We go on trying for three days, further and"
        " further apart. When this event is of no use to the other side, skip it in the list of webhook"
        " {webhook}, and the rest of the case follows at once."
    ),
    "webhook.given_up.title": "{place} refused {event} for three days",
    "webhook.given_up.body": (
        "It took other events meanwhile, so it is about this one. The last try: {error}. We let it go,"
        " and the events after it follow. It can be delivered again from the list of webhook {webhook}."
    ),
    "webhook.error.refused": "it answered {code}",
    "webhook.error.timed_out": "no answer within ten seconds",
    "webhook.error.unknown_host": "its name is not known",
    "webhook.error.unreachable": "no connection",
    "webhook.error.broken_off": "the connection broke off",
    "webhook.error.forbidden": "its address is one that webhooks may not go to",
    "webhook.error.unreadable": "the event could not be read on our side",
    "webhook.error.skipped": "it was skipped",
    "webhook.error.deleted": "the subscription was deleted",
    "webhook.reason.not_a_url": (
        "Give a whole address in plain characters, such as https://hooks.example.com/followthrough."
    ),
    "webhook.reason.too_long": "An address has 2,000 characters at most.",
    "webhook.reason.has_password": (
        "Leave name and password out of the address: every message is signed, and that says who we are."
    ),
    "webhook.reason.has_fragment": "Leave out what follows the #: it is never sent.",
    "webhook.reason.not_https": (
        "Use https. Plain http is taken only for this very machine, once the setting"
        " FOLLOWTHROUGH_WEBHOOK_HOSTS lists it."
    ),
    "webhook.reason.private_host": (
        "This name is of a network of your own. Whoever runs this installation can allow it with the"
        " setting FOLLOWTHROUGH_WEBHOOK_HOSTS."
    ),
    "webhook.reason.private_address": (
        "This address is not on the public internet. Whoever runs this installation can allow it with"
        " the setting FOLLOWTHROUGH_WEBHOOK_HOSTS; link-local ones are never reached."
    ),
    "webhook.shell.deliver": "Deliver what waits, each case in its order",
    "webhook.shell.test": "Send a trial",
    "webhook.shell.retry": "{place} takes nothing ({error}); {waiting} wait, next try",
    "webhook.shell.linger": "All delivered; stays a while for what comes next",
    "webhook.shell.details": "**{place}**: {waiting} events of {cases} cases wait. {last}",
    "webhook.shell.fine": "The last round delivered {delivered}.",
    "webhook.shell.trouble": "The last try: {error}.",
    "webhook.shell.done": "{place}: all delivered",
    "webhook.shell.paused": "{place} is paused",
    "webhook.shell.deleted": "the subscription was deleted",
}

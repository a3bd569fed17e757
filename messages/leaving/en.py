"""Somebody has left: what is told about what they leave behind."""

TEXTS: dict[str, str] = {
    "leaving.handover": "{who} has left; {to} carries on",
    "leaving.comma": ", ",
    "leaving.more": "{cases} and {count} more",
    "leaving.left_behind.title.one": "{who} is not here any more, and {count} case still counts on them",
    "leaving.left_behind.title": "{who} is not here any more, and {count} cases still count on them",
    "leaving.left_behind.body": (
        "Somebody is waiting for word from {who} in {cases}. Please give each to a colleague who is here,"
        " visits and open promises too, and let the customer know who calls from now on. This comes once a"
        " day until nothing is left."
    ),
}

"""What is said of contacts, in English."""

TEXTS: dict[str, str] = {
    "contact.named": "{channel}, {at}",
    "channel.phone": "phone",
    "channel.email": "e-mail",
    "channel.web": "web form",
    "channel.chat": "live chat",
    "channel.wechat": "WeChat",
    "channel.wecom": "WeCom group",
    "channel.account_manager": "account manager",
    "channel.social": "social media",
    "channel.counter": "shop counter",
    "direction.outbound": "from us",
    "direction.inbound": "from the customer",
    "part.where_we_are": "where we are",
    "part.what_comes_next": "what comes next",
    "part.by_when": "by when",
    "part.care": "care",
    "channel.visit": "visit on site",
    "command.log_contact": "log a contact",
    "field.channel": "the channel",
    "field.occurred_at": "when it took place",
    "refusal.four_parts_missing.title": "The message isn't complete",
    "refusal.four_parts_missing.detail": (
        "The customer of case {number} should hear all four parts; still missing: {fields}."
    ),
    "refusal.contact_without_answer.title": "That is the customer's word, and no answer of ours",
    "refusal.contact_without_answer.detail": (
        "The customer of case {number} came to us by {channel}, and nobody has spoken to them yet. Pass it on as"
        " their message, a call that nobody took without words; then they are owed an answer. If we have answered in"
        " writing, log that with all four parts."
    ),
    "event.contact_logged.outbound": "{by} spoke to the customer ({channel}, {at}).",
    "event.contact_logged.inbound": "The customer got in touch and spoke to {by} ({channel}, {at}).",
    "event.contact_logged.outbound.written": "{by} wrote to the customer ({channel}, {at}).",
    "event.contact_logged.inbound.written": "The customer wrote to {by} ({channel}, {at}).",
    "event.contact_logged.inbound.message": "The customer didn't reach us and left a message; {by} noted it ({channel}, {at}).",
    "event.contact_logged.inbound.missed": "The customer tried to reach us in vain; {by} noted it ({channel}, {at}).",
    "event.contact_logged.message": "{by} tried to reach the customer and left a message ({channel}, {at}).",
    "event.contact_logged.missed": "{by} tried to reach the customer in vain ({channel}, {at}).",
    "event.contact_logged.emotion": "{line} The customer seemed {emotion}.",
    "event.contact_joined": "{by} logged the conversation once more ({contact}); it counts once.",
    "brief.contact_logged": "contact by {by}",
    "brief.contact_joined": "the same contact by {by} again",
}

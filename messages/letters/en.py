"""The shipped letters in English."""

from messages.letters.letter import Letter, Occasion

GREETING = "{% if customer_name %}Hello {{ customer_name }},{% else %}Hello,{% endif %}"
SIGNATURE = "{% if agent_name %}Best wishes, {{ agent_name }}{% else %}Best wishes{% endif %}"
LOOKED_AFTER = (
    "I am now looking after it myself: [what I do next, and what I have changed so that it"
    " doesn't happen again]."
)
IN_ANY_CASE = (
    "{% if next_due %}I will contact you by {{ next_due }}, with or without news."
    "{% else %}I will contact you by [day and time], with or without news.{% endif %}"
)
"""What we owe to whoever has waited in vain, whatever for."""

LETTERS: dict[Occasion, Letter] = {
    "first_answer": Letter(
        greeting=GREETING,
        where_we_are=(
            "Thank you for telling us about “{{ title }}”. It has arrived, and I am looking at it"
            " ({{ number }}). [What we have understood, in the customer's words.]"
        ),
        what_comes_next=(
            "{% if safe_checks %}There are a few things you can safely check at once, without any tool:"
            "\n{{ safe_checks }}\nPlease tell me what you see; if anything feels wrong, leave it as it is."
            "{% else %}Next, we will [what happens, and who does it].{% endif %}"
        ),
        by_when=(
            "You will hear from me by [day and time]"
            "{% if safe_checks %}, also if you haven't had the time to look{% endif %}."
        ),
        care=(
            "{% if safe_checks %}Your safety comes first: please don't open anything. If the checks already"
            " help, all the better; if not, we carry on from there."
            "{% else %}If anything changes until then, or something comes to your mind, just answer this"
            " message; it comes straight to me.{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "progress": Letter(
        greeting=GREETING,
        where_we_are=(
            "Here is where we stand with “{{ title }}” ({{ number }})"
            "{% if stage %}: we are at “{{ stage }}”{% endif %}."
            " [What we have found or done since we last spoke.]"
        ),
        what_comes_next="Next, we will [what happens, and who does it].",
        by_when=(
            "{% if next_due %}You will hear from me by {{ next_due }}"
            "{% if next_subject %} about “{{ next_subject }}”{% endif %}, even if there is"
            " nothing new by then.{% else %}You will hear from me by [day and time].{% endif %}"
        ),
        care=(
            "I know that this takes some of your patience. If anything changes for you or is on"
            " your mind, just answer this message; it comes straight to me."
        ),
        signature=SIGNATURE,
    ),
    "apology": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry. You were to hear from us"
            "{% if broken_subject %} about “{{ broken_subject }}”{% endif %}"
            "{% if broken_due %} by {{ broken_due }}{% endif %}, and you didn't. That was our"
            " fault, and I understand that it was annoying to wait for nothing."
        ),
        where_we_are=(
            "This is how things stand with “{{ title }}” ({{ number }}): [what we know, also when"
            " it isn't much]. We did not call because [the honest reason, in one sentence]."
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "silence": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry. You have been left without a word from us"
            "{% if broken_subject %} about “{{ broken_subject }}”{% endif %} for too long. That was our fault, and"
            " I understand that it is hard to wait and not to know what is going on."
        ),
        where_we_are=(
            "This is how things stand with “{{ title }}” ({{ number }}): [what we know, also when"
            " it isn't much]. You have heard nothing because [the honest reason, in one sentence]."
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "not_tried_again": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry. We left you a message"
            "{% if broken_subject %} about “{{ broken_subject }}”{% endif %} and should have tried again soon after, and"
            " then we didn't. That was our fault, and I understand that it is annoying to wait for a call that doesn't come."
        ),
        where_we_are=(
            "This is how things stand with “{{ title }}” ({{ number }}): [what we know, also when"
            " it isn't much]. We did not call again because [the honest reason, in one sentence]."
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "confirmation": Letter(
        greeting=GREETING,
        where_we_are=(
            "Thank you for telling us about “{{ title }}”. We have taken a first look, and it needs"
            " more than a quick answer: [why, in the customer's words]. It is with us as"
            " {{ number }}, and I am the one who looks after it."
        ),
        what_comes_next=(
            "We start with [the first thing we do]"
            "{% if milestones %}. This is what you can count on, each with its date:\n{{ milestones }}"
            "{% else %}; after that I can tell you how we will put it right and how long each part takes."
            "{% endif %}"
        ),
        by_when=(
            "{% if next_due %}You will have first feedback from me by {{ next_due }}."
            "{% else %}You will have first feedback from me by [day and time].{% endif %}"
            " Does that suit you?"
        ),
        care=(
            "Until then, [what the customer can safely do or use meanwhile]. You don't need to"
            " chase us; and if something bothers you, you can reach me at any time."
        ),
        signature=SIGNATURE,
    ),
    "delay": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I would rather tell you now than let you wait: with “{{ title }}” ({{ number }}) we"
            " will need longer than I said. I am sorry, I know you were counting on it."
        ),
        where_we_are="What we have so far: [what is done]. What holds us up: [the reason, honestly].",
        what_comes_next=(
            "This is what we do about it: [the next thing]. Meanwhile we can offer you [a"
            " workaround or another help]."
        ),
        by_when=(
            "{% if next_due %}The new time is {{ next_due }}; I will contact you by then in any"
            " case.{% else %}The new time is [day and time]; I will contact you by then in any"
            " case.{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "moved": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry that we have moved {% if visit_window %}our visit to you ({{ visit_window }})"
            "{% else %}the time at which you were to hear from us"
            "{% if broken_subject %} about “{{ broken_subject }}”{% endif %}"
            "{% if broken_due %} ({{ broken_due }}){% endif %}{% endif %} once more. You had planned around"
            " what we said, and I understand that your patience wears thin."
        ),
        where_we_are=(
            "This is how things stand with “{{ title }}” ({{ number }}): [what is done]. What held us up:"
            " [the reason, honestly]."
        ),
        what_comes_next="So that it doesn't happen a further time, [what we have changed, and who sees to it].",
        by_when=(
            "The new time is {% if moved_to %}{{ moved_to }}{% else %}[day and time]{% endif %}, and I see to"
            " it myself that it holds. If it doesn't suit you, tell me what does."
        ),
        signature=SIGNATURE,
    ),
    "missed_visit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry. You kept time free for us{% if visit_window %} ({{ visit_window }}){% endif %},"
            " and we were not at your door. Waiting at home for nothing is a day spoilt, and that was our"
            " fault alone."
        ),
        where_we_are=(
            "We did not come because [the honest reason, in one sentence]. “{{ title }}” ({{ number }}) is"
            " still to be put right, and you need not explain anything again."
        ),
        what_comes_next=(
            "You choose the new time: [two windows that suit you, one of them tomorrow]. [Who comes], with"
            " [the part] in the car, and rings twenty minutes before."
        ),
        by_when=(
            "{% if next_due %}You hear from me by {{ next_due }} at the latest, so that we fix the new time"
            " together.{% else %}You hear from me by [day and time], so that we fix the new time together."
            "{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "late_visit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "I am sorry that you had to wait. You kept time free for us{% if visit_window %} ({{ visit_window }})"
            "{% endif %}, and we stood at your door only after that. Thank you for letting us in all the same."
        ),
        where_we_are=(
            "We were late because [the honest reason, in one sentence]. What we did about “{{ title }}” ({{ number }}):"
            " [what was found, and what was done]."
        ),
        what_comes_next=(
            "[What is still to come, or: nothing more is needed from you.] The next time we are late, you hear so"
            " before you have to wait."
        ),
        by_when=(
            "{% if next_due %}You hear from me by {{ next_due }} at the latest.{% else %}You hear from me by"
            " [day and time], to ask how it holds.{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "revisit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "{% if agent_name %}This is {{ agent_name }}. {% endif %}I am not calling to tick a"
            " box; I would like to know how you feel about it all, now that some time has passed."
            " How was it for you? Was there a moment when you felt left alone?"
        ),
        where_we_are=(
            "We solved “{{ title }}” ({{ number }}). Has it worked since then, also [the situation"
            " in which it failed]?"
        ),
        what_comes_next=(
            "If everything is fine, I will leave you in peace. If something is not, also something"
            " small, I will take it up again at once and you won't have to explain it a second"
            " time."
        ),
        by_when=(
            "Whatever is still open, I will tell you today when you hear from me: [day and time]."
        ),
        signature="Thank you for your patience with us, and for telling us.",
    ),
}

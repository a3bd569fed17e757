"""What a case needs done outside itself: Temporal activities.

Belongs here: one class for each kind of work (`records`, `messages` …), holding what it depends on;
its methods are the activities. Each can run again at any moment: a repeat finds what the first try
did. A database or a channel that is away is an ordinary error, tried again by Temporal; only what
no repeat can cure leaves as a non-retryable ApplicationError with a stable type.
Doesn't belong here: decisions (domain), order and waiting (workflows).
May import: messages, db, domain. Tests: tests/activities, and tests/db for what they store.
"""

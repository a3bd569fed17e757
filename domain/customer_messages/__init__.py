"""The customer's own words: they always arrive, and on a closed case a human says what they are (REQ E3).

For some time after closing, a message waits for its mark: thanks, reopen, or new; and so does one that still
awaited an answer when the case was closed. Thanks may be taken back for as long as the customer has had no word from us
since: a customer who asked for help, and was taken for one who says thanks, is heard late rather than never. Unmarked, it
reopens the case by itself. Later than that it opens a new case, linked to the old. A reopened case
has another life with its own resolution clock, and a next promise at once: somebody calls.

Belongs here: hearing, marking, and what a mark or its absence leads to. `rules` is what the engine is given.
Doesn't belong here: what an answer is (`response`), gathering what people are told of many words (`gathering`), the case that a
new matter opens (`linking`).
Tests: tests/domain/test_customer_messages.py.
"""

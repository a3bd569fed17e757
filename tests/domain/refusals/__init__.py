"""Every way the core says no, by the stems of `domain`: what each feature brings to the tests of totality.

A part has a sensible form of each of its commands and the stories that end in a refusal, by its code; `book`
names them all, `story` has the words stories are told in.
Doesn't belong here: what a refusal says to people (tests/messages), random histories (`laws`).
The test that tells them: tests/domain/test_refusals.py.
"""

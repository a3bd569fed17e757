"""The shipped letters: what a human may send or say on an occasion, as Liquid templates.

Texts only, one module a language, the same occasions and variables in both. Square brackets mark
what only the agent knows. Compiled by `messages.drafts`; tests/messages/test_drafts.py renders
every one of them.
"""

"""Subscriptions of other systems to what happens (REQ J5): their wire models and their routes.

Deliveries themselves are made by activities/webhook_round.py. Tests: tests/api/test_webhooks.py.
"""

"""THE TEST RIG: the product as real processes, started the way `followthrough up` starts them.

Belongs here: what injecting faults (`chaos`) and measuring (`benchmarks`) both need: servers, databases,
workers and APIs as processes of their own, and people with keys.
Doesn't belong here: what is done to them. Not shipped.
May import: everything below; only chaos and benchmarks import it. Tests: tests/chaos, tests/benchmarks.
"""

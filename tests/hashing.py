"""Passwords that cost next to nothing to compare: with the shipped cost, each sign-in in a test would take a quarter of a second."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from db import passwords

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
SHIPPED = passwords.hasher
"""As it is outside of tests."""


def cheap() -> PasswordHash:
    return CHEAP

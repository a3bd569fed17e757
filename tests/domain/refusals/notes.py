"""A note is refused by nothing but a closed case."""

from domain.notes import AddNote
from refusals.story import Part

PART = Part(sensible={AddNote: {"text": "t1", "mentions": ("sun.yu",)}})

"""What this room says, it says in both languages, with the same placeholders."""

import pytest

from assistants.words import WORDS
from messages.say import placeholders


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_the_same(key: str) -> None:
    words = WORDS[key]
    assert words.en
    assert words.zh
    assert placeholders(words.en) == placeholders(words.zh)

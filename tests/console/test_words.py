"""Every form, field and choice of every command has words in both languages."""

from datetime import UTC, datetime
from string import Formatter

import pytest

from console.door import in_words
from console.forms.fields import fields_of
from console.forms.table import commands
from console.speech import Speech
from console.words import WORDS


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_the_same(key: str) -> None:
    words = WORDS[key]
    assert words.en
    assert words.zh
    assert _names(words.en) == _names(words.zh)


@pytest.mark.parametrize("verb", commands())
def test_a_form_is_called_by_words(verb: str) -> None:
    """In Chinese, where no word is spelt like its name; each text is there in both languages."""
    t, body = Speech("zh-CN", "Asia/Shanghai", datetime.now(UTC)), commands()[verb].body
    assert t(f"form.{verb}")
    for field in fields_of(body).values() if body else ():
        if field.kind != "facts":
            assert t.field(verb, field.name) != field.name
        for choice in field.choices:
            assert t.choice(verb, field.last, choice) != choice


def test_a_refusal_is_one_breath_in_either_language() -> None:
    """With the full stop of its language."""
    assert in_words({"title": "太晚了", "detail": "请约早些。"}) == "太晚了。请约早些。"
    assert in_words({"title": "往哪里走？", "detail": "请选定。"}) == "往哪里走？请选定。"
    assert in_words({"title": "Which way?", "detail": "Choose."}) == "Which way? Choose."
    assert in_words({"title": "It’s too late", "detail": "Sooner."}) == "It’s too late. Sooner."

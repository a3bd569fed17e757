"""What all of a policy is written with: names, and labels in every language."""

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, StringConstraints

from domain.plan.terms import Label, Language


def _is_translated(label: Label) -> Label:
    if missing := [language for language in get_args(Language) if not label.get(language)]:
        raise ValueError(f"missing translation: {', '.join(missing)}")
    return label


def has_all(known: Any) -> AfterValidator:
    """An entry for each of a Literal's values is required."""

    def check(entries: Mapping[str, object]) -> Mapping[str, object]:
        if missing := [name for name in get_args(known) if name not in entries]:
            raise ValueError(f"no entry for {', '.join(missing)}")
        return entries

    return AfterValidator(check)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


Translated = Annotated[Label, AfterValidator(_is_translated)]

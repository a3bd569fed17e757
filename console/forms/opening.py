"""Opening a case's page at one of its forms, as a link from elsewhere asks for it."""

from collections.abc import Iterable, Sequence

from console.forms.filled import Form

NEXT = "next"
"""In place of a form's: whatever leads on from here."""


def open_at(needed: Sequence[Form], every: Iterable[Form], place: str, promise: str = "") -> None:
    """Open the form at a place; where it is not offered any more, the first that leads on. What is said there is said of
    that promise."""
    if not place:
        return
    for form in [each for each in every if each.place == place] or needed[:1]:
        form.is_open = True
        for field in form.everything():
            if field.name == "covers" and promise in {choice.value for choice in field.choices}:
                field.values = [promise]
                form.bring_forward(field)

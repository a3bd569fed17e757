"""What may be asked, by product, and how often (REQ B2)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.policy.words import Name, Translated


class AskingPolicy(Frozen):
    """How often a customer may be asked, and the stage that finds it out otherwise (REQ B2)."""

    rounds: Annotated[int, Field(ge=1)]
    then: Name


class ProductPolicy(Frozen):
    """A product family: what the customer can safely check at once, and the questions by name (REQ B2)."""

    label: Translated
    safe_checks: Annotated[tuple[Translated, ...], Field(min_length=1)]
    questions: Annotated[dict[Name, Translated], Field(min_length=1)]

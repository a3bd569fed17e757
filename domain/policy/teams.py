"""Service teams and the line each answers to."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.ladder import Ladder
from domain.policy.customers import Region
from domain.policy.words import Name, Translated


class TeamPolicy(Frozen):
    """A service team, the line it answers to, who holds the posts outside it that stages name (`StagePolicy.tells`), its own
    calendar if it has one, and the region its customers' phone numbers are at home in, where that is another than the
    installation's."""

    label: Translated
    ladder: Ladder
    posts: dict[Name, Annotated[str, Field(min_length=1)]] = {}
    calendar: Name | None = None
    home_region: Region | None = None

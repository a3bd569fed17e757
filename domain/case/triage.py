"""What makes a case complex."""

from typing import Literal

Trait = Literal["several_departments", "needs_time_to_verify", "needs_care", "information_unclear"]

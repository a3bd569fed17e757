"""How customers are recognised: where their phone numbers are at home, and what recognises nobody (REQ A3)."""

from typing import Annotated

from pydantic import StringConstraints

from domain.frozen import Frozen

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""An ISO 3166 country or region, such as CN or HK."""


class CustomerPolicy(Frozen):
    """`home_region` is that of phone numbers without a country code, unless a team has one of its own.
    `placeholders` are what people type into a field where they know nothing, and `unfilled` what they type
    where they mean to say it later; letters and digits alone count, so that "N/A" is "n.a." as well."""

    home_region: Region = "CN"
    placeholders: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()

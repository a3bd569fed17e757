"""The page of the SOPs says what the policy says."""

from policies.reference import PLACE, sops


def test_the_page_of_the_sops_is_current() -> None:
    assert PLACE.read_text(encoding="utf-8") == sops(), "run `python -m policies.reference`"

"""What a reconciliation found reads as a sentence, with advice where a person is needed."""

from typing import get_args

import pytest

from domain.plan.terms import Language
from messages.findings import (
    Finding,
    Kind,
    Reconciled,
    again_summary,
    finding_advice,
    finding_line,
    mend_summary,
    reconciled_line,
)

MENDED: tuple[Kind, ...] = ("lost_opening", "unwatched")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_is_told_with_advice(kind: Kind, language: Language) -> None:
    finding = Finding(kind=kind, number="C-000012", detail="17")
    assert "C-000012" in finding_line(finding, language)
    assert len(finding_advice(finding, language)) > 20


@pytest.mark.parametrize("kind", MENDED)
def test_what_is_put_right_needs_no_advice(kind: Kind) -> None:
    finding = Finding(kind=kind, number="C-000012", detail="terminated", mended=True)
    assert "C-000012" in finding_line(finding)
    assert finding_advice(finding) == ""
    assert "C-000012" in mend_summary(kind, "C-000012")


def test_what_needs_a_person_comes_first() -> None:
    found = [
        Finding(kind="unwatched", number="C-1", detail="terminated", mended=True),
        Finding(kind="drift", number="C-2", detail="Owner"),
    ]
    assert reconciled_line(found, left=2) == (
        "C-2: Temporal and the database disagree about Owner; "
        "C-1 taken up again: nobody carried it (terminated); "
        "2 more wait for the next reconciliation"
    )
    assert reconciled_line([]) == "nothing to mend"


def test_a_summary_of_many_numbers_fits() -> None:
    assert len(again_summary(f"C-{n:06d}" for n in range(500)).encode()) <= 200


def test_older_code_reads_what_newer_code_wrote() -> None:
    written = {"text": "", "looked_at": "2026-03-02T09:00:00Z", "seconds": 1, "runs": 0, "new": 5}
    assert Reconciled.model_validate(written).open_findings == ()

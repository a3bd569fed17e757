"""What a reconciliation found, in words: what is the matter with a case, and what to do about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.plan.terms import Language
from messages.findings import en, zh_cn
from messages.say import Catalogue
from messages.text import cut

TEXTS = Catalogue(en=en.TEXTS, zh_cn=zh_cn.TEXTS)

Kind = Literal["lost_opening", "unwatched", "lingering", "unknown", "drift", "stuck", "failing"]
"""What can be the matter: see docs/operations.md.

    lost_opening  a case was asked for, and its start got lost                           mended
    unwatched     a case that must be carried has no open run                            mended
    lingering     a run is open though its case is closed                                reported
    unknown       a run is open though nothing of its case is recorded                   reported
    drift         search attributes and the database's row disagree                      reported
    stuck         an activity is tried again and again                                   reported
    failing       a run's turns fail: the case stands still                              reported
"""


class Finding(BaseModel):
    """One thing found. `detail` names attributes, an activity or a state: never private words.

    `mended` says that it is put right; otherwise a person has to look, or the next run tries again.
    """

    model_config = ConfigDict(frozen=True)  # not strict: older code reads what newer wrote

    kind: Kind
    number: str
    detail: str = ""
    mended: bool = False


class Reconciled(BaseModel):
    """What came of one reconciliation. `text` says it in a line; `looked_to` is the last of the runs
    looked into, so that the next reconciliation goes on from there."""

    model_config = ConfigDict(frozen=True)

    text: str
    looked_at: datetime
    seconds: float
    runs: int
    findings: tuple[Finding, ...] = ()
    looked_to: str = ""

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """What is not put right."""
        return tuple(finding for finding in self.findings if not finding.mended)


def finding_line(finding: Finding, language: Language = "en") -> str:
    """What was found, and whether it is put right."""
    key = f"finding.{finding.kind}.{'mended' if finding.mended else 'found'}"
    return TEXTS.say(language, key, number=finding.number, detail=finding.detail)


def finding_advice(finding: Finding, language: Language = "en") -> str:
    """What to do about it; empty when it is put right."""
    return "" if finding.mended else TEXTS.say(language, f"finding.{finding.kind}.advice")


def reconciled_line(findings: Sequence[Finding], left: int = 0) -> str:
    """All of it on one line, what is not put right first. `left` cases wait for the next run."""
    if not findings:
        return TEXTS.say("en", "finding.none")
    lines = [finding_line(finding) for finding in sorted(findings, key=lambda one: one.mended)]
    if left:
        lines.append(TEXTS.say("en", "finding.left", count=left))
    return "; ".join(lines)


def look_summary() -> str:
    """The summary of the activity that compares."""
    return TEXTS.say("en", "finding.look")


def mend_summary(kind: Kind, number: str) -> str:
    """The summary of the activity that mends one case."""
    return TEXTS.say("en", f"finding.{kind}.mend", number=number)


def again_summary(numbers: Iterable[str]) -> str:
    """The summary of the timer and activity that look at something odd a second time."""
    return cut(TEXTS.say("en", "finding.again", numbers=", ".join(numbers)))


def report_summary() -> str:
    """The summary of the activity that tells."""
    return TEXTS.say("en", "finding.report")

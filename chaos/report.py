"""What came of a run, for people: on the screen, and as the page docs/reliability.md takes its table from."""

from collections import Counter
from collections.abc import Iterator

from chaos.checker import KINDS
from chaos.faults import KINDS as FAULTS
from chaos.run import Outcome


def summary(outcome: Outcome) -> str:
    """A run in Markdown: what was done to it, what was asked of it, what was found."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(it: Outcome) -> Iterator[str]:
    orders, crowd, seen = it.orders, it.crowd, it.seen
    words, commands = it.words, Counter(sent.command for sent in crowd.sent)
    kinds = Counter(str(fault.kind) for fault in it.faults)
    answers = [answer for sent in crowd.sent for answer in sent.answers]
    statuses = Counter(str(answer.status or "none") for answer in answers)
    happened = Counter(event.name for events in seen.events.values() for _, event in events)
    yield f"| | {orders.kind}, seed {orders.seed} |"
    yield "|---|---|"
    yield f"| under load and faults | {orders.seconds / 60:.1f} min, {orders.clients} clients |"
    yield f"| faults | {len(it.faults)}: {_counts(kinds, FAULTS)} |"
    yield f"| commands | {len(crowd.sent)}: {_counts(commands)} |"
    yield f"| requests and their answers | {len(answers)}: {_counts(statuses)} |"
    yield f"| what became of the commands | {_counts(words)} |"
    yield f"| cases, runs, history events | {_runs(it)} |"
    broken, made = happened["promise_broken"], happened["promise_made"]
    yield f"| promises | {made} made, {broken} broken and announced |"
    yield f"| events and notices recorded | {sum(happened.values())}, {len(seen.inbox)} |"
    yield f"| **violations** | **{len(it.violations)}** |"
    for violation in it.violations:
        yield f"| {violation.kind}: {KINDS[violation.kind]} | {violation.about}: {violation.what} |"


def _runs(it: Outcome) -> str:
    runs = it.seen.runs.values()
    return (
        f"{len(it.seen.runs)}, {sum(run.histories for run in runs)},"
        f" {sum(run.events for run in runs)} (all replayed)"
    )


def _counts(found: Counter[str], order: tuple[str, ...] = ()) -> str:
    names = [name for name in order if found[name]] or [name for name, _ in found.most_common()]
    return ", ".join(f"{found[name]} {name}" for name in names)

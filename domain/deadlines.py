"""Everything a case is waiting for, each with the reason for its time.

What then happens stands with the same features (`Rules.fires`), so nothing can be due that does not
end by being fired, and nothing fires twice.
"""

from domain.book import BOOK
from domain.case import Case
from domain.deadline import Deadline


def deadlines(case: Case) -> list[Deadline]:
    """What is due, earliest first. A closed case waits for nothing but the mark of a message."""
    return BOOK.deadlines(case)


def next_deadline(case: Case) -> Deadline | None:
    return next(iter(deadlines(case)), None)

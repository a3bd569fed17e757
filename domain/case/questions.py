"""What the customer was asked, and answered."""

from collections.abc import Iterable
from datetime import datetime

from domain.frozen import Frozen


class QuestionRound(Frozen):
    """One asking of the customer for what is unclear, in the conversation `contact` (REQ B2).

    `texts` are the questions in the words in which they were put; rounds of the first core have none. `disproved`: that
    conversation never took place.
    """

    id: str
    contact: str
    asked_at: datetime
    asked_by: str
    questions: tuple[str, ...]
    texts: tuple[str, ...] = ()
    life: int = 0
    disproved: bool = False

    @property
    def put(self) -> dict[str, str]:
        """By name, the questions as they were put."""
        return dict(zip(self.questions, self.texts, strict=False))

    def has_put(self, question: str, words: str) -> bool:
        """Whether it is in this round, in these words where both are known."""
        return question in self.questions and words in ("", self.put.get(question, words))


class Answer(Frozen):
    """What somebody noted `at` a time as the customer's answer to a question, put in the `words`; "" in cases of the first
    core. `rounds` are those in which it had been put, by then: where none of them took place, nobody of theirs answered."""

    question: str
    words: str
    text: str
    at: datetime
    rounds: tuple[str, ...] = ()
    life: int = 0


def awaiting(
    rounds: Iterable[QuestionRound], answers: Iterable[Answer], question: str, words: str
) -> tuple[str, ...]:
    """The rounds to which an answer noted now belongs: those that put the question since it was last answered; to those of
    that answer where there is none, for it takes its place."""
    stand = [each.id for each in rounds if each.has_put(question, words) and not each.disproved]
    known = [each for each in answers if (each.question, each.words) == (question, words)]
    answered = {each for answer in known for each in answer.rounds}
    anew = tuple(each for each in stand if each not in answered)
    before = known[-1].rounds if known else ()
    return anew or tuple(each for each in before if each in stand)

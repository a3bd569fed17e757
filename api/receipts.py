"""What a command is answered with when it is not refused."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from api.marks import HEADER
from api.problem_codes import Either
from domain.book import BOOK


class ReceiptIs(BaseModel):
    """What every receipt tells. Beside it stand the ids of what was made, each kind in its list."""

    number: str
    version: int
    stage: str
    events: list[str]
    next_promise_due: datetime | None
    next: dict[str, Any] | None = Field(
        None,
        description="What can be asked now, as at `/v1/cases/{number}/ways`; with `Prefer: return=representation`.",
    )


ReceiptOut = create_model(
    "ReceiptOut",
    __base__=ReceiptIs,
    **dict.fromkeys(BOOK.lists, (list[str], ...)),  # type: ignore[call-overload]
)


class ReceivedOut(BaseModel):
    """Durable, and not yet decided unless it says done: `Location` is where the outcome will be, and `detail` says
    why it waits."""

    status: Literal["received", "done"]
    number: str
    key: str
    detail: str = ""


WAITS = Either(
    "It is safe with us and nothing has to be sent again. It waits until the case can decide on it: the program that carries "
    "cases is away, or the case has so much that is not recorded yet that it takes nothing more for a moment.",
    "我们已经收好，不用重发。它在等个案处理：承载个案的程序暂时不在，或者这个个案还有太多内容没有落库，先停一停。",
)
TAKEN_UP = Either(
    "It is safe with us and nothing has to be sent again. The case takes it up by itself.",
    "我们已经收好，不用重发，个案会自己接着处理。",
)
READ_AFTER: dict[str, Any] = {
    HEADER: {
        "description": "Bring it back with a read, and the read shows this",
        "schema": {"type": "string"},
    }
}
RECEIVED: dict[int | str, dict[str, Any]] = {
    202: {"model": ReceivedOut, "description": "Received, not yet decided; see `Location`"}
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": ReceiptOut,
        "description": "Done, and durable; its record follows",
        "headers": READ_AFTER,
    },
    **RECEIVED,
}

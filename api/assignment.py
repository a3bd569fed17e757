"""Who carries a case on."""

from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.people import require_owner
from api.routes import commands
from api.wire import Handle, In, Short, example
from domain.assignment import Assign


class AssignIn(In):
    model_config = example(owner="chen.jie", reason="knows this model best")

    owner: Handle
    reason: Short = ""

    def command(self, asked: Asked) -> Assign:
        return Assign(**asked.signature, owner=self.owner, reason=self.reason)


router = commands("cases")


@router.post("/assign", name="assign", summary="Hand the case to another person")
async def assign(number: str, body: AssignIn, asked: AskedIn) -> Response:
    await require_owner(asked.deps, body.owner, "owner")
    return await asked.ask(number, body.command(asked))

"""Whatever is sent, the answer is what the API's document promises, and never a crash.

Schemathesis draws the requests from the OpenAPI document, those that fit it and those that don't, and holds
the answers against it with every check it has, over real HTTP.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok

from api.dependencies import Dependencies
from api.failures import Failures
from api.main import build_app
from products import RunningProduct
from stories.running import loopback

EACH = 4
"""Requests for each route and mode: some eight hundred in all, in a minute."""
REFUSED_FOR_REASONS = "invalid_request"
"""The one code of 422 that says that a request doesn't fit the document. All others are a "no" to one
that does: a promise in the past, somebody who isn't there."""


SAYS_TOO_LITTLE = {"says_nothing", "no_words", "too_little_to_find"}
"""What is wrong with a text in which there is nothing to go by: no document can tell."""


def drawn(operation: Any, mode: GenerationMode) -> list[Any]:
    """Some requests for an operation; none where nothing could be wrong with them."""
    found: list[Any] = []

    @settings(
        max_examples=EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Any) -> None:
        found.append(case)

    try:
        draw()
    except Unsatisfiable:
        return []
    return found


@asynccontextmanager
async def served(product: RunningProduct) -> AsyncIterator[str]:
    """The product over real HTTP. Its visitors fail on purpose, thousands of times."""
    deps: Dependencies = product.app.state.dependencies
    patient = build_app(replace(deps, failures=Failures(most=1e9)))
    with loopback() as listening:
        config = uvicorn.Config(patient, lifespan="off", log_level="error", ws="none")
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running


def _is_of_form(problem: Any) -> bool:
    """Whether a request was refused for its form: that a text has to say something no document can tell."""
    types = {error.get("type") for error in problem.get("errors", ())}
    return problem["code"] == REFUSED_FOR_REASONS and not types <= SAYS_TOO_LITTLE


def held_against(
    document: dict[str, Any], base: str, key: str, number: str, mode: GenerationMode
) -> tuple[Counter[str], list[str]]:
    """Every check on some requests for each route: how many answers of each status, and what failed."""
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=base)
    checks = schema.config.checks
    checks.positive_data_acceptance.expected_statuses = ["2xx", "401", "403", "404", "409", "422"]
    checks.not_a_server_error.expected_statuses = ["2xx", "3xx", "4xx"]
    answers: Counter[str] = Counter()
    failed: list[str] = []
    for operation in _operations(schema):
        if operation.path == "/readyz":
            continue  # it asks the server what the test server does not know
        for n, case in enumerate(drawn(operation, mode)):
            if n % 2 and "number" in (case.path_parameters or {}):
                case.path_parameters["number"] = number
            if mode is GenerationMode.NEGATIVE and _is_mended(case, number):
                continue
            head = {"Authorization": f"Bearer {key}"}
            answer = case.call(headers=head)
            answers[str(answer.status_code)] += 1
            told = f"{case.method} {case.formatted_path} {case.query} {case.body!r:.200}"
            try:
                case.validate_response(answer, headers=head)
            except (Failure, FailureGroup) as failure:
                failed.append(f"{told}: {answer.text[:300]}\n{_said(failure)}")
            fits = mode is GenerationMode.POSITIVE and answer.status_code == 422
            if fits and _is_of_form(answer.json()):
                failed.append(f"{told} fits the document and was not read: {answer.text}")
    return answers, failed


def _is_mended(case: Any, number: str) -> bool:
    """Whether all that was wrong with a request is what we put in its place: our key, and the number of a case."""
    wrong = {place for place, it in case.meta.components.items() if it.mode.is_negative}
    mended = {ParameterLocation.HEADER}
    if (case.path_parameters or {}).keys() == {"number"}:
        mended |= {ParameterLocation.PATH} if case.path_parameters["number"] == number else set()
    return wrong <= mended


def _said(failure: Failure | FailureGroup) -> str:
    each = failure.exceptions if isinstance(failure, FailureGroup) else (failure,)
    return "; ".join(f"{type(one).__name__}: {one}"[:600] for one in each)


def _operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


@pytest.mark.trial("A58")
@pytest.mark.parametrize("mode", list(GenerationMode))
async def test_the_document_tells_the_truth_about_every_answer(
    product: RunningProduct,
    mode: GenerationMode,
    record_property: Callable[[str, object], None],
) -> None:
    document = (await product.http.get("/openapi.json")).json()
    number = await product.confirmed()
    async with served(product) as base:
        answers, failed = await asyncio.to_thread(
            held_against, document, base, product.keys["wang.fang"], number, mode
        )
    assert not failed, f"{len(failed)} of {answers.total()}:\n" + "\n\n".join(failed[:20])
    assert answers.total() > 100, answers
    each = ", ".join(f"{count} × {status}" for status, count in sorted(answers.items()))
    record_property(
        f"schemathesis, requests drawn to be {mode.value}", f"{answers.total()} requests: {each}"
    )
    await product.quiet(number)

"""What the product needs of a Temporal namespace, set by the product itself.

NamespaceUnfit     retention is shorter than asked for, or search attributes are missing, of another type, or
                   have no room; `prepare` and `readyz` say so
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import cast

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType
from temporalio.service import RPCError, RPCStatusCode

from workflows.attributes import ALL
from workflows.reconciled import schedule_reconcile

_TYPES = {
    SearchAttributeIndexedValueType.KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    SearchAttributeIndexedValueType.INT: IndexedValueType.INDEXED_VALUE_TYPE_INT,
    SearchAttributeIndexedValueType.DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}
WANTED: Mapping[str, IndexedValueType.ValueType] = {
    key.name: _TYPES[key.indexed_value_type] for key in ALL
}


WAY_OUT = "give cases a namespace of their own (FOLLOWTHROUGH_TEMPORAL_NAMESPACE)"


class NamespaceUnfit(Exception):
    """The namespace can't carry cases yet; the text says what is missing or in the way."""


async def prepare_namespace(client: Client, retention: timedelta, task_queue: str) -> None:
    """Make the namespace if it is missing, register the search attributes, keep closed histories for at
    least `retention`, and have the workers of the task queue reconcile every minute.

    Repeatable. Returns when the server answers with what was set. Raises NamespaceUnfit where the search
    attributes have no room or another type; nothing but the namespace is made then.
    """
    await _make_namespace(client, retention)
    await register_attributes(client)
    await schedule_reconcile(client, task_queue)
    if await _retention(client) < retention:
        length = Duration()
        length.FromTimedelta(retention)
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(
                namespace=client.namespace,
                config=NamespaceConfig(workflow_execution_retention_ttl=length),
            )
        )
    for _ in range(100):  # the server caches namespaces; ten seconds is more than it takes
        try:
            await check_namespace(client, retention)
        except NamespaceUnfit:
            await asyncio.sleep(0.1)
        else:
            return
    await check_namespace(client, retention)


async def _make_namespace(client: Client, retention: timedelta) -> None:
    """A new server has none; where there is one, whoever made it has decided about the rest of it."""
    length = Duration()
    length.FromTimedelta(retention)
    wanted = RegisterNamespaceRequest(
        namespace=client.namespace,
        description="Followthrough: one workflow per case",
        workflow_execution_retention_period=length,
    )
    try:
        await _retention(client)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        await client.workflow_service.register_namespace(wanted)
        # described from the database at once; what else is asked about it goes through caches
        await _until(client.namespace, lambda: _attributes(client))


async def _until(namespace: str, ask: Callable[[], Awaitable[object]]) -> None:
    """The server knows a new namespace after a moment: its caches are refreshed every ten seconds."""
    for _ in range(150):  # × 0.2 s
        try:
            await ask()
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            await asyncio.sleep(0.2)
        else:
            return
    raise NamespaceUnfit(f"namespace {namespace} was made, and the server doesn't know it yet")


async def register_attributes(client: Client) -> None:
    """Register the search attributes that are missing, all or none. Raises NamespaceUnfit."""
    known = await _attributes(client)
    _refuse_other_types(client.namespace, known)
    types = {name: kind for name, kind in WANTED.items() if name not in known}
    if not types:
        return
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        )
    except RPCError as error:
        if error.status == RPCStatusCode.INVALID_ARGUMENT:
            others = ", ".join(sorted(known.keys() - WANTED.keys())) or "none"
            raise NamespaceUnfit(
                f"namespace {client.namespace} has no room for the search attributes of cases:"
                f" {error.message.rstrip('.')} (of others there are: {others}); remove what nobody"
                f" needs with `temporal operator search-attribute remove`, or {WAY_OUT}"
            ) from error
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise


async def check_namespace(client: Client, retention: timedelta) -> None:
    """Raises NamespaceUnfit when closed histories go too early, or search attributes are missing or of
    another type: then the first turn of each case would fail."""
    known = await _attributes(client)
    _refuse_other_types(client.namespace, known)
    if missing := WANTED.keys() - known.keys():
        raise NamespaceUnfit(f"search attributes not registered: {', '.join(sorted(missing))}")
    kept = await _retention(client)
    if kept < retention:
        raise NamespaceUnfit(f"closed histories are kept {kept.days} days, not {retention.days}")


def _refuse_other_types(namespace: str, known: Mapping[str, int]) -> None:
    """An attribute of ours that somebody registered for something else takes no values of ours."""
    wrong = [
        f"{name} is of type {_type_name(known[name])}, not {_type_name(kind)}"
        for name, kind in WANTED.items()
        if name in known and known[name] != kind
    ]
    if wrong:
        raise NamespaceUnfit(
            f"namespace {namespace} has search attributes that cases can't use:"
            f" {'; '.join(wrong)}; {WAY_OUT}"
        )


def _type_name(kind: int) -> str:
    name = IndexedValueType.Name(cast(IndexedValueType.ValueType, kind))
    return name.removeprefix("INDEXED_VALUE_TYPE_").title()


async def _attributes(client: Client) -> Mapping[str, int]:
    """The search attributes there are, with their types; none on a server that has no list of them."""
    try:
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        if error.status != RPCStatusCode.UNIMPLEMENTED:  # the time-skipping test server
            raise
        return {}
    return dict(known.custom_attributes)


async def _retention(client: Client) -> timedelta:
    answer = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return answer.config.workflow_execution_retention_ttl.ToTimedelta()

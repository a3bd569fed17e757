"""What the product needs of a Temporal namespace, set by the product itself.

NamespaceUnfit     retention is shorter than asked for, or attributes are missing; `readyz` says so
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

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


class NamespaceUnfit(Exception):
    """The namespace can't carry cases yet; the text says what is missing."""


async def prepare_namespace(client: Client, retention: timedelta, task_queue: str) -> None:
    """Make the namespace if it is missing, register the search attributes, keep closed histories for at
    least `retention`, and have the workers of the task queue reconcile every minute.

    Repeatable. Returns when the server answers with what was set.
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
        await _until(client.namespace, lambda: _missing_attributes(client))


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
    """Register the search attributes that are missing."""
    missing = await _missing_attributes(client)
    if not missing:
        return
    types = {key.name: _TYPES[key.indexed_value_type] for key in ALL if key.name in missing}
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise


async def check_namespace(client: Client, retention: timedelta) -> None:
    """Raises NamespaceUnfit when closed histories go too early or attributes are missing."""
    missing = await _missing_attributes(client)
    if missing:
        raise NamespaceUnfit(f"search attributes not registered: {', '.join(sorted(missing))}")
    kept = await _retention(client)
    if kept < retention:
        raise NamespaceUnfit(f"closed histories are kept {kept.days} days, not {retention.days}")


async def _missing_attributes(client: Client) -> set[str]:
    try:
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        if error.status != RPCStatusCode.UNIMPLEMENTED:  # the time-skipping test server
            raise
        return {key.name for key in ALL}
    return {key.name for key in ALL} - set(known.custom_attributes)


async def _retention(client: Client) -> timedelta:
    answer = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return answer.config.workflow_execution_retention_ttl.ToTimedelta()

"""The updates about visits and repairs; see `workflows.case_messages` for how they are decided."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.receipt import Receipt
    from domain.repairs import OfferRemedy
    from domain.visits.commands import (
        ArrangeVisit,
        CancelVisit,
        ConfirmVisit,
        RecordVisit,
        ReportVisit,
        RescheduleVisit,
    )
    from workflows.case_messages import CaseMessages


class VisitMessages(CaseMessages):
    """Doors into a case for what happens at the customer's door."""

    @workflow.update(name="arrange_visit")
    async def arrange_visit(self, command: ArrangeVisit) -> Receipt:
        return await self.handle(command)

    @arrange_visit.validator
    def _arrange_visit(self, command: ArrangeVisit) -> None:
        self.check(command)

    @workflow.update(name="confirm_visit")
    async def confirm_visit(self, command: ConfirmVisit) -> Receipt:
        return await self.handle(command)

    @confirm_visit.validator
    def _confirm_visit(self, command: ConfirmVisit) -> None:
        self.check(command)

    @workflow.update(name="reschedule_visit")
    async def reschedule_visit(self, command: RescheduleVisit) -> Receipt:
        return await self.handle(command)

    @reschedule_visit.validator
    def _reschedule_visit(self, command: RescheduleVisit) -> None:
        self.check(command)

    @workflow.update(name="record_visit")
    async def record_visit(self, command: RecordVisit) -> Receipt:
        return await self.handle(command)

    @record_visit.validator
    def _record_visit(self, command: RecordVisit) -> None:
        self.check(command)

    @workflow.update(name="report_visit")
    async def report_visit(self, command: ReportVisit) -> Receipt:
        return await self.handle(command)

    @report_visit.validator
    def _report_visit(self, command: ReportVisit) -> None:
        self.check(command)

    @workflow.update(name="cancel_visit")
    async def cancel_visit(self, command: CancelVisit) -> Receipt:
        return await self.handle(command)

    @cancel_visit.validator
    def _cancel_visit(self, command: CancelVisit) -> None:
        self.check(command)

    @workflow.update(name="offer_remedy")
    async def offer_remedy(self, command: OfferRemedy) -> Receipt:
        return await self.handle(command)

    @offer_remedy.validator
    def _offer_remedy(self, command: OfferRemedy) -> None:
        self.check(command)

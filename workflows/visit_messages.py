"""The updates about visits and repairs; see `workflows.case_messages` for how they are decided."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import commands as c
    from domain.receipt import Receipt
    from workflows.case_messages import CaseMessages


class VisitMessages(CaseMessages):
    """Doors into a case for what happens at the customer's door."""

    @workflow.update(name="arrange_visit")
    async def arrange_visit(self, command: c.ArrangeVisit) -> Receipt:
        return await self.handle(command)

    @arrange_visit.validator
    def _arrange_visit(self, command: c.ArrangeVisit) -> None:
        self.check(command)

    @workflow.update(name="confirm_visit")
    async def confirm_visit(self, command: c.ConfirmVisit) -> Receipt:
        return await self.handle(command)

    @confirm_visit.validator
    def _confirm_visit(self, command: c.ConfirmVisit) -> None:
        self.check(command)

    @workflow.update(name="reschedule_visit")
    async def reschedule_visit(self, command: c.RescheduleVisit) -> Receipt:
        return await self.handle(command)

    @reschedule_visit.validator
    def _reschedule_visit(self, command: c.RescheduleVisit) -> None:
        self.check(command)

    @workflow.update(name="record_visit")
    async def record_visit(self, command: c.RecordVisit) -> Receipt:
        return await self.handle(command)

    @record_visit.validator
    def _record_visit(self, command: c.RecordVisit) -> None:
        self.check(command)

    @workflow.update(name="report_visit")
    async def report_visit(self, command: c.ReportVisit) -> Receipt:
        return await self.handle(command)

    @report_visit.validator
    def _report_visit(self, command: c.ReportVisit) -> None:
        self.check(command)

    @workflow.update(name="cancel_visit")
    async def cancel_visit(self, command: c.CancelVisit) -> Receipt:
        return await self.handle(command)

    @cancel_visit.validator
    def _cancel_visit(self, command: c.CancelVisit) -> None:
        self.check(command)

    @workflow.update(name="offer_remedy")
    async def offer_remedy(self, command: c.OfferRemedy) -> Receipt:
        return await self.handle(command)

    @offer_remedy.validator
    def _offer_remedy(self, command: c.OfferRemedy) -> None:
        self.check(command)

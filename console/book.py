"""The book of the workbench: the pages of each feature. A new feature is named here, and nowhere else in console/."""

from fastapi import APIRouter

from console import (
    agenda,
    board,
    case,
    cases,
    feed,
    figures,
    handover,
    intake,
    kept_views,
    search,
)
from console.sign_in import account, routes

FEATURES: tuple[APIRouter, ...] = (
    agenda.router,
    cases.router,
    kept_views.router,
    search.router,
    intake.router,  # before `/cases/{number}`
    case.router,
    feed.router,
    board.router,
    handover.router,
    figures.router,
    routes.router,
    account.router,
)

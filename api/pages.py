"""The API's own pages at /docs, served from here: they work on a machine that reaches nothing else."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from api.routes import open_routes

ASSETS = Path(fastapi_offline.__file__).parent / "static"
PLACE = "/docs/assets"

router = open_routes("pages")


@router.get("/docs", summary="These routes, to read and to try", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """Swagger UI."""
    app: FastAPI = request.app
    return get_swagger_ui_html(
        openapi_url=app.openapi_url or "/openapi.json",
        title=app.title,
        swagger_js_url=f"{PLACE}/swagger-ui-bundle.js",
        swagger_css_url=f"{PLACE}/swagger-ui.css",
        swagger_favicon_url=f"{PLACE}/favicon.png",
        swagger_ui_parameters={"tryItOutEnabled": True},
    )


def add_pages(app: FastAPI) -> None:
    """Serve Swagger UI, with the scripts and styles the wheel brings."""
    app.mount(PLACE, StaticFiles(directory=ASSETS), name="assets")
    app.include_router(router)

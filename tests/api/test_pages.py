"""The API's pages need nothing from the internet."""

import gc
import re
import weakref

from api.main import bare_app
from products import RunningProduct


async def test_the_pages_load_everything_from_here(product: RunningProduct) -> None:
    page = (await product.http.get("/docs")).text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) >= 3
    assert [address for address in loaded if "://" in address] == []
    for address in loaded:
        assert (await product.http.get(address)).status_code == 200, address


def test_an_app_that_is_done_with_is_let_go() -> None:
    """FastAPI remembers the functions of routes for good; one that holds its app keeps all of it alive.

    A test run builds hundreds of apps. When they stayed, collecting garbage came to take seconds.
    """
    app = bare_app()
    gone = weakref.ref(app)
    del app
    gc.collect()
    assert gone() is None

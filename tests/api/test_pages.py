"""The API's pages need nothing from the internet."""

import re

from houses import RunningHouse


async def test_the_pages_load_everything_from_here(house: RunningHouse) -> None:
    page = (await house.http.get("/docs")).text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) >= 3
    assert [address for address in loaded if "://" in address] == []
    for address in loaded:
        assert (await house.http.get(address)).status_code == 200, address

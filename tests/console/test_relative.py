"""How far off a time is, in words as a browser counts on with them."""

from datetime import timedelta

import pytest

from builders import at
from console.relative import relative
from console.speech import Speech

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "english", "chinese"),
    [
        (timedelta(seconds=59), "now", "现在"),
        (timedelta(seconds=-59), "now", "现在"),
        (MINUTE, "in 1 minute", "1分钟后"),
        (-20 * MINUTE, "20 minutes ago", "20分钟前"),
        (2 * HOUR + 59 * MINUTE, "in 2 hours", "2小时后"),
        (-HOUR, "1 hour ago", "1小时前"),
        (23 * HOUR + 59 * MINUTE, "in 23 hours", "23小时后"),
        (DAY, "in 1 day", "1天后"),
        (35 * HOUR, "in 1 day", "1天后"),
        (46 * HOUR, "in 2 days", "2天后"),
        (-46 * HOUR, "2 days ago", "2天前"),
        (-400 * DAY, "400 days ago", "400天前"),
    ],
)
def test_the_largest_unit_that_fits_is_said(left: timedelta, english: str, chinese: str) -> None:
    now = at("Mon 09:00")
    assert relative(Speech("en", "Asia/Shanghai", now), now + left) == english
    assert relative(Speech("zh-CN", "Asia/Shanghai", now), (now + left).isoformat()) == chinese

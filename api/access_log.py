"""What the server's log of requests doesn't tell: the one address that is a secret (REQ I2)."""

import logging
import re

SECRET = re.compile(r"(?i)(/codec/)(?!ui/|decode\b)[^/?#\s]+")


class _NoSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args
            )
        return True


def hide_secrets() -> None:
    """Keep secret addresses out of uvicorn's log, once however often it is asked."""
    log = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, _NoSecrets) for each in log.filters):
        log.addFilter(_NoSecrets())

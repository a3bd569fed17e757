"""What the server's log of requests doesn't tell: the addresses that are a secret (REQ I2, J4), and what people look for."""

import logging
import re

SECRET = re.compile(r"(?i)(/codec/(?!ui/|decode\b)|/sign-in/link/)[^/?#\s]+")
SAID = re.compile(r"(?i)(/search/?\?|/cases/new/?\?|/sign-in\?)\S+")
"""What somebody looks for is often a name or a phone number; it stands in where to go after signing in, too."""


class _NoSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SAID.sub(r"\1…", SECRET.sub(r"\1…", each)) if isinstance(each, str) else each
                for each in record.args
            )
        return True


def hide_secrets() -> None:
    """Keep secret addresses out of uvicorn's log, once however often it is asked."""
    log = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, _NoSecrets) for each in log.filters):
        log.addFilter(_NoSecrets())

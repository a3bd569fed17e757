"""Why `followthrough up` could not do its work. Each text says what is wrong and the way out.

CannotStart          the wrong command for these settings, or another `up` runs here
├── PortTaken        another program listens where a piece should
├── FolderUnfit      the data folder can't be written to
├── ServerMissing    the `temporal` program is not installed beside this Python
└── PieceFailed      a piece did not come up; the text holds its last words
"""


class CannotStart(Exception):
    """Nothing runs; the text is for people."""


class PortTaken(CannotStart):
    """Names the port, what it is wanted for, and how to choose another."""


class FolderUnfit(CannotStart):
    """Names the folder or the file in it, what the system says, and how to choose another."""


class ServerMissing(CannotStart):
    """Names the place where the program was looked for."""


class PieceFailed(CannotStart):
    """Names the piece, its end, and its log. `outcome` is how it ended, in a few words."""

    def __init__(self, text: str, outcome: str) -> None:
        super().__init__(text)
        self.outcome = outcome

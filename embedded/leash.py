"""Runs a command that must not outlive the supervisor: `leash.py SUPERVISOR_PID COMMAND …`.

A program of its own, run before the piece it turns into (exec keeps the pid): done in the
supervisor, between fork and exec, Python code can deadlock beside the threads of Temporal's client.
It is started without site-packages and imports only the standard library.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(supervisor: int, command: list[str]) -> None:
    """Ask the kernel for SIGTERM when the supervisor dies, then become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:
        sys.exit("the supervisor is gone")  # it died before the kernel was asked
    os.execv(command[0], command)  # noqa: S606  (the supervisor's own command, no shell)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

"""Becomes another user, then a command: `as_user.py UID GID COMMAND …`. PostgreSQL refuses to run as root.

The kernel forgets, when the user changes, who must not be outlived; so it is told again.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(uid: int, gid: int, command: list[str]) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)  # PostgreSQL: end at once
    os.execv(command[0], command)  # noqa: S606  (our own command, no shell)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])

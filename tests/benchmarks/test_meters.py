"""What the kernel says of processes."""

import subprocess
import sys

from benchmarks.meters import cpu_seconds

PARENT = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time\\nwhile time.process_time() < 0.3: pass"])
print("over", flush=True)
sys.stdin.read()
"""


def test_what_a_process_that_ended_has_used_counts_with_its_parent() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"over\n"
        assert cpu_seconds([parent.pid]) >= 0.3
        parent.communicate()
    assert cpu_seconds([parent.pid]) == 0

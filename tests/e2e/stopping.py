"""When a process that has just been started can be stopped in order."""

import pathlib
import signal
import time


def wait_until_stoppable(process, seconds=60):
    """Returns when the process blocks SIGTERM, which from then on is read and not died of."""
    status = pathlib.Path(f"/proc/{process.pid}/status")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        if process.poll() is not None or int(fields["SigBlk"], 16) & 1 << (signal.SIGTERM - 1):
            return
        time.sleep(0.005)
    raise AssertionError(f"no signals are read after {seconds} s")

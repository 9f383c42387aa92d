"""DynamoDB Local for the tests: Amazon's own jars from Maven Central, on loopback.

The jars are fetched and the launcher compiled once, into build/dynamodb-peer/. A server ends with the process that
started it, even one that is killed: it reads its standard input to the end.
"""

import fcntl
import pathlib
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "peers" / "dynamodb"
BUILT = ROOT / "build" / "dynamodb-peer"
START_SECONDS_MAX = 120

REGION = "eu-west-1"
# It takes any credentials; the key's letters matter.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "EXPORTDTEST", "AWS_SECRET_ACCESS_KEY": "secret"}


def built():
    """Makes what is missing or older than its source. Runs that come at the same time wait for the first."""
    BUILT.mkdir(parents=True, exist_ok=True)
    jars, done = BUILT / "jars", BUILT / "TestDynamo.class"
    with open(BUILT / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        newest = max(path.stat().st_mtime for path in SOURCE.iterdir())
        if done.exists() and done.stat().st_mtime >= newest:
            return
        shutil.rmtree(jars, ignore_errors=True)
        pom = SOURCE / "pom.xml"
        _call("mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={jars}")
        _call("javac", "-nowarn", "-d", BUILT, "-cp", f"{jars}/*", SOURCE / "TestDynamo.java")


def _call(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-3000:]}")


class DynamoServer:
    """`folder` None: all in memory; else a server started on it again finds its tables."""

    def __init__(self, log_folder, *, folder=None, heap="384m"):
        self.log = pathlib.Path(log_folder) / "dynamodb.log"
        self.folder, self.heap = folder, heap
        self.port = 0
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """At the port of the time before, if there was one: clients may still know it."""
        built()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.folder:
            pathlib.Path(self.folder).mkdir(parents=True, exist_ok=True)
        jars = BUILT / "jars"
        command = ["java", f"-Xmx{self.heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Djava.library.path={jars}"]
        command += [f"-Dsqlite4java.library.path={jars}", "-cp", f"{BUILT}:{jars}/*", "TestDynamo"]
        command += [str(self.folder or "-"), str(self.port)]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            told = [line for line in self.log.read_text(errors="replace").splitlines() if line.startswith("PORT ")]
            if told:
                self.port = int(told[0].split()[1])
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"DynamoDB Local did not come up: {self.log.read_text(errors='replace')[-3000:]}")

    def stop(self):
        """Connections break off, but what it has confirmed is kept: killed, it loses transactions that it has confirmed
        some milliseconds before, which DynamoDB never does."""
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process = None

    def kill(self):
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process = None

    def pause(self):
        """It stops in the middle of whatever it does; its connections stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

"""A real OpenSearch node for the tests and the benchmarks: the server's own jars from Maven Central, on loopback.

The class path is resolved and the launcher compiled once, into build/opensearch-peer/. A node ends with the process
that started it, even one that is killed: it reads its standard input to the end.
"""

import fcntl
import json
import pathlib
import signal
import subprocess
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "peers" / "opensearch"
BUILT = ROOT / "build" / "opensearch-peer"
MAPPINGS = ROOT / "data" / "opensearch"
START_SECONDS_MAX = 180
BULK_BYTES_MAX = 32_000_000  # the node refuses 100 MB, and holds several copies of what it takes

# Those of the distribution's own jvm.options that matter here. On two cores Java would pick its serial collector.
JVM = """-XX:+UseG1GC -XX:G1ReservePercent=25 -XX:InitiatingHeapOccupancyPercent=30 -Xss1m -Djava.awt.headless=true
-Dfile.encoding=UTF-8 -Djna.nosys=true -XX:-OmitStackTraceInFastThrow -Dio.netty.noUnsafe=true
-Dio.netty.noKeySetOptimization=true -Dio.netty.recycler.maxCapacityPerThread=0 -Dlog4j.shutdownHookEnabled=false
-Dlog4j2.disable.jmx=true -Djava.security.manager=allow""".split()


def class_path():
    """Builds what is missing or older than its source. Runs that come at the same time wait for the first."""
    BUILT.mkdir(parents=True, exist_ok=True)
    jars, compiled = BUILT / "class-path.txt", BUILT / "classes" / "TestNode.class"
    with open(BUILT / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _older(jars, SOURCE / "pom.xml"):
            pom = SOURCE / "pom.xml"
            _call("mvn", "-B", "-q", "-f", pom, "dependency:build-classpath", f"-Dmdep.outputFile={jars}")
        if _older(compiled, SOURCE / "TestNode.java") or _older(compiled, jars):
            compiled.parent.mkdir(exist_ok=True)
            paths = ["-d", compiled.parent, "-cp", jars.read_text()]
            _call("javac", "-nowarn", *paths, SOURCE / "TestNode.java")
    return f"{compiled.parent}:{jars.read_text()}"


def _older(made, source):
    return not made.exists() or not made.stat().st_size or made.stat().st_mtime < source.stat().st_mtime


def _call(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-3000:]}")


class OpenSearchServer:
    """`folder` keeps data and log; a node started on it again finds its indices. `settings`: the node's, key=value.
    `measured`: as fast as it can be after a while; else it costs half the CPU to start and is slower later."""

    def __init__(self, folder, *, heap="512m", settings=(), port=0, measured=False):
        self.folder = pathlib.Path(folder).absolute()
        self.heap, self.settings, self.port = heap, list(settings), port
        self.jvm = [*JVM, "-XX:+AlwaysPreTouch" if measured else "-XX:TieredStopAtLevel=1"]
        self.log = self.folder / "node.log"
        self.process = None
        self.session = requests.Session()
        self.session.trust_env = False  # a proxy of the machine's has no part in this

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """At the port of the time before, if there was one: clients may still know it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = ["java", f"-Xms{self.heap}", f"-Xmx{self.heap}", *self.jvm, "-cp", class_path(), "TestNode"]
        command += [str(self.folder), str(self.port), "logger.level=warn", *self.settings]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS_MAX
        try:
            self.port = self._wait(deadline, self._told_port)
            self._wait(deadline, self._healthy)
        except BaseException:
            self.kill()
            raise

    def _wait(self, deadline, condition):
        while time.monotonic() < deadline:
            answer = condition()
            if answer:
                return answer
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"OpenSearch did not come up: {self.log.read_text(errors='replace')[-3000:]}")

    def _told_port(self):
        told = [line for line in self.log.read_text(errors="replace").splitlines() if line.startswith("PORT ")]
        return told and int(told[0].split()[1])

    def _healthy(self):
        try:
            answer = self.session.get(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5)
        except requests.RequestException:
            return False
        return answer.status_code == 200

    def stop(self):
        """SIGTERM: what it has in memory is written down."""
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def _end(self, how):
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process = None
        self.session.close()

    def pause(self):
        """It stops in the middle of whatever it does; its connections stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def ask(self, method, path, body=None, **options):
        """The answer as Python's values. `body` is a value, or NDJSON as bytes. Whatever is not 2xx is an error."""
        if body is not None:
            kind = "x-ndjson" if isinstance(body, bytes) else "json"
            options["headers"] = {"Content-Type": f"application/{kind}"}
            options["data"] = body if isinstance(body, bytes) else json.dumps(body)
        answer = self.session.request(method, self.url + path, **{"timeout": 600, **options})
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:1000]}")
        return answer.json()

    def create_index(self, name, mapping, shards=1):
        """`mapping`: "nested", "flat" (data/opensearch/), or settings and mappings as OpenSearch takes them."""
        if isinstance(mapping, str):
            mapping = json.loads((MAPPINGS / f"{mapping}.json").read_text(encoding="utf-8"))
        settings = mapping.get("settings", {})
        index = {**settings.get("index", {}), "number_of_shards": shards, "number_of_replicas": 0}
        return self.ask("PUT", f"/{name}", {**mapping, "settings": {**settings, "index": index}})

    def bulk(self, name, lines, refresh=True):
        """`lines`: records as JSON texts, each under its sampleId."""
        self.bulk_pairs(name, ((json.loads(line)["sampleId"], line) for line in lines if line.strip()))
        if refresh:
            self.refresh(name)

    def bulk_pairs(self, name, pairs):
        """(_id, JSON text) of each document, in requests that the node takes."""
        waiting, size = [], 0
        for document, text in pairs:
            entry = f'{{"index":{{"_id":{json.dumps(document)}}}}}\n{text.strip()}\n'.encode()
            if waiting and size + len(entry) > BULK_BYTES_MAX:
                self._send_bulk(name, waiting)
                waiting, size = [], 0
            waiting.append(entry)
            size += len(entry)
        if waiting:
            self._send_bulk(name, waiting)

    def _send_bulk(self, name, entries):
        answer = self.ask("POST", f"/{name}/_bulk?filter_path=errors,items.*.error", b"".join(entries))
        if answer["errors"]:
            raise RuntimeError(f"bulk into {name}: {json.dumps(answer)[:1000]}")

    def refresh(self, name):
        self.ask("POST", f"/{name}/_refresh")

    def count(self, name):
        return self.ask("GET", f"/{name}/_count")["count"]

    def open_contexts(self):
        """What searches have left open on the node: {"scrolls": n, "pointsInTime": n}."""
        nodes = self.ask("GET", "/_nodes/stats/indices/search")["nodes"].values()
        searches = [node["indices"]["search"] for node in nodes]
        return {
            "scrolls": sum(one["scroll_current"] for one in searches),
            "pointsInTime": sum(one["point_in_time_current"] for one in searches),
        }

    def left_open(self, seconds=20):
        """open_contexts(), as soon as none is, or then: a node keeps a closed one while it still gathers its last page."""
        deadline = time.monotonic() + seconds
        while any((contexts := self.open_contexts()).values()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return contexts

"""What may befall a cluster: each peril does its harm and comes to an end by itself, so that the storm passes."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .cluster import LEASE_SECONDS, Cluster
from .faults import Answer, Cut, Delay

THROTTLED = b'{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}'
SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
REFUSALS = {
    "search": [Answer(429, b"{}", retry_after=1), Answer(503, b"{}")],
    "store": [Answer(400, THROTTLED), Answer(500, b"{}"), Answer(503, b"{}")],
    "files": [Answer(503, SLOW_DOWN), Answer(500, b"")],
}


class Perils:
    """Chosen by one seed; what happened is counted in `tally`. Two of them may be under way at once."""

    def __init__(self, cluster: Cluster, seed):
        self.cluster = cluster
        self.random = random.Random(seed)
        self.tally = {}
        self.under_way = []
        # Servers that a thread has started end with it: these threads live as long as the test.
        self.threads = ThreadPoolExecutor(2)
        self.starting, self.restarting = threading.Lock(), threading.Lock()
        self.kinds = [
            (8, self.kill_worker),
            (4, self.kill_api),
            (3, self.pause_worker),
            (5, self.reset),
            (5, self.slow_line),
            (4, self.partition),
            (6, self.refusals),
            (6, self.lost_replies),
            (2, self.restart_tables),
            (2, self.restart_objects),
            (1, self.restart_search),
            (1, self.restart_mail),
            (2, self.rolling_restart),
        ]

    def strike(self):
        weights = [weight for weight, _ in self.kinds]
        peril = self.random.choices([kind for _, kind in self.kinds], weights)[0]
        self.tally[peril.__name__] = self.tally.get(peril.__name__, 0) + 1
        self.under_way.append(self.threads.submit(self._safely, peril, self.random.random()))
        if len(self.under_way) > 2:
            self.under_way.pop(0).result()

    def pass_over(self):
        """The storm is over: what is under way ends, every server and every process is there again."""
        for one in self.under_way:
            one.result()
        for line in self.cluster.lines.values():
            if hasattr(line, "pass_all"):
                line.pass_all()
            line.accept()
        for name in list(self.cluster.processes):
            self._up(name)

    def _safely(self, peril, chance):
        dice = random.Random(chance)
        try:
            peril(dice)
        except Exception as unexpected:  # the test looks at it: a thread of its own would only print it
            self.tally.setdefault("failed", []).append(f"{peril.__name__}: {unexpected!r}")

    def _up(self, name):
        with self.starting:  # two perils may find the same one dead
            if self.cluster.processes[name].poll() is not None:
                self.cluster.start(name)

    def _one(self, dice, kind):
        return dice.choice(self.cluster.alive(kind) or [f"{kind}-0"])

    def kill_worker(self, dice):
        name = self._one(dice, "worker")
        self.cluster.kill(name)
        time.sleep(dice.uniform(0, 2))
        self._up(name)

    def kill_api(self, dice):
        name = self._one(dice, "api")
        self.cluster.kill(name)
        time.sleep(dice.uniform(0, 1))
        self._up(name)

    def pause_worker(self, dice):
        """Half of them past their lease: they wake up and must not harm who has taken over."""
        name = self._one(dice, "worker")
        self.cluster.pause(name)
        time.sleep(dice.choice([dice.uniform(0.5, 3), LEASE_SECONDS + dice.uniform(1, 5)]))
        self.cluster.resume(name)

    def reset(self, dice):
        self.cluster.lines[dice.choice(list(self.cluster.lines))].reset_all()

    def slow_line(self, dice):
        name = dice.choice(["search", "store", "files"])
        self.cluster.lines[name].on(times=dice.randint(5, 30), do=Delay(dice.uniform(0.05, 1.0)))

    def partition(self, dice):
        line = self.cluster.lines[dice.choice(list(self.cluster.lines))]
        line.refuse()
        time.sleep(dice.choice([dice.uniform(0.2, 2), dice.uniform(2, LEASE_SECONDS)]))
        line.accept()

    def refusals(self, dice):
        name = dice.choice(list(REFUSALS))
        self.cluster.lines[name].on(times=dice.randint(1, 12), do=dice.choice(REFUSALS[name]))

    def lost_replies(self, dice):
        """The server has done it and nobody is told."""
        name = dice.choice(["store", "store", "files", "search"])
        self.cluster.lines[name].on(nth=dice.randint(1, 5), times=dice.randint(1, 3), do=Cut(after=0, of="response"))

    def _restart(self, end, start, dice):
        with self.restarting:  # one after the other: two would start the same one
            end()
            time.sleep(dice.uniform(0, 2))
            start()

    def restart_tables(self, dice):
        self._restart(self.cluster.tables.stop, self.cluster.tables.start, dice)

    def restart_objects(self, dice):
        self._restart(self.cluster.objects.kill, self.cluster.objects.start, dice)

    def restart_search(self, dice):
        self._restart(self.cluster.search.kill, self.cluster.search.start, dice)

    def restart_mail(self, dice):
        self.cluster.lines["mail"].refuse()
        time.sleep(dice.uniform(1, 8))
        self.cluster.lines["mail"].accept()

    def rolling_restart(self, dice):
        """As an operator would: SIGTERM, and the next when the first is back."""
        for name in self.cluster.alive(dice.choice(["api", "worker"])):
            self.cluster.stop(name)
            self._up(name)

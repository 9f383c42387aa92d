"""The node that other tests rely on: what it keeps over a kill, and what it says of itself."""

import gzip
import tempfile
import unittest

from .fault_proxy import FaultProxy
from .faults import Answer
from .harness import DATASETS
from .opensearch_server import OpenSearchServer

RECORDS = 300


class OpenSearchServerTest(unittest.TestCase):
    def test_a_node(self):
        with gzip.open(DATASETS["basalts"].path(), "rt", encoding="utf-8") as lines:
            records = [line for line, _ in zip(lines, range(RECORDS))]
        with tempfile.TemporaryDirectory() as folder:
            with OpenSearchServer(folder, settings=["search.keep_alive_interval=1s"]) as node:
                node.create_index("rocks", "nested", shards=2)
                node.bulk("rocks", records)
                self.assertEqual(node.count("rocks"), RECORDS)
                self.contexts_are_counted(node)
                self.proxy_stands_between(node)
                port = node.port
                node.kill()
                node.start()
                self.assertEqual((node.port, node.count("rocks")), (port, RECORDS))

    def contexts_are_counted(self, node):
        node.ask("POST", "/rocks/_search?scroll=1s", {"size": 10})
        opened = node.ask("POST", "/rocks/_search/point_in_time?keep_alive=1m")
        self.assertEqual(node.open_contexts()["pointsInTime"], 2)  # one of each shard
        self.assertEqual(node.open_contexts()["scrolls"], 2)
        node.ask("DELETE", "/_search/point_in_time", {"pit_id": [opened["pit_id"]]})
        self.assertEqual(node.left_open(30), {"scrolls": 0, "pointsInTime": 0})

    def proxy_stands_between(self, node):
        with FaultProxy(node.port) as proxy:
            proxy.on("GET", "_count", do=Answer(429, b"{}", retry_after=1))
            asked = [node.session.get(f"{proxy.url}/rocks/_count", timeout=30) for _ in range(2)]
            self.assertEqual([one.status_code for one in asked], [429, 200])
            self.assertEqual(asked[1].json()["count"], RECORDS)


if __name__ == "__main__":
    unittest.main()

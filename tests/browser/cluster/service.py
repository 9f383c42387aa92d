"""What page.test.mjs looks at: OpenSearch, DynamoDB, S3 and a mail server, two API and two worker processes.

Says in one line of JSON where they are, answers each line of its standard input with another, and ends with it.
slow: from now on each page of a scroll takes a second. quick: no longer. state: what was mailed and what S3 holds.
"""

import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from e2e import harness
from e2e.cluster import BUCKET, Cluster
from e2e.faults import Delay

PAGE_ROWS = 200  # slow: 53 of them take long enough to look at an export on two instances
APIS, WORKERS = ["api-0", "api-1"], ["worker-0", "worker-1"]


def say(answer):
    print(json.dumps(answer), flush=True)


def state(cluster):
    objects = cluster.objects.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {
        "mails": [{"to": one.recipients, "text": one.text} for one in list(cluster.mail.received)],
        "objects": [{"key": one["Key"], "bytes": one["Size"]} for one in objects],
    }


def obey(cluster, word):
    scrolls = cluster.lines["search"]
    if word == "slow":
        scrolls.on("POST", r"^/_search/scroll", times=None, do=Delay(1))
    elif word == "quick":
        scrolls.pass_all()
    return state(cluster)


def main():
    folder = tempfile.mkdtemp(dir=harness.work_dir())
    try:
        with Cluster(folder, page_rows=PAGE_ROWS) as cluster:
            for name in APIS + WORKERS:
                cluster.start(name)
            say({"addresses": [cluster.listening(name) for name in APIS], "adminToken": cluster.admin_token})
            for line in sys.stdin:
                say(obey(cluster, line.strip()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()

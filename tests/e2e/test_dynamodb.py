"""The service on store.kind = "dynamodb": made, checked, read by others, and through faults. DynamoDB Local is the
server; moto takes its place where that one lacks an operation."""

import json
import os
import shutil
import tempfile
import time
import unittest
import unittest.mock
from concurrent.futures import ThreadPoolExecutor

import requests

from . import harness
from .dynamodb_server import CREDENTIALS, REGION, DynamoServer
from .fault_proxy import FaultProxy
from .faults import Answer, Cut
from .moto_server import PYTHON, MotoServer
from .service import LEASE_SECONDS, LONG_LEASE_SECONDS, Service
from .tls_door import TlsDoor

QUERY = "chemistry=(MAJ,SiO2,45,54)"
THROTTLED = json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow"}).encode()


class OnDynamo(unittest.TestCase):
    def setUp(self):
        os.environ.update(CREDENTIALS)
        self.folder = tempfile.mkdtemp(dir=harness.work_dir())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def use(self, url, more="", copies=1, lease=LONG_LEASE_SECONDS):
        self.service = Service(self.folder, copies=copies, lease=lease)
        self.addCleanup(self.service.kill_all)
        text = self.service.config.read_text()
        self.plain = text + more
        self.point_to(url)
        return self.service

    def point_to(self, url, prefix="exportd-"):
        self.service.config.write_text(
            f'{self.plain}[store]\nkind = "dynamodb"\nregion = "{REGION}"\nendpoint = "{url}"\ntable_prefix = "{prefix}"\n'
        )

    def client(self, url):
        import boto3  # pylint: disable=import-outside-toplevel

        made = boto3.client(
            "dynamodb", region_name=REGION, endpoint_url=url, aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        )
        self.addCleanup(made.close)
        return made

    def doctor(self):
        done = self.service.run("doctor")
        lines = done.stdout.decode().splitlines()
        return done.returncode, {line[:13].strip(): line[13:] for line in lines}


class MadeAndChecked(OnDynamo):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(DynamoServer(self.folder))
        self.use(self.server.url)

    def test_init_makes_what_is_missing_once(self):
        code, found = self.doctor()
        self.assertEqual(code, 1)
        self.assertIn("WRONG  the table exportd-tasks is not there", found["task tables"])
        self.assertIn("table exportd-audit: created", self.service.call("init"))
        again = self.service.call("init")
        self.assertIn("table exportd-audit: there", again)
        self.assertNotIn("created", again)
        code, found = self.doctor()
        self.assertEqual(code, 0, found)
        self.assertIn("ok     exportd-tasks and exportd-audit", found["task tables"])
        self.assertIn("DeleteItem on exportd-audit", found["access"], "the local server allows all")

    @unittest.skipUnless(PYTHON.exists(), "boto3 is not installed (tools/python_packages.sh)")
    def test_a_table_of_somebody_else_is_refused(self):
        self.client(self.server.url).create_table(
            TableName="exportd-tasks", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        done = self.service.run("init")
        self.assertEqual(done.returncode, 1)
        self.assertIn("its keys (id HASH S) are not those of a task store (p HASH S, s RANGE S)", done.stderr.decode())
        self.assertIn("WRONG  the table exportd-tasks", self.doctor()[1]["task tables"])

    @unittest.skipUnless(PYTHON.exists(), "boto3 is not installed (tools/python_packages.sh)")
    def test_others_read_what_was_written_and_doctor_sees_what_they_undo(self):
        self.service.call("init")
        task = self.service.add(QUERY)["id"]
        self.service.start("--workers", "1")
        self.assertEqual(self.service.ended(task)["status"], "Succeeded")
        client = self.client(self.server.url)
        key = {"p": {"S": f"task#{task}"}, "s": {"S": "run#000001"}}
        run = client.get_item(TableName="exportd-tasks", Key=key, ConsistentRead=True)["Item"]
        self.assertEqual(json.loads(run["b"]["S"])["status"], "Succeeded")
        told = client.query(
            TableName="exportd-audit", KeyConditionExpression="p = :p", ExpressionAttributeValues={":p": {"S": task}}
        )["Items"]
        self.assertEqual([item["s"]["S"] for item in told], ["0000000001", "0000000002", "0000000003"])
        self.assertEqual({item["l"]["S"] for item in told}, {"log"})
        client.update_table(TableName="exportd-tasks", DeletionProtectionEnabled=False)
        self.assertIn("not protected from deletion: run exportd init", self.doctor()[1]["task tables"])
        self.assertIn("deletion protection turned on", self.service.call("init"))
        self.assertEqual(self.doctor()[0], 0)

    def test_a_server_with_a_certificate_of_ones_own_authority(self):
        door = TlsDoor(self.folder, self.server.port)
        self.addCleanup(door.close)
        self.point_to(door.url)
        trusting = self.service.config.read_text() + f'ca_file = "{door.ca_file}"\n'
        self.service.config.write_text(trusting)
        self.service.call("init")
        self.assertEqual(self.doctor()[0], 0)
        self.assertEqual(self.service.add(QUERY)["status"], "Pending")
        for wrong in ("", str(door.ca_file) + ".none"):
            self.service.config.write_text(trusting.replace(str(door.ca_file), wrong))
            done = self.service.run("tasks", "list")
            self.assertEqual(done.returncode, 1)
            self.assertIn("task store: the service's certificate is not trusted", done.stderr.decode())

    def test_wrong_set_ups_are_told_of(self):
        with unittest.mock.patch.dict(os.environ):
            del os.environ["AWS_ACCESS_KEY_ID"]
            done = self.service.run("tasks", "list")
            self.assertEqual(done.returncode, 1)
            self.assertIn("credentials", done.stderr.decode())
        self.point_to(self.server.url, prefix="no/name")
        done = self.service.run("tasks", "list")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("table_prefix", done.stderr.decode())


class Through(OnDynamo):
    """Faults between the service and the server."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(DynamoServer(self.folder, folder=os.path.join(self.folder, "tables")))
        self.proxy = self.enterContext(FaultProxy(self.server.port))
        self.use(self.proxy.url)
        self.service.call("init")

    def events(self, task):
        return [event["event"] for event in self.service.lines("audit", task)]

    def test_a_transaction_whose_reply_was_lost_is_done_once(self):
        before = len(self.proxy.seen())
        rule = self.proxy.on("POST", body="ClientRequestToken", nth=1, do=Cut(of="response"))
        task = self.service.add(QUERY)["id"]
        self.assertEqual(rule.matched, 2, "it was asked again")
        asked = [json.loads(one.body) for one in self.proxy.seen()[before:]]
        tokens = [one["ClientRequestToken"] for one in asked if "ClientRequestToken" in one]
        self.assertEqual(len(tokens), 2)
        self.assertEqual(len(set(tokens)), 1, "with the same token")
        self.assertEqual(self.events(task), ["created"])
        self.assertEqual(self.service.show(task)["run"], 1)

    def test_a_conditional_write_whose_reply_was_lost_is_known_as_our_own(self):
        task = self.service.add(QUERY)["id"]
        # The beats of the slot are single writes.
        rule = self.proxy.on("POST", body="ALL_OLD", nth=1, times=3, do=Cut(of="response"))
        self.service.start("--workers", "1")
        self.assertEqual(self.service.ended(task)["status"], "Succeeded")
        self.assertGreaterEqual(rule.matched, 3)
        self.assertEqual(self.events(task), ["created", "claimed", "succeeded"])

    def test_throttling_is_waited_out(self):
        self.proxy.on("POST", nth=3, times=3, do=Answer(400, THROTTLED))
        task = self.service.add(QUERY)["id"]
        self.assertEqual(self.events(task), ["created"])

    def test_a_server_that_throttles_for_good_is_told_of(self):
        self.proxy.on("POST", times=None, do=Answer(400, THROTTLED))
        done = self.service.run("tasks", "add", "petdb", QUERY)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), "task store: DynamoDB takes no more.*: try again later")

    def test_the_service_goes_on_when_the_server_was_restarted(self):
        process = self.service.start("--workers", "1")
        first = self.service.add(QUERY)["id"]
        self.assertEqual(self.service.ended(first)["status"], "Succeeded")
        self.server.stop()
        self.proxy.reset_all()
        self.server.start()
        second = self.service.add(QUERY, "--refresh")
        self.assertEqual(self.service.ended(second["id"], second["run"], seconds=120)["status"], "Succeeded")
        self.assertIsNone(process.poll())


class Served(OnDynamo):
    def test_a_thousand_requesters_get_one_file_though_its_worker_is_killed(self):
        server = self.enterContext(DynamoServer(self.folder))
        more = "[limits]\nrequests_per_minute = 100000\ncreations_per_minute = 100000\n"
        service = self.use(server.url, more, copies=7, lease=LEASE_SECONDS)
        service.call("init")
        base = service.serve("--workers", "0")
        victim = service.start("--workers", "1")

        def ask(_):
            return requests.post(f"{base}/v1/petdb/exports?columns=all", timeout=60)

        first = ask(0)
        self.assertIn(first.status_code, (200, 201, 202), first.text)
        task = first.json()["id"]
        service.wait_until(lambda: service.is_at_work(victim), what="a worker at work")
        victim.kill()
        victim.wait()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, range(999)))
        self.assertEqual({answer.json()["id"] for answer in answers}, {task})
        self.assertEqual({answer.json()["run"] for answer in answers}, {1})
        service.start("--workers", "1")
        done = service.ended(task, seconds=20 * LEASE_SECONDS)
        self.assertEqual(done["status"], "Succeeded", done)
        events = [event["event"] for event in service.lines("audit", task)]
        self.assertEqual(events.count("joined"), 999)
        self.assertEqual(events.count("taken over"), 1)
        self.assertEqual(service.opened(service.object_of(task, 1)), service.direct("columns=all"))


@unittest.skipUnless(PYTHON.exists(), "moto is not installed (tools/python_packages.sh)")
class Recovered(OnDynamo):
    """Call shapes only: moto restores what is there now, whatever the time."""

    def test_recovery_is_turned_on_backups_are_made_and_tables_restored(self):
        server = self.enterContext(MotoServer())
        service = self.use(server.url)
        said = service.call("init")
        self.assertIn("table exportd-tasks: point-in-time recovery turned on, 35 days", said)
        self.assertIn("table exportd-tasks: point-in-time recovery on, 35 days", service.call("init"))
        self.assertIn("point-in-time recovery of both tables on, 35 days", self.doctor()[1]["recovery"])
        arns = service.call("backup").splitlines()
        self.assertEqual(len(arns), 2)
        client = self.client(server.url)
        self.assertEqual([arn["BackupArn"] for arn in client.list_backups()["BackupSummaries"]], arns)
        task = service.add(QUERY)["id"]
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600))
        said = service.call("restore", "--to", now)
        prefix = f"exportd-{now.replace('-', '').replace(':', '')}-"
        self.assertIn(f'table_prefix = "{prefix}"', said)
        self.assertIn("0 runs as of", said, "an hour ago there were none")
        for table in (f"{prefix}tasks", f"{prefix}audit"):
            described = client.describe_table(TableName=table)["Table"]
            self.assertTrue(described["DeletionProtectionEnabled"])
            recovery = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
            self.assertEqual(recovery["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"], 35)
        again = service.run("restore", "--to", now)
        self.assertEqual(again.returncode, 2, again.stderr)
        self.assertIn("was restored before and may be in use", again.stderr.decode())
        client.update_continuous_backups(
            TableName="exportd-audit", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
        )
        self.assertIn("of exportd-audit is off: run exportd init", self.doctor()[1]["recovery"])
        self.assertEqual(service.show(task)["status"], "Pending")

    def test_one_backup_is_made_whoever_keeps_house(self):
        server = self.enterContext(MotoServer())
        service = self.use(server.url)
        service.call("init")
        client = self.client(server.url)
        service.start("--workers", "1")
        service.start("--workers", "1")

        def made():
            key = {"p": {"S": "backup"}, "s": {"S": "tasks"}}
            item = client.get_item(TableName="exportd-tasks", Key=key, ConsistentRead=True).get("Item")
            return item and json.loads(item["b"]["S"]).get("arn")

        arn = service.wait_until(made, what="a backup")
        self.assertEqual([one["BackupArn"] for one in client.list_backups()["BackupSummaries"]], [arn])

    def test_doctor_names_what_the_policy_lacks_and_what_is_too_much(self):
        server = self.enterContext(MotoServer())
        service = self.use(server.url)
        service.call("init")
        iam = server.client("iam")
        self.addCleanup(iam.close)
        iam.create_user(UserName="worker")
        keys = iam.create_access_key(UserName="worker")["AccessKey"]
        allowed = ["DescribeTable", "DescribeContinuousBackups", "GetItem", "Query", "PutItem", "TransactWriteItems"]
        self.allow(iam, allowed)
        server.enforce()
        mine = {"AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"]}
        with unittest.mock.patch.dict(os.environ, mine):
            found = self.doctor()[1]
            self.assertIn("ok     exportd-tasks and exportd-audit", found["task tables"])
            self.assertEqual(
                found["access"], "WRONG  the policy denies DeleteItem on exportd-tasks: servers and workers need it"
            )
            with unittest.mock.patch.dict(os.environ, AWS_SECRET_ACCESS_KEY="wrong"):
                self.assertIn("WRONG  task store: DynamoDB does not let exportd in", self.doctor()[1]["access"])
        server.enforce(False)
        self.allow(iam, [*allowed, "DeleteItem"])
        server.enforce()
        with unittest.mock.patch.dict(os.environ, mine):
            self.assertIn("more than that: DeleteItem on exportd-audit", self.doctor()[1]["access"])

    def allow(self, iam, operations):
        """moto's policies know operations, not tables."""
        statement = {"Effect": "Allow", "Action": [f"dynamodb:{one}" for one in operations], "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName="worker", PolicyName="tasks", PolicyDocument=document)


if __name__ == "__main__":
    unittest.main()

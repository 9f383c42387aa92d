"""How exportd gets to OpenSearch: signing in, several nodes, TLS; what its commands and routes say there."""

import base64
import datetime
import os
import pathlib
import re
import socket
import tempfile
import time
import unittest

from . import aws_oracle, harness
from .fault_proxy import FaultProxy
from .faults import Answer
from .opensearch_server import OpenSearchServer
from .opensearch_store import ENVIRONMENTS, Exportd, load
from .test_search_api import Door
from .tls_door import TlsDoor

QUERY = "taxons=komatiite"
SECRET = "correct horse battery"
AWS_KEYS = {
    "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": "session",
}  # fmt: skip


def closed_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = cls.enterClassContext(OpenSearchServer(cls.folder / "node"))
        load(cls.server, harness.DATASETS["basalts"])
        for environment in ENVIRONMENTS:
            harness.imported("basalts", environment)
        cls.wanted = cls.folder / "wanted"
        harness.run(harness.DATASETS["basalts"], "petdb", QUERY, cls.wanted)

    def setUp(self):
        self.proxy = self.enterContext(FaultProxy(self.server.port))
        self.files = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir=self.folder)))

    def exportd(self, url=None, search=""):
        return Exportd(self.files, url or self.proxy.url, search=search)

    def assert_exports(self, exportd, **options):
        out = self.files / "out"
        done = exportd.run("petdb", QUERY, out, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(out.read_bytes(), self.wanted.read_bytes())

    def refused(self, exportd, code, **options):
        """What it says."""
        out = self.files / "none"
        done = exportd.run("petdb", QUERY, out, **options)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, code, said)
        self.assertFalse(out.exists())
        return said.strip().splitlines()[-1]

    def auth(self, text):
        file = self.files / "auth"
        file.write_text(text)
        return f'auth = "{file}"'

    def test_signs_in_with_every_request(self):
        user = f"exportd:{SECRET}: ä"
        cases = {
            f"Basic {user}": "Basic " + base64.b64encode(user.encode()).decode(),
            "ApiKey VnVhQ2ZHY0JDZGJrUW==\n": "ApiKey VnVhQ2ZHY0JDZGJrUW==",
            "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x\r\n": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x",
        }
        for text, field in cases.items():
            for search in ("", '\npaging = "pit"'):
                with self.subTest(text=text, search=search):
                    before = len(self.proxy.requests)
                    self.assert_exports(self.exportd(search=self.auth(text) + search))
                    seen = self.proxy.requests[before:]
                    self.assertIn("DELETE", [one.method for one in seen])
                    self.assertEqual({one.fields.get("authorization") for one in seen}, {field})
        self.assert_exports(self.exportd())
        self.assertNotIn("authorization", self.proxy.requests[-1].fields)

    def test_signs_for_aws(self):
        for service in ("es", "aoss"):
            for search in ("", 'paging = "pit"'):
                with self.subTest(service, search=search):
                    before = len(self.proxy.requests)
                    self.assert_exports(self.exportd(search=self.aws(service) + search), env=AWS_KEYS)
                    seen = self.proxy.requests[before:]
                    self.assertIn("DELETE", [one.method for one in seen])
                    for one in seen:
                        self.assert_signed_as_aws_does(one, service)

    def test_is_set_right_by_aws(self):
        """Its clock is wrong, as the service says, which then takes nothing but what is signed by its own."""
        said = Answer(403, b'{"message":"Signature expired"}', headers={
            "x-amzn-ErrorType": "InvalidSignatureException:http://internal/", "Date": "Sun, 04 Jul 2100 10:00:00 GMT"})
        self.proxy.on(None, "", do=said)
        self.assert_exports(self.exportd(search=self.aws("es")), env=AWS_KEYS)
        first, *others = self.proxy.requests
        self.assertEqual(others[0].path, first.path)
        self.assertEqual({one.fields["x-amz-date"][:11] for one in others}, {"21000704T10"})

    def test_keys_that_aws_does_not_take(self):
        self.proxy.on(None, "", times=None, do=Answer(403, b'{"message":"no","Code":"AccessDenied"}'))
        said = self.refused(self.exportd(search=self.aws("es")), 1, env=AWS_KEYS)
        self.assertIn("search: the cluster does not let exportd in", said)
        self.assertEqual(len(self.proxy.requests), 1)
        said = self.refused(self.exportd(search=self.aws("es")), 1, env={**AWS_KEYS, "AWS_SECRET_ACCESS_KEY": ""})
        self.assertIn("search: AWS credentials: an access key without its other half", said)
        cases = {
            self.aws("es") + self.auth(f"Bearer {SECRET}"): "search.auth and aws_service",
            'aws_service = "es"': "search.aws_region is missing",
            'aws_region = "eu-west-1"': "search.aws_region is of no use",
            'aws_service = "s3"': '"es" or "aoss"',
        }
        for search, why in cases.items():
            with self.subTest(search):
                self.assertIn(why, self.refused(self.exportd(search=search), 2, env=AWS_KEYS))
        self.assertEqual(len(self.proxy.requests), 1)

    @staticmethod
    def aws(service):
        return f'aws_service = "{service}"\naws_region = "eu-west-1"\n'

    def assert_signed_as_aws_does(self, seen, service):
        signed = re.search("SignedHeaders=([^,]*)", seen.fields["authorization"])[1].split(";")
        own = {"host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"}
        when = datetime.datetime.strptime(seen.fields["x-amz-date"], "%Y%m%dT%H%M%SZ")
        order = {
            "method": seen.method, "url": aws_oracle.with_query_encoded(self.proxy.url + seen.path),
            "body": seen.body.decode(),
            "headers": [f"{name}: {seen.fields[name]}" for name in signed if name not in own],
            "service": service, "region": "eu-west-1", "time": f"{when.isoformat()}Z", "key": "AKIDEXAMPLE",
            "secret": SECRET, "token": "session",
        }  # fmt: skip
        self.assertEqual(seen.fields["authorization"], aws_oracle.authorization(order), seen.path)

    def test_refuses_what_no_one_can_sign_in_with(self):
        cases = {
            "": "is empty",
            "\n": "none of",
            f"Basic exportd:{SECRET}\nBasic other:{SECRET}\n": "more than one line",
            f"Basic {SECRET}": "none of",
            f"exportd:{SECRET}": "none of",
            f"basic exportd:{SECRET}": "none of",
            "Bearer ": "none of",
            f"ApiKey {SECRET}\x00": "more than one line",
        }
        for text, why in cases.items():
            with self.subTest(text=text):
                said = self.refused(self.exportd(search=self.auth(text)), 2)
                self.assertIn("search.auth", said)
                self.assertIn(why, said)
                self.assertNotIn(SECRET, said)
        for place in (self.files / "none", self.files):
            self.assertIn("cannot be read", self.refused(self.exportd(search=f'auth = "{place}"'), 2))
        with self.subTest("in the address"):
            said = self.refused(self.exportd(f"http://exportd:{SECRET}@127.0.0.1:9200"), 2)
            self.assertIn("search.auth", said)
            self.assertNotIn(SECRET, said)
        self.assertEqual(self.proxy.requests, [])

    def test_addresses_that_are_none(self):
        for url in ("", " , ", "127.0.0.1:9200", "ftp://127.0.0.1", "http://", "http://127.0.0.1:9200?a"):
            with self.subTest(url):
                self.exportd("x").config.write_text(f'[search]\nkind = "opensearch"\nurl = "{url}"\n')
                exportd = Exportd.__new__(Exportd)
                exportd.folder, exportd.config = self.files, self.files / "exportd.toml"
                self.assertIn("search.url", self.refused(exportd, 2))

    def test_a_node_that_is_gone_is_passed_over(self):
        gone = f"http://127.0.0.1:{closed_port()}"
        self.assert_exports(self.exportd(f"{gone}, {self.proxy.url}/"))
        self.assert_exports(self.exportd(f"{self.proxy.url},{gone}"))

    def test_no_node_answers(self):
        gone = ", ".join(f"http://127.0.0.1:{closed_port()}" for _ in range(2))
        said = self.refused(self.exportd(gone), 1)
        self.assertIn("search: the cluster does not answer", said)

    def test_a_cluster_that_lets_nobody_in(self):
        self.proxy.on(None, "", times=None, do=Answer(401, b'{"error":"Unauthorized"}'))
        said = self.refused(self.exportd(search=self.auth(f"Basic exportd:{SECRET}")), 1)
        self.assertIn("search: the cluster does not let exportd in: correct search.auth", said)
        self.assertNotIn(SECRET, said)
        self.assertEqual(len(self.proxy.requests), 1)

    def test_an_authority_of_ones_own(self):
        door = TlsDoor(self.files, self.server.port)
        self.addCleanup(door.close)
        self.assert_exports(self.exportd(door.url, f'ca_file = "{door.ca_file}"'))
        for search in ("", f'ca_file = "{self.files / "none.pem"}"'):
            with self.subTest(search):
                self.assertIn("set search.ca_file", self.refused(self.exportd(door.url, search), 1))
        with self.subTest("a name that the certificate does not have"):
            url = door.url.replace("127.0.0.1", "localhost")
            self.assertIn("set search.ca_file", self.refused(self.exportd(url, f'ca_file = "{door.ca_file}"'), 1))

    def test_doctor(self):
        def line(done):
            return next(one for one in done.stdout.decode().splitlines() if one.startswith("search"))

        exportd = self.exportd()
        self.assertEqual(exportd.call("init").returncode, 0)
        done = exportd.call("doctor")
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.assertRegex(line(done), r"ok +.*synthesis 10816 records.*petdb 10816 records|petdb 10816.*synthesis 10816")
        print(line(done))
        wrong = {
            "an index that is not there": (lambda: self.index_of_petdb(exportd, "nowhere"), "is not in the cluster"),
            "a door that is closed": (
                lambda: self.proxy.on(None, "", times=None, do=Answer(403, b"{}")), "does not let exportd in"),
        }
        for name, (make, why) in wrong.items():
            with self.subTest(name):
                make()
                done = exportd.call("doctor")
                print(line(done))
                self.assertEqual(done.returncode, 1)
                self.assertRegex(line(done), "WRONG +.*" + why)
                self.exportd()
                self.proxy.pass_all()

    def index_of_petdb(self, exportd, index):
        text = exportd.config.read_text()
        exportd.config.write_text(text.replace('index = "petdb"', f'index = "{index}"'))

    def test_import_is_for_the_embedded_store(self):
        done = self.exportd().call("import", "petdb", harness.DATASETS["basalts"].path())
        self.assertEqual(done.returncode, 2)
        self.assertIn("search.kind", done.stderr.decode())
        self.assertEqual(self.proxy.requests, [])

    def test_the_routes_of_a_service(self):
        ours = Door(harness.DATASETS["basalts"], self.files / "ours.log")
        self.addCleanup(ours.close)
        theirs = Door(self.exportd(), self.files / "theirs.log")
        self.addCleanup(theirs.close)
        for environment in ENVIRONMENTS:
            names = [one["name"] for one in ours.get(f"/v1/{environment}/parameters").json()["parameters"]]
            for name in names:
                for prefix in ("", "s", "S", "b", "1", "19", "hAw", "zr", "major", "no such"):
                    self.same(ours, theirs, f"/v1/{environment}/parameters/{name}/values?prefix={prefix}")
                self.same(ours, theirs, f"/v1/{environment}/parameters/{name}/values?limit=100")
        for query in ("", QUERY, "variables=REE", "chemistry=(MAJ,SiO2,45,48)", "boundingBox=-161,18,-154,23"):
            for options in ("", "layout=long", "columns=all&layout=method"):
                self.same(ours, theirs, f"/v1/petdb/search?{query}&{options}&limit=7")

    def same(self, ours, theirs, path):
        with self.subTest(path):
            wanted = self.compared(ours.get(path))
            deadline = time.monotonic() + 60
            while True:
                got = self.compared(theirs.get(path))
                late = [key for key, value in got.items() if value is None and wanted.get(key) is not None]
                if not late or time.monotonic() > deadline:
                    break  # else: not known in time on a busy machine, and asked again
            self.assertEqual(got, wanted)

    @staticmethod
    def compared(answer):
        left_out = ("requestId", "instance", "dataVersion")
        return {key: value for key, value in answer.json().items() if key not in left_out}


if __name__ == "__main__":
    unittest.main()

"""exportd with its files in a bucket: every command, what others find in the bucket, and what doctor says of it."""

import collections
import hashlib
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import requests

from . import harness
from .fault_proxy import FaultProxy
from .faults import Delay, Hang
from .s3_server import S3Server
from .s3_store import BUCKET, PREFIX, S3Service, address, as_client, full_key
from .tls_door import TlsDoor

QUERY = "layout=long&companions=method"
PART = ("PUT", "partNumber=")


def age(identity, sealed):
    """As the standard tool opens it."""
    return subprocess.run(["age", "-d", "-i", identity], input=sealed, capture_output=True, check=True).stdout


def requests_of(seen):
    """How often each of S3's operations was asked for."""

    def name(one):
        if one.method == "POST":
            return "CreateMultipartUpload" if "uploads=" in one.path else "CompleteMultipartUpload"
        if "partNumber=" in one.path:
            return "UploadPart"
        return {"PUT": "PutObject", "GET": "GetObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}[one.method]

    return dict(sorted(collections.Counter(map(name, seen)).items()))


class OnS3(unittest.TestCase):
    """A bucket of one test's own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=harness.work_dir()))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.server = self.enterContext(S3Server(self.folder / "s3"))
        self.server.make_bucket(BUCKET)
        self.enterContext(as_client())

    def service(self, url=None, **options):
        made = S3Service(self.folder, url or self.server.url, **options)
        self.addCleanup(made.kill_all)
        return made


class Files(OnS3):
    def test_run_makes_the_same_file_and_keeps_no_object_unless_it_is_told_to(self):
        service = self.service()
        out = self.folder / "out.csv"
        done = service.run("run", "petdb", QUERY, "-o", out, "--json", "--keep-object")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = harness.summary(done)
        service.call("run", "petdb", QUERY, "-o", self.folder / "again.csv")
        keys = [told["metadataObject"], told["object"]]
        self.assertEqual(self.server.keys(BUCKET), sorted(map(full_key, keys)))
        self.assertEqual(self.server.uploads(BUCKET), [])
        content = out.read_bytes()
        self.assertEqual(hashlib.sha256(content).hexdigest(), told["sha256"])
        self.assertEqual((self.folder / "again.csv").read_bytes(), content)
        sealed = self.server.read(BUCKET, full_key(told["object"]))
        self.assertEqual(len(sealed), told["sealedBytes"])
        self.assertEqual(age(service.identity, sealed), content)
        service.call("decrypt", address(told["object"]), "-o", self.folder / "opened.csv")
        self.assertEqual((self.folder / "opened.csv").read_bytes(), content)
        missing = service.run("decrypt", address("none"), "-o", self.folder / "none")
        self.assertEqual((missing.returncode, b"there is no such object" in missing.stderr), (1, True))
        elsewhere = service.run("decrypt", "s3://other/none", "-o", self.folder / "none")
        self.assertEqual((elsewhere.returncode, b"not in the configured file store" in elsewhere.stderr), (2, True))

    def test_a_service_stores_and_serves_what_only_it_can_read(self):
        service = self.service()
        service.call("init")
        base = service.serve()
        task = service.add(QUERY)["id"]
        self.assertEqual(service.ended(task)["status"], "Succeeded")
        key = service.object_of(task, 1)
        content = service.direct(QUERY)
        self.assertEqual(age(service.identity, self.server.read(BUCKET, full_key(key))), content)
        whole = requests.get(f"{base}/v1/exports/{task}/file", timeout=60)
        self.assertEqual((whole.status_code, whole.content), (200, content))
        part = requests.get(
            f"{base}/v1/exports/{task}/file", headers={"Range": f"bytes=70000-{len(content) - 2}"}, timeout=60
        )
        self.assertEqual((part.status_code, part.content), (206, content[70_000:-1]))
        stranger = requests.get(f"{self.server.url}/{BUCKET}/{full_key(key)}", timeout=60)
        self.assertEqual(stranger.status_code, 403)
        self.assertEqual(requests.get(f"{base}/readyz", timeout=60).status_code, 200)
        self.server.kill()
        self.assertGreaterEqual(requests.get(f"{base}/v1/exports/{task}/file", timeout=120).status_code, 500)
        self.server.start()
        self.assertEqual(requests.get(f"{base}/v1/exports/{task}/file", timeout=60).content, content)

    def test_a_server_with_a_certificate_of_ones_own_authority(self):
        door = TlsDoor(self.folder, self.server.port)
        self.addCleanup(door.close)
        service = self.service(door.url, files=f'ca_file = "{door.ca_file}"')
        self.assertTrue(service.direct("taxons=komatiite"))
        service.config.write_text(service.config.read_text().replace("ca_file", "# "))
        done = service.run("run", "petdb", QUERY, "-o", self.folder / "none")
        self.assertEqual((done.returncode, b"certificate is not trusted" in done.stderr), (1, True), done.stderr)

    def test_an_export_asks_seldom(self):
        with FaultProxy(self.server.port) as proxy:
            service = self.service(proxy.url)
            service.start("--workers", 1)
            asked = []
            for query in ("taxons=andesite", QUERY):
                before = len(proxy.seen())
                task = service.add(query)["id"]
                self.assertEqual(service.ended(task)["status"], "Succeeded")
                asked.append(requests_of([one for one in proxy.seen()[before:] if task in one.path]))
                print(service.show(task)["file"]["bytes"], asked[-1])
            service.stop()
        small, large = asked
        self.assertEqual(small, {"GetObject": 2, "HeadObject": 3, "PutObject": 2})
        self.assertLessEqual(large.pop("GetObject"), 13)
        self.assertEqual(
            large,
            {"CompleteMultipartUpload": 1, "CreateMultipartUpload": 1, "HeadObject": 3, "PutObject": 1, "UploadPart": 6},
        )

    def test_an_export_outlives_a_server_that_is_killed_while_it_uploads(self):
        service = self.service()
        with FaultProxy(self.server.port) as proxy:
            service.config.write_text(service.config.read_text().replace(self.server.url, proxy.url))
            service.start("--workers", 1)
            task = service.add(QUERY)["id"]
            service.wait_until(lambda: proxy.seen(*PART), what="a part on its way")
            self.server.kill()
            self.server.start()
            self.assertEqual(service.ended(task, seconds=120)["status"], "Succeeded")
            self.assertGreater(len(proxy.seen(*PART)), 1)
        service.config.write_text(service.config.read_text().replace(proxy.url, self.server.url))
        opened = self.folder / "opened"
        service.call("decrypt", address(service.object_of(task, 1)), "-o", opened)
        self.assertEqual(opened.read_bytes(), service.direct(QUERY))
        service.stop()

    def test_what_is_cancelled_while_it_uploads_leaves_nothing(self):
        service = self.service()
        with FaultProxy(self.server.port) as proxy:
            service.config.write_text(service.config.read_text().replace(self.server.url, proxy.url))
            proxy.on(*PART, times=None, do=Delay(6))  # two rounds of three: not stored before it is cancelled
            service.start("--workers", 1)
            task = service.add(QUERY)["id"]
            service.wait_until(lambda: proxy.seen(*PART), what="a part on its way")
            service.call("tasks", "cancel", task)
            self.assertEqual(service.ended(task)["status"], "Cancelled")
            self.assertEqual((self.server.uploads(BUCKET), self.server.keys(BUCKET)), ([], []))
            service.stop()

    def test_a_worker_that_is_told_to_stop_ends_though_the_server_hangs(self):
        service = self.service()
        with FaultProxy(self.server.port) as proxy:
            service.config.write_text(service.config.read_text().replace(self.server.url, proxy.url))
            proxy.on("GET", r"/[^?]+$", times=None, do=Hang())
            hung = service.start("--workers", 1)
            task = service.add("variables=Zr")["id"]
            service.wait_until(lambda: proxy.seen("GET", r"/[^?]+$"), what="a file that is read back")
            hung.terminate()
            self.assertEqual(hung.wait(timeout=60), 1)  # sooner than the two minutes a read may take
            proxy.pass_all()
            service.start("--workers", 1)
            ended = service.ended(task, seconds=60)
            self.assertEqual(ended["status"], "Succeeded")
            self.assertEqual([(one["error"] or {}).get("code") for one in ended["attempts"]], ["worker_lost", None])
            service.stop()


class Doctor(OnS3):
    def files_line(self, service, code):
        done = service.run("doctor")
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return [line for line in done.stdout.decode().splitlines() if line.startswith("files ")][0]

    def test_of_a_good_bucket(self):
        service = self.service()
        service.call("init")
        line = self.files_line(service, 0)
        print(line)
        self.assertIn(f"ok     s3://{BUCKET}/{PREFIX}/", line)
        self.assertIn("strangers are refused", line)
        self.assertEqual(self.server.keys(BUCKET), [])

    def test_of_a_bucket_that_anybody_can_read(self):
        service = self.service()
        service.call("init")
        policy = (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",'
            f'"Resource":"arn:aws:s3:::{BUCKET}/*"}}]}}'
        )
        self.server.client.put_bucket_policy(Bucket=BUCKET, Policy=policy)
        self.assertIn("WRONG  anybody can read", self.files_line(service, 1))
        self.assertEqual(self.server.keys(BUCKET), [])

    def test_of_what_is_wrong(self):
        service = self.service()
        service.call("init")
        good = service.config.read_text()
        with as_client(AWS_SECRET_ACCESS_KEY="another"):
            self.assertIn("WRONG  the file store cannot be read: S3 does not let", self.files_line(service, 1))
        cases = [
            ("bucket", BUCKET, "no-such-bucket", "there is no such bucket"),
            ("region", "eu-central-1", "us-west-2", "in another region"),
            ("endpoint", self.server.url, "http://127.0.0.1:1", "S3 does not answer"),
        ]
        for key, right, wrong, said in cases:
            with self.subTest(key):
                service.config.write_text(good.replace(f'{key} = "{right}"', f'{key} = "{wrong}"'))
                line = self.files_line(service, 1)
                print(line)
                self.assertIn("WRONG", line)
                self.assertIn(said, line)
                started = service.run("init")
                self.assertEqual(started.returncode, 1, started.stdout)
                self.assertIn(said.encode(), started.stderr)

    def test_a_configuration_that_cannot_be_is_refused(self):
        service = self.service()
        good = service.config.read_text()
        for right, wrong, said in [
            (f'bucket = "{BUCKET}"', "", b"files.kind = \"s3\" needs one"),
            (f'bucket = "{BUCKET}"', 'bucket = "A_B"', b"no name of a bucket"),
            (f'prefix = "{PREFIX}"', 'prefix = "a//b"', b"cannot begin a key"),
            ("endpoint = \"http:", "endpoint = \"ftp:", b"must be an address"),
            ("[files]", "[files]\nkms_key = \"k\"", b"goes with files.sse"),
            ("[files]", "[files]\nsse = \"rot13\"", b"\"none\" or \"AES256\" or \"aws:kms\""),
        ]:
            service.config.write_text(good.replace(right, wrong))
            done = service.run("init")
            self.assertEqual((done.returncode, said in done.stderr), (2, True), done.stderr)
        service.config.write_text(good)
        nowhere = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null", "AWS_PROFILE": ""}
        with as_client(AWS_ACCESS_KEY_ID="", AWS_SHARED_CREDENTIALS_FILE="/dev/null", **nowhere):
            done = service.run("init")
            self.assertEqual((done.returncode, b"credentials" in done.stderr), (1, True), done.stderr)


if __name__ == "__main__":
    unittest.main()

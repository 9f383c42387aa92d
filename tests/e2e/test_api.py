"""The HTTP API as a program of a user's sees it: requesting, following and cancelling exports, the operator's routes."""

import pathlib
import re
import socket
import tempfile
import time
import unittest
from urllib.parse import quote

import requests

from .harness import exportd
from .service import Service
from .sse import events

QUERY = "boundingBox=-161,18,-154,23"
LIMITS = """
[limits]
requests_per_minute = 100000
creations_per_minute = 100000
event_streams = 100
"""


class Api(unittest.TestCase):
    """One service with everything generous, shared by the tests of a class."""

    config = LIMITS
    workers = 3
    copies = 1

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.service = Service(cls.temporary.name, copies=cls.copies)
        with open(cls.service.config, "a", encoding="utf-8") as config:
            config.write(cls.config)
        cls.call_before_serving()
        cls.base = cls.service.serve("--workers", cls.workers)

    @classmethod
    def call_before_serving(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        cls.service.kill_all()
        cls.temporary.cleanup()

    def post(self, query, environment="petdb", **options):
        return requests.post(f"{self.base}/v1/{environment}/exports?{query}", timeout=60, **options)

    def get(self, path, **options):
        return requests.get(self.base + path, timeout=60, **options)

    def cancel(self, task, token):
        return requests.delete(
            f"{self.base}/v1/exports/{task}", headers={"Authorization": f"Bearer {token}"} if token else {}, timeout=60
        )

    def assert_problem(self, answer, status, code, parameter=None):
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        body = answer.json()
        self.assertEqual((body["status"], body["code"], body.get("parameter")), (status, code, parameter), body)
        self.assertEqual(body["requestId"], answer.headers["X-Request-Id"])
        self.assertIn(":", body["detail"])
        return body


class Requesting(Api):
    def test_a_request_is_queued_made_and_then_reused(self):
        asked = self.post(QUERY, headers={"Prefer": "wait=30"})
        self.assertIn(asked.status_code, (200, 202), asked.text)
        task = asked.json()
        self.assertEqual(task["status"], "Succeeded", task)
        self.assertEqual(task["id"], self.id_of(QUERY))
        self.assertEqual(asked.headers["Location"], task["links"]["self"])
        self.assertRegex(task["cancelToken"], "^[0-9a-f]{64}$")
        again = self.post(QUERY)
        self.assertEqual((again.status_code, again.json()["run"]), (200, task["run"]))
        self.assertNotEqual(again.json()["cancelToken"], task["cancelToken"])
        fresh = self.post(QUERY + "&refresh=true", headers={"Prefer": "respond-async, wait=30"}).json()
        self.assertEqual(fresh["run"], task["run"] + 1)

    def id_of(self, query):
        return self.service.call("id", "petdb", query).splitlines()[-1].split()[-1]

    def test_the_parameters_may_stand_in_the_body_as_json_or_as_a_form(self):
        in_query = self.post("level1=igneous&authors=Langmuir&fileType=json", environment="petdb")
        self.assertEqual(in_query.status_code, 422)  # level1 is synthesis' own
        wanted = self.post("authors=Langmuir||Schilling&fileType=json").json()["id"]
        as_json = self.post("", json={"authors": ["Schilling", "Langmuir"], "fileType": "json"}).json()["id"]
        as_form = self.post("fileType=json", data={"authors": ["Langmuir", "Schilling"]}).json()["id"]
        self.assertEqual({wanted}, {as_json, as_form})

    def test_a_repeated_key_of_a_json_body_is_another_value(self):
        body = b'{"authors":"Langmuir","authors":"Schilling"}'
        answer = self.post("", data=body, headers={"Content-Type": "application/json"})
        self.assertEqual(answer.json()["id"], self.post("authors=Langmuir||Schilling").json()["id"])

    def test_bodies_that_cannot_be_taken_are_refused(self):
        json_type = {"Content-Type": "application/json"}
        self.assert_problem(self.post("", data=b"{", headers=json_type), 400, "bad_json")
        self.assert_problem(self.post("", data=b"[]", headers=json_type), 422, "bad_body")
        self.assert_problem(self.post("", data=b'{"authors":{}}', headers=json_type), 422, "bad_body", "authors")
        self.assert_problem(self.post("", data=b"{}x", headers=json_type), 400, "bad_json")
        self.assert_problem(self.post("", data=b"a", headers={"Content-Type": "text/csv"}), 415, "unsupported_media_type")
        self.assert_problem(self.post("", data=b"a"), 415, "unsupported_media_type")
        self.assert_problem(self.post("", data=b"a" * 300_000, headers=json_type), 413, "body_too_large")

    def test_unknown_and_malformed_parameters_are_named(self):
        body = self.assert_problem(self.post("boundingbox=1,2,3,4"), 422, "unknown_parameter", "boundingbox")
        self.assertIn("boundingBox", body["detail"])
        self.assert_problem(self.post("boundingBox=1,2,3"), 422, "bad_value", "boundingBox")
        self.assert_problem(self.post("fileType=xls"), 422, "bad_value", "fileType")
        body = self.assert_problem(self.post("columns=SiO3"), 422, "unknown_column", "columns")
        self.assertIn("SiO2", body["detail"])
        self.assertEqual(self.post("columns=SiO2,REE,sampleName").status_code, 202)
        self.assert_problem(self.post("refresh=maybe"), 422, "bad_value", "refresh")
        self.assert_problem(self.post("authors=%FF"), 422, "bad_encoding", "authors")
        self.assert_problem(self.post("email=a@b.org"), 422, "bad_value", "email")
        self.assert_problem(self.post("authors=" + "x" * 9_000), 414, "too_long")
        self.assert_problem(self.post("authors=" + "x" * 20_000), 431, "header_too_large")
        self.assert_problem(self.post("", environment="petbd"), 404, "unknown_environment")

    def test_synthesis_wants_an_address_and_a_good_one(self):
        self.assert_problem(self.post("", environment="synthesis"), 422, "email_required", "email")
        for bad in ("nobody", "a@b", "a@b.org\r\nBcc: c@d.org", "a b@c.org", "@c.org", "a@" + "b" * 260 + ".org"):
            answer = self.post("", environment="synthesis", json={"email": bad})
            self.assert_problem(answer, 422, "bad_address", "email")
            self.assertNotIn(bad, answer.text)
        good = self.post("level4=tholeiite", environment="synthesis", json={"email": "scientist@example.org"})
        self.assertEqual(good.status_code, 202, good.text)
        self.assertNotIn("scientist", good.text)

    def test_the_same_idempotency_key_is_the_same_requester(self):
        headers = {"Idempotency-Key": "a-key-of-16-chars-and-more"}
        first = self.post("authors=Bryan", headers=headers).json()
        second = self.post("authors=Bryan", headers=headers).json()
        other = self.post("authors=Bryan", headers={"Idempotency-Key": "another-key-of-16-chars"}).json()
        self.assertEqual((first["run"], first["cancelToken"]), (second["run"], second["cancelToken"]))
        self.assertNotEqual(first["cancelToken"], other["cancelToken"])
        for bad in ("short", "x" * 129, "with space in its middle"):
            self.assert_problem(self.post("authors=Bryan", headers={"Idempotency-Key": bad}), 422, "bad_idempotency_key")


class Following(Api):
    def test_a_task_has_a_tag_and_is_not_sent_twice(self):
        task = self.post(QUERY, headers={"Prefer": "wait=30"}).json()
        first = self.get(f"/v1/exports/{task['id']}")
        self.assertEqual(first.status_code, 200)
        self.assertNotIn("cancelToken", first.json())
        self.assertNotIn("Retry-After", first.headers)
        for tags in (first.headers["ETag"], f'"other", W/{first.headers["ETag"]}', "*"):
            second = self.get(f"/v1/exports/{task['id']}", headers={"If-None-Match": tags})
            self.assertEqual((second.status_code, second.content), (304, b""))
        self.assertEqual(self.get(f"/v1/exports/{task['id']}", headers={"If-None-Match": '"1"'}).status_code, 200)
        self.assertEqual(self.get(f"/v1/exports/{task['id']}?run=1").json()["run"], 1)
        self.assert_problem(self.get(f"/v1/exports/{task['id']}?run=99"), 404, "not_found")
        self.assert_problem(self.get(f"/v1/exports/{task['id']}?run=0"), 422, "bad_value", "run")
        self.assert_problem(self.get(f"/v1/exports/{task['id']}?rum=1"), 422, "bad_value", "rum")
        self.assert_problem(self.get("/v1/exports/" + "a" * 26), 404, "not_found")
        self.assert_problem(self.get("/v1/exports/x"), 404, "not_found")

    def test_head_is_get_without_content(self):
        task = self.post(QUERY, headers={"Prefer": "wait=30"}).json()
        shown = self.get(f"/v1/exports/{task['id']}")
        head = requests.head(f"{self.base}/v1/exports/{task['id']}", timeout=60)
        self.assertEqual((head.status_code, head.content), (200, b""))
        for name in ("ETag", "Content-Type", "Content-Length"):
            self.assertEqual(head.headers[name], shown.headers[name])

    def test_events_follow_a_run_to_its_end_and_then_say_so(self):
        task = self.post("authors=Hawkins&refresh=true").json()
        seen = []
        with self.get(f"/v1/exports/{task['id']}/events", stream=True) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
            for event in events(answer):
                seen.append(event)
        self.assertEqual((seen[-1][1], seen[-1][2]["status"]), ("status", "Succeeded"))
        self.assertEqual(seen[-1][2]["progress"]["percent"], 100)
        for number, _, _ in seen:
            self.assertEqual(number.split(".")[0], str(task["run"]))
        self.assertTrue(all(event[2]["id"] == task["id"] for event in seen))
        back = self.get(f"/v1/exports/{task['id']}/events", headers={"Last-Event-ID": seen[-1][0]}, stream=True)
        self.assertEqual(back.status_code, 204)
        older = self.get(f"/v1/exports/{task['id']}/events", headers={"Last-Event-ID": f"{task['run']}.0"}, stream=True)
        self.assertEqual([event[2]["status"] for event in events(older)], ["Succeeded"])
        for odd in ("x", "99.1", "-1.-1", "1", "." * 1000):
            answer = self.get(f"/v1/exports/{task['id']}/events", headers={"Last-Event-ID": odd}, stream=True)
            self.assertEqual([event[2]["status"] for event in events(answer)], ["Succeeded"], odd)

    def test_cross_origin_rules_are_off_by_default(self):
        answer = self.get("/v1/exports/" + "a" * 26, headers={"Origin": "https://example.org"})
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)

    def test_what_there_is_not_is_told_apart_from_what_is_not_done(self):
        self.assert_problem(self.get("/v1/nothing"), 404, "not_found")
        answer = requests.put(self.base + "/v1/exports/" + "a" * 26, timeout=60)
        self.assert_problem(answer, 405, "method_not_allowed")
        self.assertEqual(answer.headers["Allow"], "DELETE, GET, HEAD, OPTIONS")
        self.assertEqual(requests.options(self.base + "/healthz", timeout=60).status_code, 204)


class Waiting(Api):
    """No worker: everything stays in the queue."""

    workers = 0

    def test_the_queue_has_places_and_answers_say_when_to_ask_again(self):
        tasks = [self.post(f"publicationYears={year}").json() for year in (1990, 1991, 1992)]
        shown = [self.get(f"/v1/exports/{task['id']}") for task in tasks]
        self.assertEqual([one.headers["Retry-After"] for one in shown], ["10"] * 3)
        places = [one.json()["queuePosition"] for one in shown]
        self.assertEqual(places, list(range(places[0], places[0] + 3)))
        self.assertEqual({one.json()["status"] for one in shown}, {"Pending"})

    def test_a_wait_ends_when_its_time_is_over(self):
        began = time.monotonic()
        answer = self.post("publicationYears=1980", headers={"Prefer": "wait=2"})
        self.assertEqual((answer.status_code, answer.json()["status"]), (202, "Pending"))
        self.assertEqual(answer.headers["Preference-Applied"], "wait")
        self.assertGreaterEqual(time.monotonic() - began, 1.9)

    def test_only_a_requesters_token_cancels_and_the_last_one_ends_the_run(self):
        first = self.post("publicationYears=1970").json()
        second = self.post("publicationYears=1970").json()
        self.assertEqual(first["id"], second["id"])
        self.assert_problem(self.cancel(first["id"], None), 401, "token_missing")
        self.assert_problem(self.cancel(first["id"], "0" * 64), 403, "wrong_token")
        self.assert_problem(self.cancel("a" * 26, first["cancelToken"]), 404, "not_found")
        left = self.cancel(first["id"], first["cancelToken"])
        self.assertEqual((left.status_code, left.json()["left"], left.json()["status"]), (200, True, "Pending"))
        ended = self.cancel(first["id"], second["cancelToken"])
        self.assertEqual((ended.status_code, ended.json()["left"], ended.json()["status"]), (202, False, "Cancelled"))
        self.assert_problem(self.cancel(first["id"], second["cancelToken"]), 409, "already_ended")

    def test_a_stream_of_a_waiting_run_tells_of_its_cancellation(self):
        task = self.post("publicationYears=1960").json()
        statuses = []
        with self.get(f"/v1/exports/{task['id']}/events", stream=True) as answer:
            for number, _, told in events(answer):
                if number and not statuses:
                    self.cancel(task["id"], task["cancelToken"])
                if number:
                    statuses.append(told["status"])
        self.assertEqual((statuses[0], statuses[-1]), ("Pending", "Cancelled"))

    def test_a_worker_of_another_process_moves_the_stream(self):
        task = self.post("publicationYears=1950||1983").json()
        worker = self.service.start()
        with self.get(f"/v1/exports/{task['id']}/events", stream=True) as answer:
            last = [event for event in events(answer) if event[0]][-1]
        self.service.stop(worker)
        self.assertEqual(last[2]["status"], "Succeeded")


class Operating(Api):
    token = "an-admin-token-for-tests"
    config = LIMITS

    @classmethod
    def call_before_serving(cls):
        path = pathlib.Path(cls.temporary.name) / "admin"
        path.write_text(cls.token + "\n")
        path.chmod(0o600)
        cls.deaf = socket.socket()  # bound and never listening: mail waits
        cls.deaf.bind(("127.0.0.1", 0))
        cls.addClassCleanup(cls.deaf.close)
        with open(cls.service.config, "a", encoding="utf-8") as config:
            config.write(f'[server]\nadmin_token_file = "{path}"\ncors_origins = ["https://a.example"]\n')
            config.write(f'[mail]\nkind = "smtp"\nurl = "smtp+plain://127.0.0.1:{cls.deaf.getsockname()[1]}"\n')
            config.write('from = "exports@example.org"\n')

    def admin(self, path, method="GET", token=None):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return requests.request(method, self.base + path, headers=headers, timeout=60)

    def test_the_operator_sees_and_does_what_others_may_not(self):
        self.assert_problem(self.get("/v1/admin/stats"), 401, "token_missing")
        self.assert_problem(self.admin("/v1/admin/stats", token="wrong"), 403, "wrong_token")
        task = self.post(QUERY, headers={"Prefer": "wait=30"}).json()
        listed = self.admin("/v1/admin/exports?status=Succeeded&environment=petdb&limit=1").json()
        self.assertEqual([one["id"] for one in listed["exports"]], [task["id"]])
        kinds = [event["event"] for event in self.admin(f"/v1/admin/exports/{task['id']}/audit").json()["events"]]
        self.assertEqual(kinds[:3], ["created", "claimed", "succeeded"])
        stats = self.admin("/v1/admin/stats").json()
        self.assertGreaterEqual(stats["runs"]["Succeeded"], 1)
        self.assertLessEqual(len(stats["slots"]), 3)
        objects = [path for path in (self.service.data / "files").rglob("*.age") if ".metadata." not in path.name]
        self.assertEqual(stats["files"], {"count": len(objects), "bytes": sum(path.stat().st_size for path in objects)})
        self.assertIn(f'exportd_files{{what="bytes"}} {stats["files"]["bytes"]}\n', self.get("/metrics").text)
        self.assert_problem(self.admin(f"/v1/admin/exports/{task['id']}/retry", "POST"), 409, "not_ended")
        self.assert_problem(self.admin("/v1/admin/exports?status=Done"), 422, "bad_value", "status")
        self.assert_problem(self.admin("/v1/admin/exports?mail=held"), 422, "bad_value", "mail")
        self.assert_problem(self.admin("/v1/admin/exports?since=yesterday"), 422, "bad_value", "since")
        self.assert_problem(self.admin("/v1/admin/exports?sort=up"), 422, "unknown_parameter", "sort")
        for method in ("GET", "POST"):
            self.assertEqual(self.admin("/v1/admin/exports/" + "a" * 26 + "/retry", method).status_code, 405 if method == "GET" else 404)

    def test_the_operator_finds_whose_mail_waits(self):
        for companion, told in (("lab", None), ("method", {"email": "a@example.org"}), ("stdev", {"email": "b@example.org"})):
            ended = self.post(f"taxons=picrite&companions={companion}", json=told, headers={"Prefer": "wait=30"}).json()
            self.assertEqual(ended["status"], "Succeeded")
        everything = self.admin("/v1/admin/exports?mail=waiting").json()
        ids = [one["id"] for one in everything["exports"]]
        self.assertEqual((len(ids), ids, everything["nextCursor"]), (2, sorted(ids), None))
        self.assertEqual({one["notification"] for one in everything["exports"]}, {"queued"})
        self.assertEqual(self.admin("/v1/admin/stats").json()["mailBacklog"], 2)
        first = self.admin("/v1/admin/exports?mail=waiting&limit=1").json()
        second = self.admin(f"/v1/admin/exports?mail=waiting&limit=1&cursor={quote(first['nextCursor'])}").json()
        self.assertEqual([one["id"] for page in (first, second) for one in page["exports"]], ids)
        self.assertEqual(self.admin("/v1/admin/exports?mail=waiting&status=Failed").json()["exports"], [])

    def test_one_origin_may_call_from_a_browser_and_no_other(self):
        allowed = self.get("/healthz", headers={"Origin": "https://a.example"})
        self.assertEqual(allowed.headers["Access-Control-Allow-Origin"], "https://a.example")
        self.assertIn("Retry-After", allowed.headers["Access-Control-Expose-Headers"])
        other = self.get("/healthz", headers={"Origin": "https://b.example"})
        self.assertNotIn("Access-Control-Allow-Origin", other.headers)
        self.assertEqual(other.headers["Vary"], "Origin")
        preflight = requests.options(
            self.base + "/v1/petdb/exports",
            headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}, timeout=60,
        )
        self.assertEqual(preflight.status_code, 204)
        self.assertIn("POST", preflight.headers["Access-Control-Allow-Methods"])
        self.assertIn("Idempotency-Key", preflight.headers["Access-Control-Allow-Headers"])

    def test_health_readiness_and_metrics(self):
        self.assertEqual(self.get("/healthz").json(), {"alive": True})
        ready = self.get("/readyz").json()
        self.assertTrue(ready["ready"])
        self.assertEqual([part["name"] for part in ready["parts"]], ["tasks", "search", "files", "service"])
        text = self.get("/metrics").text
        self.assertRegex(text, r'exportd_http_request_seconds_count\{route="/healthz",status="200"\} \d+')
        self.assertRegex(text, r'exportd_runs\{status="Pending"\} 0')

    def test_the_reference_names_every_path_of_the_document(self):
        document = self.get("/openapi.json").json()
        page = self.get("/reference").text
        for path in document["paths"]:
            self.assertIn(path, page)
        self.assertIn("boundingBox", page)
        self.assertFalse(re.search("<script", page))


class Refusing(Api):
    config = """
[limits]
max_rows = 100
requests_per_minute = 30
creations_per_minute = 10
event_streams = 2
creations_per_day = 2
[server]
trusted_proxies = ["127.0.0.0/8"]
"""
    workers = 0

    def until_refused(self, ask):
        """How often `ask`, called with 0, 1, …, was granted before it was answered 429, and that answer."""
        for granted in range(250):
            answer = ask(granted)
            if answer.status_code == 429:
                return granted, answer
        return self.fail("none of so many was refused")

    def as_client(self, address):
        return {"X-Forwarded-For": f"203.0.113.99, {address}"}

    def test_more_rows_than_may_be_are_refused_with_their_number(self):
        body = self.assert_problem(self.post("", headers=self.as_client("198.51.100.1")), 422, "too_many_rows")
        self.assertEqual((body["totalRows"], body["maxRows"]), (10_816, 100))
        self.assertIn("10816", body["detail"])

    def test_a_client_over_its_rate_is_told_when_to_come_back(self):
        client = self.as_client("198.51.100.2")
        began = time.monotonic()
        granted, refused = self.until_refused(lambda _: self.get("/v1/exports/" + "a" * 26, headers=client))
        self.assertGreaterEqual(granted, 30)
        self.assertLessEqual(granted, 30 + (time.monotonic() - began) / 2 + 1)  # a place comes free every two seconds
        self.assert_problem(refused, 429, "too_many_requests")
        self.assertGreaterEqual(int(refused.headers["Retry-After"]), 1)
        self.assertIn('"requests";r=0', refused.headers["RateLimit"])
        self.assertEqual(self.get("/healthz", headers=client).status_code, 200)
        other = self.get("/v1/exports/" + "a" * 26, headers=self.as_client("198.51.100.3"))
        self.assertEqual(other.status_code, 404)

    def test_what_stands_left_of_the_last_untrusted_address_is_not_believed(self):
        self.until_refused(
            lambda last: self.get(
                "/v1/exports/" + "a" * 26, headers={"X-Forwarded-For": f"10.0.0.{last}, 198.51.100.4"}
            )
        )

    def test_an_ipv6_client_is_its_network(self):
        self.until_refused(
            lambda last: self.get("/v1/exports/" + "a" * 26, headers=self.as_client(f"2001:db8::{last:x}"))
        )

    def test_creating_is_limited_more_and_refreshing_counts_five(self):
        client = self.as_client("198.51.100.5")
        self.assertEqual(self.post("authors=Bryan&refresh=true", headers=client).status_code, 202)
        self.assertEqual(self.post("authors=Bryan&refresh=true", headers=client).status_code, 202)
        began = time.monotonic()
        granted, refused = self.until_refused(lambda _: self.post("authors=Bryan", headers=client))
        self.assert_problem(refused, 429, "too_many_requests")
        self.assertLessEqual(granted, (time.monotonic() - began + 30) / 6)  # a place comes free every six seconds

    def test_a_client_has_so_many_streams_at_once(self):
        client = self.as_client("198.51.100.6")
        task = self.post("authors=Thompson", headers=client).json()["id"]
        streams = [self.get(f"/v1/exports/{task}/events", headers=client, stream=True) for _ in range(3)]
        self.assertEqual([one.status_code for one in streams], [200, 200, 429])
        streams[0].close()

        def room_again():
            answer = self.get(f"/v1/exports/{task}/events", headers=client, stream=True)
            answer.close()
            return answer.status_code == 200

        self.service.wait_until(room_again, 40, "a place for another stream")
        streams[1].close()

    def test_an_address_may_be_given_so_often_a_day(self):
        answers = [
            self.post(f"authors=Nobody{n}", headers=self.as_client("198.51.100.7"), json={"email": spelling})
            for n, spelling in enumerate(("a@example.org", "A@example.org", "a@EXAMPLE.org"))
        ]
        self.assertEqual([one.status_code for one in answers], [202, 202, 429])
        body = self.assert_problem(answers[2], 429, "address_limit", "email")
        self.assertNotIn("a@example", body["detail"].lower())


class Stopping(Api):
    def test_readiness_goes_first_then_the_door_and_streams_are_ended(self):
        process = self.service.processes[0]
        for _ in range(10):
            task = self.post(QUERY, headers={"Prefer": "wait=30"}).json()
            process.terminate()
            asked = time.monotonic()
            try:
                self.assert_draining(task)
                break
            except requests.ConnectionError:
                # The door stays open for two seconds, which is short on a busy machine: once more.
                self.assertGreater(time.monotonic() - asked, 2)
                type(self).base = self.service.serve("--workers", self.workers)
                process = self.service.processes[-1]
        self.assertEqual(process.wait(timeout=30), 0)
        with self.assertRaises(requests.ConnectionError):
            self.get("/healthz")

    def assert_draining(self, task):
        self.service.wait_until(lambda: self.get("/readyz").status_code == 503, what="an unready service")
        self.assert_problem(self.post("authors=Bryan"), 503, "draining")
        self.assertEqual(self.get(f"/v1/exports/{task['id']}").status_code, 200)

    def test_an_address_in_use_is_an_error_that_says_what_to_do(self):
        base = self.service.serve()
        done = exportd("serve", "--listen", base.removeprefix("http://"), *self.service.arguments())
        self.assertEqual(done.returncode, 1)
        self.assertIn("give another address with --listen", done.stderr.decode())


if __name__ == "__main__":
    unittest.main()

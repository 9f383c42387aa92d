"""Mail from outside: a mail server that receives it, refuses it, or is not there; and the same as files."""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import shutil
import socket
import sqlite3
import tempfile
import time
import unittest

from . import harness
from .service import Service

try:
    from .mail_server import PASSWORD, USER, MailServer
except ImportError:
    MailServer = None

ADA, BOB = "ada@example.org", "bob@example.org"


@unittest.skipUnless(MailServer, "aiosmtpd is not installed")
class Mail(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=harness.work_dir()))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.service = Service(self.folder)
        self.addCleanup(self.service.kill_all)
        self.credentials = self.folder / "credentials"
        self.credentials.write_text(f"{USER}:{PASSWORD}\n")
        self.server = None

    def serve(self, **options):
        self.server = MailServer(self.folder, **options)
        self.addCleanup(self.server.stop)
        return self.server

    def configure(self, *, port=None, scheme="smtp", credentials=True, more=""):
        lines = [
            "[mail]",
            'kind = "smtp"',
            f'url = "{scheme}://localhost:{port or self.server.port}"',
            'from = "Exports & Co <exports@example.org>"',
            'reply_to = "help@example.org"',
            "timeout_seconds = 5",
        ]
        if credentials:
            lines.append(f'credentials = "{self.credentials}"')
        if self.server:
            lines.append(f'ca_file = "{self.server.ca_file}"')
        lines += ["[server]", 'public_url = "https://exports.example.org"']
        self.service.config.write_text(self.service.config.read_text() + "\n".join(lines) + "\n" + more)

    def exported(self, query, *addresses):
        """A run that has ended, asked for by each of these addresses."""
        for address in addresses:
            task = self.service.add(query, "--email", address)
        if not self.service.processes:
            self.service.start()
        return self.service.ended(task["id"], run=task["run"])

    def notified(self, task, how, seconds=60):
        look = lambda: self.service.show(task["id"], "--run", str(task["run"]))["notification"] == how
        self.service.wait_until(look, seconds, f"a notification that is {how}")

    def log(self):
        return [
            json.loads(line)
            for path in sorted(self.folder.glob("worker-*.log"))
            for line in path.read_text().splitlines()
            if line.startswith("{")
        ]

    def trouble(self, words, seconds=30):
        """The first line of the log about mail that holds these words."""

        def look():
            told = [line for line in self.log() if line["event"] == "trouble" and words in line["message"]]
            return told[0] if told else None

        return self.service.wait_until(look, seconds, f"trouble with {words!r}")

    def key_of(self, address):
        secret = (self.service.data / "secret").read_text().strip().encode()
        text = b"exportd address\n" + address.lower().encode()
        return secret, hmac.new(secret, text, hashlib.sha256).hexdigest()

    def nothing_is_told(self):
        """No address and no password in any log."""
        text = "".join(path.read_text() for path in self.folder.glob("worker-*.log"))
        text += "".join(json.dumps(event) for event in self.service.lines("audit"))
        self.assertNotIn("example.org:", text)
        for secret in (ADA, BOB, PASSWORD, base64.b64encode(PASSWORD.encode()).decode()):
            self.assertNotIn(secret, text)


class Sent(Mail):
    def test_a_file_is_told_of_with_all_facts_in_text_and_html(self):
        self.serve()
        self.configure()
        self.assertIn("mail         ok", self.service.run("doctor").stdout.decode())
        done = self.exported("variables=REE", ADA)
        self.notified(done, "sent")
        (mail,) = self.server.received
        self.assertTrue(mail.encrypted)
        self.assertEqual((mail.sender, mail.recipients, mail.user), ("exports@example.org", [ADA], USER))
        file = done["file"]
        run = f"https://exports.example.org/exports/{done['id']}?run=1"
        link = f"https://exports.example.org/v1/exports/{done['id']}/runs/1/file"
        facts = [file["name"], f"{file['rows']:,}", f"{file['bytes']:,} bytes", file["sha256"], str(file["columns"])]
        for fact in facts + [done["dataVersion"], run, link, "pandas.read_csv", "read.csv", "Excel", "PetDB"]:
            self.assertIn(fact, mail.text)
            self.assertIn(fact, mail.html.replace("&quot;", '"').replace("&amp;", "&"))
        self.assertIn("No end is set", mail.text)
        self.assertIn("earthchem.org", mail.text)
        self.check_head(mail, done)
        self.check_unsubscribing(mail)
        self.nothing_is_told()

    def check_head(self, mail, done):
        head = mail.message
        (sender,) = head["From"].addresses
        self.assertEqual((sender.display_name, sender.addr_spec), ("Exports & Co", "exports@example.org"))
        self.assertEqual((head["To"], head["Reply-To"]), (ADA, "help@example.org"))
        self.assertIn(f"{done['file']['rows']:,} rows", head["Subject"])
        self.assertRegex(head["Message-ID"], r"^<[0-9a-f]{40}@example\.org>$")
        self.assertEqual(head["Auto-Submitted"], "auto-generated")
        self.assertIsNotNone(head["Date"].datetime)
        self.assertEqual(head.get_content_type(), "multipart/alternative")
        self.assertEqual(len(head.defects), 0)
        self.assertLessEqual(max(map(len, mail.raw.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))), 76)

    def check_unsubscribing(self, mail):
        self.assertEqual(mail.message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        found = re.fullmatch(
            r"<(https://exports\.example\.org/v1/unsubscribe/([\w-]{43})\.([\w-]{43}))>", mail.message["List-Unsubscribe"]
        )
        self.assertIn(found[1], mail.text)
        self.assertIn(found[1], mail.html)
        secret, key = self.key_of(ADA)
        self.assertEqual(base64.urlsafe_b64decode(found[2] + "=").hex(), key)
        signed = hmac.new(secret, b"exportd unsubscribe\n" + key.encode(), hashlib.sha256).digest()
        self.assertEqual(base64.urlsafe_b64decode(found[3] + "="), signed)

    def test_each_address_has_one_message_that_shows_no_other(self):
        self.serve()
        self.configure()
        done = self.exported("variables=REE", ADA, BOB, "Ada@Example.ORG", ADA)
        self.service.wait_until(lambda: len(self.server.received) >= 2, what="two mails")
        time.sleep(3)
        self.assertEqual(sorted(one.recipients[0].lower() for one in self.server.received), [ADA, BOB])
        for mine, other in ((ADA, b"bob@"), (BOB, b"ada@")):
            (mail,) = [one for one in self.server.received if one.recipients[0].lower() == mine]
            self.assertNotIn(other, mail.raw.lower())
        ids = {one.message["Message-ID"] for one in self.server.received}
        self.assertEqual(len(ids), 2)
        self.assertEqual(self.service.show(done["id"])["notification"], "sent")
        self.exported("variables=REE", ADA)  # given the same run: told already
        time.sleep(3)
        self.assertEqual(len(self.server.received), 2)

    def test_a_failed_run_is_told_of_with_its_reason(self):
        self.serve()
        self.configure(more="[limits]\nmax_rows = 100\n")
        done = self.exported("", ADA)
        self.assertEqual(done["status"], "Failed")
        self.notified(done, "sent")
        (mail,) = self.server.received
        self.assertIn("failed", mail.message["Subject"])
        for part in (mail.text, mail.html):
            self.assertIn("10816", part)
            self.assertIn("Narrow the search", part)
            self.assertIn("?run=1", part)
            self.assertNotIn("SHA-256", part)

    def test_international_addresses_and_titles(self):
        self.serve()
        self.configure(more='[environment.petdb]\ntitle = "Gesteinskörper & 例え"\n')
        done = self.exported("variables=REE", "jürgen@bücher.example")
        self.notified(done, "sent")
        (mail,) = self.server.received
        self.assertEqual(mail.recipients[0].split("@")[0], "jürgen")
        self.assertIn("Gesteinskörper & 例え", mail.message["Subject"])
        self.assertIn("To: jürgen@bücher.example".encode(), mail.raw)
        self.assertIn("Gesteinskörper &amp; 例え", mail.html)

    def test_a_server_without_smtputf8_is_told_nothing_of_an_international_address(self):
        self.serve(utf8=False)
        self.configure()
        done = self.exported("variables=REE", "jürgen@bücher.example")
        self.notified(done, "held")
        self.assertEqual(self.server.received, [])
        self.assertIn("SMTPUTF8", self.trouble("international")["message"])


class Refused(Mail):
    def test_nothing_goes_out_in_clear(self):
        self.serve(tls=False)
        self.configure()
        self.assertEqual(self.service.run("doctor").returncode, 1)
        done = self.exported("variables=REE", ADA)
        self.assertEqual(done["status"], "Succeeded")
        self.trouble("no STARTTLS")
        self.assertEqual((self.server.asked, self.server.received), ([], []))
        self.assertEqual(self.service.show(done["id"])["notification"], "queued")

    def test_a_certificate_that_is_not_trusted_gets_no_password(self):
        self.serve()
        self.configure()
        (self.folder / "other").mkdir()
        other = MailServer(self.folder / "other")
        other.stop()
        self.service.config.write_text(
            self.service.config.read_text().replace(str(self.server.ca_file), str(other.ca_file))
        )
        done = self.service.run("doctor")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"certificate is not trusted", done.stdout)

    def test_plain_smtp_is_for_those_who_ask_for_it(self):
        self.serve(tls=False, auth=False)
        self.configure(scheme="smtp+plain", credentials=False)
        self.notified(self.exported("variables=REE", ADA), "sent")
        self.assertFalse(self.server.received[0].encrypted)

    def test_a_wrong_password_loses_nothing_and_is_told_clearly(self):
        self.serve()
        self.credentials.write_text(f"{USER}:wrong\n")
        self.configure()
        doctor = self.service.run("doctor")
        self.assertIn(b"refuses user and password (535)", doctor.stdout)
        done = self.exported("variables=REE", ADA)
        self.assertIn("mail.credentials", self.trouble("refuses user and password")["message"])
        self.assertEqual(self.service.show(done["id"])["notification"], "queued")
        self.assertEqual(self.service.stop(), [0])
        self.credentials.write_text(f"{USER}:{PASSWORD}\n")
        self.service.start()
        self.notified(done, "sent")
        self.assertEqual(len(self.server.received), 1)
        self.nothing_is_told()

    def test_a_sender_that_is_refused_loses_nothing(self):
        self.serve()
        self.server.senders_refused = True
        self.configure()
        done = self.exported("variables=REE", ADA)
        self.trouble("refuses the sender")
        self.server.senders_refused = False
        self.notified(done, "sent")
        self.assertEqual(len(self.server.received), 1)

    def test_a_message_that_is_put_off_comes_once(self):
        self.serve()
        self.server.replies = {ADA: ["451 4.7.1 later"]}
        self.configure()
        done = self.exported("variables=REE", ADA, BOB)
        self.trouble("puts a message off")
        self.notified(done, "sent")
        self.service.wait_until(lambda: self.server.to(ADA), what="the second try")
        time.sleep(3)
        self.assertEqual((len(self.server.to(ADA)), len(self.server.to(BOB))), (1, 1))
        self.assertEqual(self.server.asked.count(ADA), 2)
        self.nothing_is_told()

    def test_an_address_that_is_refused_is_held_and_the_others_told(self):
        self.serve()
        self.server.replies = {ADA: ["554 5.1.1 <ada@example.org>: there is nobody"]}
        self.configure()
        done = self.exported("variables=REE", ADA, BOB)
        self.notified(done, "held")
        self.service.wait_until(lambda: self.server.to(BOB), what="the other mail")
        time.sleep(3)
        self.assertEqual(self.server.asked.count(ADA), 1)
        self.assertEqual(self.service.show(done["id"])["status"], "Succeeded")
        self.nothing_is_told()

    def test_a_server_that_is_away_or_hangs_holds_up_nothing(self):
        taken = self.enterContext(socket.socket())  # bound and never listening: nobody is there
        taken.bind(("127.0.0.1", 0))
        self.configure(port=taken.getsockname()[1])
        done = self.exported("variables=REE", ADA)
        self.assertEqual(done["status"], "Succeeded")
        self.trouble("does not answer")
        self.assertEqual(self.service.stop(), [0])


class Held(Mail):
    def test_over_the_daily_number_mail_is_held_and_the_export_is_not(self):
        self.serve()
        self.configure(more="[limits]\nmails_per_day = 1\n")
        first = self.exported("variables=REE", ADA)
        self.notified(first, "sent")
        second = self.exported("variables=SiO2", "ADA@example.org")
        self.assertEqual(second["status"], "Succeeded")
        self.notified(second, "held")
        self.exported("variables=SiO2", BOB)
        self.service.wait_until(lambda: self.server.to(BOB), what="the mail to another address")
        self.assertEqual([one.recipients for one in self.server.received], [[ADA], [BOB]])

    def test_an_address_that_has_unsubscribed_gets_nothing(self):
        self.serve()
        self.configure()
        self.service.call("init")
        key = self.key_of(ADA)[1]
        with sqlite3.connect(self.service.data / "tasks.sqlite") as store:
            store.execute(
                "INSERT INTO record(partition, sort, version, body) VALUES (?, ?, 1, ?)",
                (b"suppressed", key.encode(), b'{"number":1}'),
            )
        store.close()
        done = self.exported("variables=REE", "Ada@Example.org")
        self.notified(done, "held")
        self.assertEqual((done["status"], self.server.asked), ("Succeeded", []))
        self.service.stop()
        self.service.call("restore", "--to", done["createdAt"])
        restored = next(self.service.data.glob("tasks-restored-*.sqlite"))
        with sqlite3.connect(restored) as store:
            (kept,) = store.execute("SELECT sort FROM record WHERE partition = ?", (b"suppressed",)).fetchone()
        store.close()
        self.assertEqual(kept.decode(), key, "a restored store knows it")

    def test_what_is_no_address_is_refused(self):
        for address in (
            "ada@example.org\r\nBcc: bob@example.org",
            "ada@example.org\nX: y",
            "ada@example.org,bob@example.org",
            "Ada <ada@example.org>",
            "ada@example.org> RCPT TO:<bob@example.org",
            "ada",
            "ada@localhost",
            "a" * 65 + "@example.org",
        ):
            with self.subTest(address=address):
                done = self.service.run("tasks", "add", "petdb", "variables=REE", "--email", address)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn(b"email: this is no e-mail address", done.stderr)
                self.assertNotIn(b"bob", done.stderr)

    def test_a_configuration_that_cannot_work_is_refused(self):
        base = self.service.config.read_text()
        smtp = '[mail]\nkind = "smtp"\n'
        for text, words in (
            (smtp + 'from = "a@b.org"\n', "mail.url is missing"),
            (smtp + 'url = "smtp://h"\n', "mail.from is missing"),
            (smtp + 'url = "smtp://h"\nfrom = "nobody"\n', "mail.from is no e-mail address"),
            (smtp + 'url = "http://h"\nfrom = "a@b.org"\n', "no scheme"),
            (smtp + 'url = "smtp://u:p@h"\nfrom = "a@b.org"\n', "mail.credentials"),
            (smtp + 'url = "smtp://h"\nfrom = "a@b.org"\ncredentials = "/none"\n', "cannot be read"),
            ('[mail]\nreply_to = "x"\n', "mail.reply_to"),
            ('[server]\npublic_url = "exports.example.org"\n', "server.public_url"),
        ):
            with self.subTest(text=text):
                self.service.config.write_text(base + text)
                done = self.service.run("worker")
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(words, done.stderr.decode())


class Files(Mail):
    def test_the_folder_has_the_same_messages(self):
        done = self.exported("variables=REE", "jürgen@bücher.example")
        self.notified(done, "sent")
        (path,) = (self.service.data / "mail").glob("*.eml")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        raw = path.read_bytes()
        self.assertIn("To: jürgen@bücher.example".encode(), raw)
        self.assertIn(b"From: exportd@exportd.invalid", raw)
        self.assertNotIn(b"List-Unsubscribe", raw)
        self.assertNotIn(b"http://localhost", raw)


if __name__ == "__main__":
    unittest.main()

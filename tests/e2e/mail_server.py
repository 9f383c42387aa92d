"""A mail server for the tests: STARTTLS, AUTH, and whatever reply a test wants; it keeps what it was sent."""

import email
import email.policy
import pathlib
import socket
import ssl
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "exports", "a pass:word"


def certificate(folder):
    """A self-signed one for localhost: (certificate, key)."""
    made = (pathlib.Path(folder) / "server.pem", pathlib.Path(folder) / "server.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-keyout", made[1], "-out", made[0]],
        check=True,
        capture_output=True,
    )
    return made


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Received:
    """One message: to whom, from whom, and its parts."""

    def __init__(self, envelope, session):
        self.sender = envelope.mail_from
        self.recipients = list(envelope.rcpt_tos)
        self.raw = envelope.content
        self.encrypted = session.ssl is not None
        self.user = session.auth_data
        self.message = email.message_from_bytes(self.raw, policy=email.policy.default)
        self.text = self.message.get_body(("plain",)).get_content()
        self.html = self.message.get_body(("html",)).get_content()


class MailServer:
    """`replies` holds, for an address, what it is answered: 4xx as often as it stands there, 5xx for ever."""

    def __init__(self, folder, *, tls=True, utf8=True, port=None, auth=True):
        self.ca_file, key = certificate(folder)
        self.received = []
        self.asked = []  # every RCPT
        self.replies = {}
        self.senders_refused = False
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca_file, key)
        options = {"enable_SMTPUTF8": utf8, "hostname": "127.0.0.1", "ready_timeout": 60}
        if tls:
            options |= {"tls_context": context, "require_starttls": True}
        if auth:
            options |= {"authenticator": self.authenticate, "auth_required": tls, "auth_require_tls": tls}
        self._start(port, options)

    def _start(self, port, options):
        for tries_left in reversed(range(10)):  # a free port may be taken by somebody else before the server has it
            self.port = port or free_port()
            self.controller = Controller(self, port=self.port, **options)
            try:
                return self.controller.start()
            except OSError:
                if port or not tries_left:
                    raise

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    def authenticate(self, server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False, auth_data=USER if good else None)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.senders_refused:
            return "550 5.7.1 this sender is not yours"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked.append(address)
        waiting = self.replies.get(address)
        if waiting:
            return waiting.pop(0) if waiting[0].startswith("4") else waiting[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(Received(envelope, session))
        return "250 taken"

    def to(self, address):
        return [one for one in self.received if one.recipients == [address]]

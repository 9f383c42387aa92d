"""AWS access beside those who define it: signatures beside botocore's and before a server that checks them, credentials
beside those that botocore finds in the same surroundings.

EXPORTD_AWS_ACCESS: the program under test (default build/dev/tests/aws/aws_access).
"""

import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest
from unittest import mock

from . import aws_oracle
from .harness import ROOT
from .moto_server import REGION, MotoServer

import botocore.auth  # isort: skip  (aws_oracle has named its folder)
import botocore.exceptions
import botocore.session

PROGRAM = os.environ.get("EXPORTD_AWS_ACCESS", str(ROOT / "build" / "dev" / "tests" / "aws" / "aws_access"))
NO_SURROUNDINGS = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
REQUESTS = int(os.environ.get("EXPORTD_AWS_REQUESTS", "2000"))


def answers(orders, surroundings=None):
    """One for each order, from one run of the program with these environment variables and no others."""
    done = subprocess.run(
        [PROGRAM], input="".join(json.dumps(order) + "\n" for order in orders), stdout=subprocess.PIPE, text=True,
        env={**NO_SURROUNDINGS, **(surroundings or {})}, timeout=300, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def answer(order, surroundings=None):
    return answers([order], surroundings)[0]


def fields(lines):
    return dict(line.split(": ", 1) for line in lines)


class Signatures(unittest.TestCase):
    def test_they_are_those_of_botocore(self):
        dice = random.Random(20261124)
        orders = [any_request(dice) for _ in range(REQUESTS)]
        for order, got in zip(orders, answers(orders), strict=True):
            self.assertEqual(fields(got["headers"])["Authorization"], aws_oracle.authorization(order), order)
        print(f"{len(orders)} random requests signed as botocore signs them")


CHARACTERS = "abzABZ059-._~ !\"#$%&'()*+,/:;<=>?@[]^`{|}äß€漢😀\t"


def any_text(dice, longest=12):
    return "".join(dice.choice(CHARACTERS) for _ in range(dice.randint(1, longest)))


def encoded(text, keep=""):
    return botocore.auth.quote(text, safe="-._~" + keep)


def any_request(dice):
    service = dice.choice(["s3", "dynamodb", "es", "aoss", "sts"])
    # Of "." and ".." botocore would make another path, and so would libcurl.
    segments = [text for text in (any_text(dice) for _ in range(dice.randint(0, 4))) if text not in (".", "..")]
    path = dice.choice(["/", "//"]).join(["", *map(encoded, segments)]) or "/"
    if dice.random() < 0.2:
        path += "/"
    pairs = [f"{encoded(any_text(dice))}={encoded(any_text(dice))}" for _ in range(dice.randint(0, 4))]
    if dice.random() < 0.2:
        pairs.append(dice.choice(["uploads=", "partNumber=1", "a=1", "a=0", "A=", "a-=", "list-type=2"]))
    port = dice.choice(["", "", ":80", ":8000", ":443"])
    names = dice.sample(["Content-Type", "Range", "X-Amz-Target", "x-amz-meta-a", "If-None-Match", "X-AMZ-B"], 3)
    words = ["a", "b  c", "  d ", "text/plain; charset=utf-8", "*", "ä"]
    return {
        "do": "sign",
        "service": service,
        "region": dice.choice(["eu-west-1", "us-east-1", "cn-north-1"]),
        "method": dice.choice(["GET", "PUT", "POST", "DELETE", "HEAD"]),
        "url": f"{dice.choice(['https', 'http'])}://a.example.org{port}{path}{'?' if pairs else ''}{'&'.join(pairs)}",
        "headers": [f"{name}: {dice.choice(words)}" for name in names[: dice.randint(0, 3)]],
        "body": dice.choice(["", "{}", any_text(dice, 200)]),
        "time": f"20{dice.randint(10, 99)}-0{dice.randint(1, 9)}-{dice.randint(10, 28)}T1{dice.randint(0, 9)}:00:07Z",
        "key": "AKIDEXAMPLE",
        "secret": any_text(dice, 40),
        "token": dice.choice(["", "a/session+token=="]),
    }


POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["dynamodb:ListTables", "s3:ListAllMyBuckets"], "Resource": "*"}],
}


class BeforeAServerThatChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(MotoServer())
        iam = cls.server.client("iam")
        iam.create_user(UserName="exportd")
        made = iam.create_access_key(UserName="exportd")["AccessKey"]
        iam.put_user_policy(UserName="exportd", PolicyName="some", PolicyDocument=json.dumps(POLICY))
        cls.keys = {"key": made["AccessKeyId"], "secret": made["SecretAccessKey"]}
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Principal": "*"}]}
        role = iam.create_role(RoleName="exporter", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        iam.put_role_policy(RoleName="exporter", PolicyName="some", PolicyDocument=json.dumps(POLICY))
        cls.role = role["Arn"]
        cls.server.enforce()
        cls.addClassCleanup(cls.server.enforce, False)

    def dynamodb(self, operation, **keys):
        return {
            "do": "ask", "endpoint": self.server.url, "service": "dynamodb", "region": REGION, "method": "POST",
            "path": "/", "body": "{}", **keys,
            "headers": [f"X-Amz-Target: DynamoDB_20120810.{operation}", "Content-Type: application/x-amz-json-1.0"],
        }  # fmt: skip

    def test_the_right_keys_are_let_in(self):
        got = answer(self.dynamodb("ListTables", **self.keys))
        self.assertEqual((got["status"], json.loads(got["body"])), (200, {"TableNames": []}))

    def test_the_same_of_s3(self):
        order = {
            "do": "ask", "endpoint": self.server.url, "service": "s3", "region": REGION, "method": "GET",
            "path": "/?prefix=a&max-buckets=10", "body": "", "headers": [], **self.keys,
        }  # fmt: skip
        self.assertEqual(answer(order)["status"], 200)
        self.assertEqual(answer({**order, "secret": "wrong"})["code"], "SignatureDoesNotMatch")

    def test_a_wrong_secret_is_not(self):
        got = answer(self.dynamodb("ListTables", **{**self.keys, "secret": "wrong"}))
        self.assertEqual(got["status"], 403)
        self.assertIn(got["code"], ("SignatureDoesNotMatch", "InvalidSignatureException"))

    def test_what_the_policy_does_not_allow_is_not(self):
        got = answer(self.dynamodb("DescribeLimits", **self.keys))
        self.assertEqual(got["status"], 403 if got["code"] == "AccessDenied" else 400, got)
        self.assertIn(got["code"], ("AccessDenied", "AccessDeniedException"))

    def test_keys_of_a_profile_are_let_in(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "credentials").write_text(
            f"[exports]\naws_access_key_id = {self.keys['key']}\naws_secret_access_key = {self.keys['secret']}\n"
        )
        surroundings = {"AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"), "AWS_PROFILE": "exports"}
        self.assertEqual(answer(self.dynamodb("ListTables"), surroundings)["status"], 200)
        refused = answer(self.dynamodb("ListTables"), {**surroundings, "AWS_PROFILE": "none"})
        self.assertEqual(refused["failure"], "aws_credentials")

    def test_a_role_for_a_web_token_is_let_in(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "token").write_text("eyJhbGciOiJub25lIn0.e30.\n")
        self.server.enforce(False)  # it asks keys of those too who come to get some
        self.addCleanup(self.server.enforce)
        found = answer(
            {"do": "credentials"},
            {"AWS_WEB_IDENTITY_TOKEN_FILE": str(folder / "token"), "AWS_ROLE_ARN": self.role,
             "AWS_ENDPOINT_URL_STS": self.server.url, "AWS_REGION": REGION},
        )  # fmt: skip
        self.assertEqual(found["region"], REGION)
        self.server.enforce()
        keys = {name: found[name] for name in ("key", "secret", "token")}
        self.assertEqual(answer(self.dynamodb("ListTables", **keys))["status"], 200)
        self.assertEqual(answer(self.dynamodb("DescribeLimits", **keys))["code"][:12], "AccessDenied")


ONE_PAIR = "aws_access_key_id={0}\naws_secret_access_key={0}\n"
# What it is about: the file of settings, the file of keys.
FILES = {
    "keys in both": (
        "[default]\nregion = eu-west-1\n" + ONE_PAIR.format("CONFIG"),
        "[default]\naws_access_key_id = K\naws_secret_access_key = k/+=\naws_session_token = t\n",
    ),
    "comments": ("# a\n[default] # b\nregion = eu-west-2\n; d\n", "[default]\n" + ONE_PAIR.format("K#1")),
    "another profile": ("[profile b]\nregion = r\n[default]\nregion = d\n", "[b]\n" + ONE_PAIR.format("B")),
    "settings with parts": ("[default]\ns3 =\n  region = x\nregion = r\n", "[default]\n" + ONE_PAIR.format("K")),
    "keys beside the settings": ("[profile b]\nregion=r\n" + ONE_PAIR.format("B"), ""),
}


class Surroundings(unittest.TestCase):
    def test_what_is_found_in_them_is_what_botocore_finds(self):
        for why, (config, credentials) in FILES.items():
            for profile in ("default", "b"):
                with self.subTest(why, profile=profile), tempfile.TemporaryDirectory() as folder:
                    paths = {"AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": credentials}
                    surroundings = {"AWS_PROFILE": profile}
                    for name, text in paths.items():
                        surroundings[name] = os.path.join(folder, name)
                        pathlib.Path(surroundings[name]).write_text(text)
                    self.assertEqual(ours(surroundings), botocores_finding(surroundings))


def ours(surroundings):
    found = answer({"do": "credentials"}, surroundings)
    return "none" if "failure" in found else tuple(found[name] for name in ("key", "secret", "token", "region"))


def botocores_finding(surroundings):
    with mock.patch.dict(os.environ, {**NO_SURROUNDINGS, **surroundings}, clear=True):
        try:
            session = botocore.session.Session()
            found = session.get_credentials()
            region = session.get_config_variable("region") or ""
        except botocore.exceptions.ProfileNotFound:
            return "none"
    return (found.access_key, found.secret_key, found.token or "", region) if found else "none"


if __name__ == "__main__":
    unittest.main()

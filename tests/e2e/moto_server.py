"""AWS as moto plays it, on loopback: signatures and policies are really checked once enforce() has been called.

moto comes with build/python (tools/python_packages.sh). A server ends with the process that started it, even one that
is killed: it reads its standard input to the end. As a program: serves, and prints its port.
"""

import pathlib
import site
import subprocess
import sys
import urllib.request

PYTHON = pathlib.Path(__file__).resolve().parents[2] / "build" / "python"
site.addsitedir(str(next((PYTHON / "lib").glob("python3*"), PYTHON) / "site-packages"))

REGION = "eu-west-1"


class MotoServer:
    def __enter__(self):
        self.process = subprocess.Popen(
            [PYTHON / "bin" / "python", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def client(self, service, **credentials):
        """boto3's, with any keys unless some are given."""
        import boto3  # pylint: disable=import-outside-toplevel

        keys = credentials or {"aws_access_key_id": "anybody", "aws_secret_access_key": "anybody"}
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **keys)

    def enforce(self, enforced=True):
        """From now on every request must be signed by keys that exist, and allowed by their policies."""
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", data=b"0" if enforced else b"inf", headers={"Content-Type": "text/plain"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200


def main():
    from moto.server import ThreadedMotoServer  # pylint: disable=import-outside-toplevel

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()

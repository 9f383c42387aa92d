"""What botocore, the vendor's own client, makes of a request: the signature that AWS expects."""

import datetime
import urllib.parse
from unittest import mock

from . import moto_server  # names the folder that holds botocore

import botocore.auth  # isort: skip
import botocore.awsrequest
import botocore.credentials

assert moto_server


def with_query_encoded(url):
    """As AWS encodes the names and values it was sent before it checks them; botocore signs a URL as it stands."""
    path, mark, query = url.partition("?")
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    return path + mark + urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote, safe="-._~")


def authorization(order):
    """The Authorization field. `order`: method, url, headers ("Name: value"), body, service, region, time (RFC 3339),
    key, secret, token ("": none)."""
    credentials = botocore.credentials.Credentials(order["key"], order["secret"], order["token"] or None)
    request = botocore.awsrequest.AWSRequest(method=order["method"], url=order["url"], data=order["body"].encode())
    for line in order["headers"]:
        name, value = line.split(": ", 1)
        request.headers[name] = value
    kind = botocore.auth.S3SigV4Auth if order["service"] == "s3" else botocore.auth.SigV4Auth
    auth = kind(credentials, order["service"], order["region"])
    # S3 would let the body of a request over TLS out of the signature; exportd never does.
    request.context["payload_signing_enabled"] = True
    if order["service"] != "s3":
        request.headers["X-Amz-Content-SHA256"] = auth.payload(request)
    now = datetime.datetime.fromisoformat(order["time"].replace("Z", "+00:00"))
    with mock.patch("botocore.auth.get_current_datetime", return_value=now.replace(tzinfo=None)):
        auth.add_auth(request)
    return request.headers["Authorization"]

"""A file that is far too large, sent to a real server."""

import http.client
import time
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.onedb, pytest.mark.xdist_group("browser-files")]
SECONDS = 30


@pytest.mark.parametrize(("path", "limit"), [("/directory/imports", "10 MB"), ("/directory", "1 MB")])
def test_fifty_megabytes_get_a_page_that_names_the_limit_and_the_hub_goes_on(hub, path, limit):
    place = urlsplit(hub.address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=SECONDS)
    began = time.monotonic()

    connection.request(
        "POST", path, body=b"x" * 50 * 1024 * 1024, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    answer = connection.getresponse()

    assert answer.status == 413
    assert f"up to {limit}" in answer.read().decode()
    assert time.monotonic() - began < SECONDS
    connection.close()
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()

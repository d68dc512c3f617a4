"""A post office that the hub's letters go to."""

from collections.abc import Iterator

import flask
import pytest

from tests.mail.postoffice import PostOffice


@pytest.fixture
def office(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A real SMTP server, the hub's only host; one sender, so that letters leave in order."""
    with PostOffice() as office:
        monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
        monkeypatch.setitem(app.config, "MAIL_PORT", office.port)
        monkeypatch.setitem(app.config, "MAIL_SENDERS", 1)
        yield office

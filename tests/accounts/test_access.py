"""Who may open which page: every page with a lock, for every role of the cast."""

import pytest

ROLES = ("visitor", "rosa", "ben", "dana", "pat", "olive", "sam", "ada")
OPEN, SIGN_IN, WAIT, NOT_ALLOWED = 200, "/sign-in", "/waiting", 403
SIGNED_IN = dict.fromkeys(ROLES, OPEN) | {"visitor": SIGN_IN, "sam": WAIT}
MEMBERS = SIGNED_IN | {"olive": NOT_ALLOWED, "ada": NOT_ALLOWED}
ADMINISTRATORS = dict.fromkeys(ROLES, NOT_ALLOWED) | {"visitor": SIGN_IN, "sam": WAIT, "ada": OPEN}
PAGES = {
    "/inbox": SIGNED_IN,
    "/people/me": SIGNED_IN,
    "/notifications/preferences": SIGNED_IN,
    "/board/": SIGNED_IN,
    "/coordination/new": MEMBERS,
    "/coordination/new?type=MOVE": MEMBERS,
    "/coordination/drafts": MEMBERS,
    "/coordination/batch": MEMBERS,
    "/coordination/batch/columns.csv": MEMBERS,
    "/admin/": ADMINISTRATORS,
}
PUBLIC = ("/", "/states", "/about", "/privacy", "/accessibility", "/credits", "/status", "/directory", "/sign-in")


def come_as(client, cast, role):
    return client if role == "visitor" else client.sign_in(getattr(cast, role))


@pytest.mark.onedb
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_locked_page_for_every_role(cast, client, page, role):
    answer = come_as(client, cast, role).get(page)
    expected = PAGES[page][role]

    if isinstance(expected, int):
        assert answer.status_code == expected
    else:
        assert answer.status_code == 303
        assert answer.location.startswith(expected)


@pytest.mark.onedb
@pytest.mark.parametrize("role", ["visitor", "sam", "rosa"])
@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages_are_open_to_everybody(cast, client, page, role):
    assert come_as(client, cast, role).get(page).status_code in (200, 302)


def test_who_was_closed_while_signed_in_is_out(cast, client):
    from coordhub.db import db

    client.sign_in(cast.rosa)
    cast.rosa.active = False
    db.session.commit()

    assert client.get("/inbox").status_code == 303

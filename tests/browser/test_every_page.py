"""Every page, wide and narrow, light and dark, signed in and not: axe, no sideways scroll, no script error."""

import pytest

from tests.browser.conftest import WIDTHS, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.onedb, pytest.mark.xdist_group("browser-pages")]

PUBLIC = (
    "/",
    "/directory",
    "/directory?near=Traverse+City+MI",
    "/directory?near=Sunnyside",
    "/directory?near=Travers+Cty+MI",
    "/directory?near=Nowhereville+ZZ",
    "/directory/counterparts",
    "/directory/counterparts?from=TX&to=ND&county=Williston&role=records",
    "/directory/counterparts?from=WY&to=ND",
    "/directory/counterparts?from=TX&to=ND&county=34142",
    "/directory/counterparts?from=TX&to=TX",
    "/directory/pass",
    "/directory/offices/mi-mep",
    "/directory/sites/wi-pass",
    "/directory/entries/mi-mep/suggest",
    "/directory/check/made-up",
    "/states",
    "/states/MI",
    "/states/WY",
    "/sign-in",
    "/about",
    "/privacy",
    "/accessibility",
    "/credits",
    "/status",
    "/dev/mail",
    "/no-such-page",
)
SIGNED_IN = (
    "/inbox",
    "/coordination/",
    "/coordination/?show=ended",
    "/coordination/?whose=state&show=all",
    "/coordination/?whose=office",
    "/coordination/?q=131",
    "/coordination/new",
    "/coordination/new?type=MOVE&to=MI",
    "/coordination/new?type=REC&to=WY",
    "/coordination/new?type=GEN",
    "/coordination/team",
    "/coordination/team?county=48113",
    "/coordination/nation",
    "/coordination/partners",
    "/coordination/partners/MI",
    "/coordination/new?type=IDNT&to=MI",
    "/coordination/new?type=PASS&entry=wa-pass",
    "/coordination/drafts",
    "/coordination/batch",
    "/board/",
    "/board/practice-questions",
    "/board/practice-questions/new",
    "/events",
    "/events?show=past",
    "/events/new",
    "/updates",
    "/updates/new",
    "/people/me",
    "/inbox/notices",
    "/inbox/notices?what=requests&unread=1",
    "/notifications/preferences",
    "/notifications/state-defaults",
    "/notifications/interests",
    "/directory?near=34142",
    "/directory/counterparts?from=MI&to=ND",
    "/directory/partners",
    "/directory/keeping",
    "/directory/entries/tx-mep/confirm",
    "/directory/entries/tx-mep/claim",
    "/directory/entries/tx-mep/history",
    "/directory/entries/practice-tx-hector-salas/edit",
    "/directory/entries/practice-tx-hector-salas/replace",
    "/directory/entries/new",
    "/directory/entries/new?kind=site&state=TX",
    "/directory/states/TX/facts",
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_public_pages_are_accessible(visit, width, dark):
    page = visit(width, dark)
    for path in PUBLIC:
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_members_pages_are_accessible(visit, width, dark):
    page = visit(width, dark)
    sign_in(page, "rosa.delgado@example.org")
    for path in SIGNED_IN:
        page.goto(path)
        assert_accessible(page)


def test_the_administrators_pages_are_accessible(visit):
    page = visit(375)
    sign_in(page, "ada.moreno@example.org")
    for path in ("/admin/", "/admin/delivery", "/admin/delivery/stop"):
        page.goto(path)
        assert_accessible(page)


def test_pages_fit_320_pixels(visit):
    page = visit(320)
    for path in PUBLIC[:12]:
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path

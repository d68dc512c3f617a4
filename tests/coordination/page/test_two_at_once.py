"""Two people press at the same moment: one wins, the other is told, nothing is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from coordhub.coordination import queries
from coordhub.coordination.models import BrokenGlass, Deed, MessageEdit, RequestWatch, Step
from coordhub.db import db

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(app: Any) -> AtOnce:
    """Send what stands in `data`, one dictionary for each of `people`, to `path` at the same moment."""

    def send(path: str, people: tuple[Any, ...], *data: dict[str, str]) -> list[Any]:
        browsers = [app.test_client() for _ in people]
        for browser, user in zip(browsers, people, strict=True):
            browser.sign_in(user)
        db.session.remove()
        both = Barrier(len(browsers))

        def press(browser: Any, typed: dict[str, str]) -> Any:
            both.wait()
            return browser.post(path, data=typed)

        with ThreadPoolExecutor(len(browsers)) as threads:
            return list(threads.map(press, browsers, data or [{}] * len(people)))

    return send


def counted(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def codes(answers: list[Any]) -> list[int]:
    return sorted(one.status_code for one in answers)


def test_of_two_who_acknowledge_one_owns_the_request_and_the_other_reads_that(sent, cast, mei, at_once):
    answers = at_once(f"/coordination/{sent.number}/acknowledge", (cast.ben, mei), {"note": "I."}, {"note": "Me."})

    assert codes(answers) in ([303, 403], [303, 409])
    assert counted(Step, Step.deed == Deed.ACKNOWLEDGE) == 1
    late = next(one for one in answers if one.status_code != 303)
    assert "Not done" in late.text and (">I.</textarea>" in late.text or ">Me.</textarea>" in late.text)


def test_two_messages_at_once_take_two_positions_or_one_comes_back_with_its_text(taken, cast, at_once):
    answers = at_once(
        f"/coordination/{taken.number}/messages", (cast.ben, cast.rosa), {"text": "The bus."}, {"text": "The train."}
    )

    written = codes(answers).count(303)
    assert codes(answers) in ([303, 303], [303, 409])
    request = queries.request_for(cast.ben, taken.number)
    assert [one.position for one in request.steps] == list(range(1, 3 + written))
    assert request.last_position == 2 + written
    for answer in answers:
        if answer.status_code == 409:
            assert "The bus.</textarea>" in answer.text or "The train.</textarea>" in answer.text


def test_of_two_changes_of_one_message_one_is_stored(taken, say, cast, at_once):
    step = say(cast.ben, "They come by bus.")
    answers = at_once(
        f"/coordination/{taken.number}/messages/{step.position}/edit",
        (cast.ben, cast.ben),
        {"text": "By train.", "seen": "0"},
        {"text": "On foot.", "seen": "0"},
    )

    assert codes(answers) == [303, 409]
    assert counted(MessageEdit) == 1


def test_glass_broken_twice_at_once_is_broken_once(taken, cast, at_once):
    typed = {"number": taken.number, "reason": "A parent asked whether anybody answered."}
    answers = at_once("/coordination/break-glass", (cast.olive, cast.olive), typed, typed)

    assert codes(answers) == [303, 303]
    assert (counted(BrokenGlass), counted(Step, Step.deed == Deed.BREAK_GLASS)) == (1, 1)


def test_of_two_directors_one_puts_the_hold_on(taken, cast, mei, at_once):
    answers = at_once(f"/coordination/{taken.number}/hold", (cast.rosa, mei))

    assert codes(answers) in ([303, 403], [303, 409])
    assert counted(Step, Step.deed == Deed.HOLD) == 1


def test_watching_in_two_windows_watches_once(taken, mei, at_once):
    answers = at_once(f"/coordination/{taken.number}/watch", (mei, mei))

    assert codes(answers) == [303, 303]
    assert counted(RequestWatch) == 1

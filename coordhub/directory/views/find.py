"""The one search: who is near a place, who has a name or a role."""

from collections.abc import Mapping
from typing import Any

import flask

from coordhub import places
from coordhub.accounts.access import public
from coordhub.accounts.models import User
from coordhub.directory import choices, queries
from coordhub.directory.blueprint import bp
from coordhub.directory.forms import FIELD_OF, FindForm
from coordhub.directory.queries.finding import Search
from coordhub.directory.rules.claims import may_have_desk
from coordhub.directory.rules.imports import may_import
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.answers import Answer, answer_to
from coordhub.directory.views.reader import the_reader
from coordhub.formats import reader_today


@bp.route("")
@public
def find() -> str:
    """Answer a typed place, role or name with the entries that fit; ask back when it is not clear."""
    words = choices.words_by_group(queries.offered_courses())
    form, answer = the_answer(words)
    return flask.render_template(
        "directory/find.html",
        form=form,
        answer=answer,
        groups=choices.choice_groups(words, answer.counts, answer.search.filters),
        asked_words=[words[group][one] for group, values in answer.asked.filters.chosen.items() for one in values],
        counterparts_url=_counterparts_url(answer),
        kept=kept_parts(form),
        programs=[] if answer.found else queries.state_programs(),
        ways={} if answer.found else _ways(the_reader(), answer),
    )


def the_answer(words: Mapping[str, Mapping[str, str]] | None = None) -> tuple[FindForm, Answer]:
    """Return the form that the address of this page fills, and the answer to it; exports answer the same address.

    `words` are those of the choices, where they are known already.
    """
    form = FindForm(flask.request.args)
    form.validate()
    text = "" if form.near.errors else form.near.data or ""
    known = choices.known_values(words or choices.words_by_group(queries.offered_courses()))
    base = Search(today=reader_today(), sight=sight_of(the_reader()), filters=form.filters(known))
    answer = answer_to(
        places.the_gazetteer(),
        text,
        reading=form.read.data or "",
        base=base,
        asked_miles=form.asked_miles,
        page=form.asked_page,
    )
    return form, answer


def _ways(reader: User | None, answer: Answer) -> dict[str, Any]:
    """Return which ways into the directory are open to the reader, and what waits at their desk."""
    has_desk = may_have_desk(reader)
    return {
        "partners": reader is not None and reader.is_member,
        "desk": has_desk,
        "waiting": queries.keeping_count(reader, answer.search.today) if reader is not None and has_desk else 0,
        "lists": may_import(reader),
    }


def _counterparts_url(answer: Answer) -> str:
    """Return the address that tells who is next in line for this place, from the reader's own state."""
    reader, place = the_reader(), answer.place
    parts: dict[str, Any] = {
        "from": reader.state_code if reader and reader.is_member else None,
        "to": place.state_code if place else None,
        "county": place.county_code if place else None,
        "role": answer.best_task.value if answer.best_task else None,
    }
    return flask.url_for("directory.counterparts", **parts)


def kept_parts(form: FindForm) -> dict[str, object]:
    """Return the parts of the address that say what was searched, for links to other pages and other forms of it."""
    parts: dict[str, object] = {"near": form.near.data or None, "read": form.read.data or None}
    parts["radius"] = form.asked_miles
    parts |= {name: form[name].data or None for name in FIELD_OF.values()}
    return {name: value for name, value in parts.items() if value}

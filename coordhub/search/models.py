"""What the index holds: documents, and the words of their titles."""

from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, one_of


class Audience(StrEnum):
    """Who may find a document, from the widest circle to the narrowest."""

    PUBLIC = "public"
    MEMBERS = "members"
    ADMINISTRATORS = "administrators"

    @property
    def sees(self) -> list["Audience"]:
        """What a reader of this circle may find: the documents of this circle and of every wider one."""
        circles = list(Audience)
        return circles[: circles.index(self) + 1]


class SearchDocument(Model):
    """The words of one row of a feature. `key` names it within its kind; `object_id` is that row's id, to join with.

    Title and body are folded (coordhub/search/words.py): they are compared with, and never shown.
    """

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "key"), Index(None, "kind", "object_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    object_id: Mapped[int]
    audience: Mapped[Audience] = mapped_column(one_of(Audience, "audience"))
    state_code: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[str]


class SearchWord(Model):
    """A word that stood in a title, to offer for a slip of the pen.

    Not unique on purpose: two people who write the same new word at once need not wait for each other, and a word that
    stands here twice does no harm.
    """

    __tablename__ = "search_word"
    __table_args__ = (Index(None, "kind", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    word: Mapped[str]

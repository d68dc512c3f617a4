"""The full-text index of the hub: what can be found by words, and by whom. No pages.

A feature puts a document for each of its rows in the deed that changes the row, and takes it out in the deed that
deletes it; the index never learns what an entry or a topic is.
"""

from coordhub.search.index import Document, put, put_many, rebuild, remove
from coordhub.search.models import Audience
from coordhub.search.queries import Hit, find, matches
from coordhub.search.spelling import spelled_alike

__all__ = ["Audience", "Document", "Hit", "find", "matches", "put", "put_many", "rebuild", "remove", "spelled_alike"]

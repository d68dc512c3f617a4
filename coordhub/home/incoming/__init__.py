"""Mail that comes in: bounces, complaints and answers, each led to the feature that it is about."""

from coordhub.home.incoming.edge import TryLater, poll, receive, take_in_refusals

__all__ = ["TryLater", "poll", "receive", "take_in_refusals"]

"""Deeds on keeping entries: a member claims one, gets it at once or waits for the state, and may give it up."""

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, write_change
from coordhub.directory.actions.recipients import DESK_PATH, administrators, directors_for
from coordhub.directory.kinds import ChannelKind, Visibility
from coordhub.directory.models import Claim, ClaimStatus, Entry
from coordhub.directory.rules import claims as rules
from coordhub.directory.rules.sight import may_claim, may_keep_state, may_see, name_for
from coordhub.errors import Conflict, NotAllowed
from coordhub.notifications.actions import Recipient, notify


def claim_entry(entry: Entry, *, by: User) -> Claim:
    """Ask to keep a whole entry: granted at once to who writes from its own mailbox or organization, else waiting.

    A claim on what somebody else keeps always waits. Raises NotAllowed, and Conflict for a claim that waits already.
    """
    if not may_claim(by, entry):
        raise NotAllowed("Members of an entry’s state can ask to keep it, unless they do already.")
    claim = queries.claim_of(entry, by) or Claim(entry=entry, user=by)
    if claim.status == ClaimStatus.WAITING:
        raise Conflict("You have asked to keep this entry already. You will hear in your inbox.")
    claim.created_at, claim.status = clock.now(), ClaimStatus.WAITING
    claim.decided_at = claim.decided_by_id = None
    db.session.add(claim)
    try:
        db.session.flush()  # The notification's key holds the claim's id.
    except IntegrityError as error:
        raise Conflict("You have asked to keep this entry already. You will hear in your inbox.") from error
    if entry.keeper_id is None and rules.is_of_the_office(by, _addresses(entry)):
        claim.status, claim.decided_at = ClaimStatus.GRANTED, clock.now()
        _give(entry, by, Doer.of(by))
    else:
        _tell_state(claim)
    return claim


def decide_claim(claim: Claim, *, granted: bool, by: User) -> None:
    """Grant or refuse a claim that waits, and tell the claimer. Raises NotAllowed and Conflict."""
    if not may_keep_state(by, claim.entry.state_code):
        raise NotAllowed("Only the state’s director or a hub administrator decides who keeps an entry.")
    if claim.status != ClaimStatus.WAITING:
        raise Conflict("Somebody has decided this claim already.")
    if granted and not may_claim(claim.user, claim.entry):
        raise Conflict(f"{claim.user.display_name} can no longer keep this entry, so refuse the claim.")
    claim.status = ClaimStatus.GRANTED if granted else ClaimStatus.REFUSED
    claim.decided_at, claim.decided_by_id = clock.now(), by.id
    entry = claim.entry
    is_seen = may_see(claim.user, entry)
    if granted:
        _give(entry, claim.user, Doer.of(by))
    notify(
        [Recipient(claim.user, "you asked to keep this entry")],
        kind="claim-answered",
        about=f"entry-{entry.key}" if is_seen else f"claim-{claim.id}",
        title=f"{'You keep' if granted else 'You do not keep'} {name_for(claim.user, entry)}",
        url=f"/directory/{entry.entry_kind}s/{entry.key}" if is_seen else DESK_PATH,
        event_key=f"claim-{claim.id}/{claim.decided_at.isoformat()}",
        actor_id=by.id,
    )


def end_keeping(entry: Entry, *, by: User) -> None:
    """Take the keeper off an entry: who keeps it gives it up, or who answers for its state. Raises NotAllowed."""
    if not rules.may_end_keeping(by, entry):
        raise NotAllowed("Only who keeps this entry, the state’s director or a hub administrator can end that.")
    keeper = entry.keeper
    claim = queries.claim_of(entry, keeper) if keeper else None
    if claim is not None:
        db.session.delete(claim)
    entry.keeper = None
    _write(entry, keeper, None, Doer.of(by))


def _give(entry: Entry, user: User, by: Doer) -> None:
    before = entry.keeper
    entry.keeper = user
    _write(entry, before, user, by)


def _write(entry: Entry, before: User | None, after: User | None, by: Doer) -> None:
    db.session.flush()  # The keeper's key must stand in the row before rules look at it again.
    names = [one.display_name if one else "" for one in (before, after)]
    write_change(entry, {"keeper": names}, by=by, deed="keeper")


def _addresses(entry: Entry) -> list[str]:
    return [
        one.value
        for one in entry.channels
        if one.kind == ChannelKind.EMAIL and one.visibility != Visibility.ADMINISTRATORS and one.wrong_on is None
    ]


def _tell_state(claim: Claim) -> None:
    notify(
        directors_for(claim.entry) or administrators("this state has no director on the hub"),
        kind="claim-received",
        about=f"entry-{claim.entry.key}",
        title=f"{claim.user.display_name} wants to keep {claim.entry.name}",
        url=DESK_PATH,
        event_key=f"claim-{claim.id}/{claim.created_at.isoformat()}",
        actor_id=claim.user_id,
    )

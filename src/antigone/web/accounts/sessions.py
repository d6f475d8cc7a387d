"""Sessions: when they end, where somebody has one open, and how to end the others.

A session ends with the browser, after half an hour without a sign of somebody (ANTIGONE_IDLE_MINUTES),
and twelve hours after it began whatever is done in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from antigone.web.accounts.models import OpenSession, User
from antigone.web.journal.services import record

NOTED_EVERY = timedelta(minutes=1)

_BEGUN_AT, _SEEN_AT, _ENDED = "begun_at", "seen_at", "ended"


def is_over(session: SessionBase) -> bool:
    """Whether a session has been idle too long, or is too old."""
    idle = timedelta(minutes=settings.IDLE_MINUTES)
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return _since(session, _SEEN_AT) > idle or _since(session, _BEGUN_AT) > whole


def note_presence(request: HttpRequest, user: User) -> None:
    """Somebody is at the browser now; written at most once a minute."""
    session = request.session
    if _BEGUN_AT not in session:
        begin_session(session, user, _browser(request))
    elif _since(session, _SEEN_AT) > NOTED_EVERY:
        session[_SEEN_AT] = timezone.now().timestamp()
        OpenSession.objects.filter(session_key=session.session_key).update(seen_at=timezone.now())


def begin_session(session: SessionBase, user: User, browser: str = "") -> None:
    """Somebody signed in: the clocks of the session begin to run. The session is not saved."""
    now = timezone.now()
    session[_BEGUN_AT] = session[_SEEN_AT] = now.timestamp()
    if session.session_key is None:
        session.create()
    key = session.session_key or ""
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    past = Q(user=user, begun_at__lt=now - whole)
    OpenSession.objects.filter(past | Q(session_key=key)).delete()
    OpenSession.objects.create(user=user, session_key=key, browser=browser)


def say_why_it_ended(session: SessionBase) -> None:
    """The sign-in page tells it, once."""
    session[_ENDED] = True


def was_ended(session: SessionBase) -> bool:
    """Whether the person was signed out by the clock just before."""
    return bool(session.pop(_ENDED, False))


def renew_key(request: HttpRequest) -> None:
    """Go on under a new session key: whoever saw the old one has nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    rename(before, request.session)


def rename(before: str | None, session: SessionBase) -> None:
    """The session that had this key has another one."""
    rows = OpenSession.objects.filter(session_key=before or "")
    rows.update(session_key=session.session_key)


def open_sessions(user: User) -> QuerySet[OpenSession]:
    """Where somebody is signed in."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    since = timezone.now() - timedelta(minutes=settings.IDLE_MINUTES)
    return OpenSession.objects.filter(user=user, seen_at__gt=since, session_key__in=live)


def drop_other_sessions(user: User, session: SessionBase) -> int:
    """Somebody is signed in nowhere but here; how many sessions that ended."""
    others = OpenSession.objects.filter(user=user).exclude(session_key=session.session_key or "")
    keys = list(others.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    return ended


@transaction.atomic
def end_other_sessions(*, user: User, session: SessionBase) -> int:
    """Sign somebody out everywhere else, because they ask for it."""
    ended = drop_other_sessions(user, session)
    record(
        actor=user.username,
        act="account.other_sessions_ended",
        incident="",
        subject=user.username,
        details={"ended": ended},
    )
    return ended


def forget_session(session: SessionBase) -> None:
    """It ends: nobody is signed in there any more."""
    OpenSession.objects.filter(session_key=session.session_key or "").delete()


def _browser(request: HttpRequest) -> str:
    """Which browser on which system, in two words: enough to know one's own again."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for name in _BROWSERS if name in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    browser = {"Edg": "Edge", "OPR": "Opera"}.get(browser, browser)
    return ", ".join(word for word in (browser, system) if word)


# The first that is named counts: most browsers name those that they want to be taken for as well.
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


def _since(session: SessionBase, mark: str) -> timedelta:
    at = session.get(mark)
    if at is None:
        return timedelta(0)
    return timezone.now() - datetime.fromtimestamp(at, tz=UTC)

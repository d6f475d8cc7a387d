"""`antigone agency|user|incident|member`: setting a real installation up, at the server.

What these commands do stands in the journal, with "console" as the one who did it. Passwords are
asked for on the terminal, never taken as an argument: arguments can be read by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from antigone.web.accounts.models import Agency, User
    from antigone.web.incidents.models import Incident

agency = typer.Typer(no_args_is_help=True, help="Agencies.")
user = typer.Typer(no_args_is_help=True, help="Persons who may sign in.")
incident = typer.Typer(no_args_is_help=True, help="Incidents.")
member = typer.Typer(no_args_is_help=True, help="Who works in an incident, with which role.")

Username = Annotated[str, typer.Argument(help="Sign-in name.")]
Slug = Annotated[str, typer.Argument(help="Short name of the incident, as in its address.")]


@agency.command("create")
def create_agency(
    short: Annotated[str, typer.Argument(help="Short name, e.g. MPO.")],
    name: Annotated[str, typer.Argument(help="Full name.")],
) -> None:
    """Register an agency."""
    with _at_the_console():
        from antigone.web.accounts import services
        from antigone.web.accounts.operator import Operator

        services.create_agency(by=Operator(), name=name, short=short)
        typer.echo(f"{name} is registered as {short}.")


@user.command("create")
def create_user(
    username: Username,
    name: Annotated[str, typer.Option(help="Full name, as it is to stand under a signature.")],
    agency: Annotated[str | None, typer.Option(help="Short name of the agency.")] = None,
    administrator: Annotated[
        bool, typer.Option(help="May open incidents. Sees no record by that.")
    ] = False,
) -> None:
    """Make an account; the password is asked for."""
    with _at_the_console():
        from antigone.web.accounts import services
        from antigone.web.accounts.operator import Operator

        services.create_person(
            by=Operator(),
            username=username,
            password=_ask_password(),
            full_name=name,
            agency=_agency(agency) if agency else None,
            is_superuser=administrator,
        )
        typer.echo(f"{name} can sign in as {username}.")


@user.command("password")
def set_password(username: Username) -> None:
    """Set a new password for somebody who lost theirs."""
    with _at_the_console():
        from antigone.web.accounts import services
        from antigone.web.accounts.operator import Operator

        person = _user(username)
        services.reset_password(by=Operator(), person=person, password=_ask_password())
        typer.echo(f"{person.full_name} has a new password; all their sessions have ended.")


@user.command("reset-second-factor")
def reset_second_factor(username: Username) -> None:
    """For somebody who lost phone, keys and recovery codes: they set up a second factor anew."""
    with _at_the_console():
        from antigone.web.accounts.factors.standing import reset_second_factor as reset
        from antigone.web.accounts.operator import Operator

        person = _user(username)
        reset(by=Operator(), person=person)
        typer.echo(
            f"{person.full_name} has no second factor now, and sets one up when asked for it."
        )


@user.command("close")
def close_user(username: Username) -> None:
    """Close an account: nobody signs in with it, and what it signed keeps its name."""
    with _at_the_console():
        from antigone.web.accounts import services
        from antigone.web.accounts.operator import Operator

        person = _user(username)
        services.close_account(by=Operator(), person=person)
        typer.echo(f"The account of {person.full_name} is closed.")


@incident.command("create")
def create_incident(
    slug: Slug,
    name: Annotated[str, typer.Argument(help="Name of the incident.")],
    coordinator: Annotated[str, typer.Option(help="Sign-in name of its reconciliation officer.")],
    begun_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day it began.")],
    training: Annotated[bool, typer.Option(help="All its data are invented.")] = False,
    two_agencies: Annotated[
        bool, typer.Option(help="The two signers of an identification answer to two agencies.")
    ] = True,
    agency: Annotated[
        str | None,
        typer.Option(
            help="Short name of the lead agency; without one every member sees all cases."
        ),
    ] = None,
) -> None:
    """Open an incident."""
    with _at_the_console():
        from antigone.web.accounts.operator import Operator
        from antigone.web.incidents import services

        services.create_incident(
            by=Operator(),
            slug=slug,
            name=name,
            begun_on=date(begun_on.year, begun_on.month, begun_on.day),
            is_training=training,
            coordinator=_user(coordinator),
            two_agencies=two_agencies,
            agency=_agency(agency) if agency else None,
        )
        typer.echo(f"{name} is open; {coordinator} gives others their roles.")


@member.command("add")
def add_member(
    slug: Slug,
    username: Username,
    role: Annotated[
        str, typer.Argument(help="Such as coordinator, mortuary, geneticist, liaison or auditor.")
    ],
) -> None:
    """Give a person a role in an incident."""
    with _at_the_console():
        from antigone.web.accounts.operator import Operator
        from antigone.web.incidents import services
        from antigone.web.incidents.roles import Role

        if role not in Role.values:
            raise _refused(f"{role} is no role: choose one of {', '.join(Role.values)}")
        person = _user(username)
        services.add_member(by=Operator(), incident=_incident(slug), person=person, role=Role(role))
        typer.echo(f"{person.full_name} now works in {slug} as {role}.")


@member.command("remove")
def remove_member(slug: Slug, username: Username) -> None:
    """Take a person's role in an incident away."""
    with _at_the_console():
        from antigone.web.accounts.operator import Operator
        from antigone.web.incidents import services
        from antigone.web.incidents.models import Membership

        person = _user(username)
        try:
            services.remove_member(by=Operator(), incident=_incident(slug), person=person)
        except services.LastCoordinator as refusal:
            raise _refused(str(refusal)) from None
        except Membership.DoesNotExist:
            raise _refused(f"{username} has no role in {slug}") from None
        typer.echo(f"{person.full_name} left {slug}.")


@contextmanager
def _at_the_console() -> Iterator[None]:
    """Open the record, and say in words what was refused."""
    from antigone.web.commands import set_up
    from antigone.web.server import prepare_database

    set_up()
    prepare_database(typer.echo)
    from django.core.exceptions import ValidationError

    try:
        yield
    except ValidationError as refusal:
        raise _refused("\n".join(refusal.messages)) from None


def _ask_password() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _agency(short: str) -> Agency:
    from antigone.web.accounts.models import Agency

    found = Agency.objects.filter(short=short).first()
    if found is None:
        raise _refused(f"there is no agency {short}: antigone agency create {short} NAME")
    return found


def _user(username: str) -> User:
    from antigone.web.accounts.models import User

    found = User.objects.filter(username=username).first()
    if found is None:
        raise _refused(f"nobody signs in as {username}: antigone user create {username}")
    return found


def _incident(slug: str) -> Incident:
    from antigone.web.incidents.models import Incident

    found = Incident.objects.filter(slug=slug).first()
    if found is None:
        raise _refused(f"there is no incident {slug}: antigone incident create {slug} NAME")
    return found


def _refused(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

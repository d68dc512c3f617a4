"""Recording what is known of a state."""

import click

from coordhub.directory import actions, queries
from coordhub.directory.cli.group import finish, group
from coordhub.directory.kinds import FactKind
from coordhub.errors import Conflict, NotAllowed


@group.command("fact")
@click.argument("state")
@click.argument("kind", type=click.Choice([one.value for one in FactKind]))
@click.argument("value")
@click.option("--as-of", required=True, help="Year, month, day or school year: 2026, 2026-03, 2026-03-15, 2025-26.")
@click.option("--source", required=True, help="An address, or who said it.")
@click.option("--note", default="", help="What readers should know about it.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded; store nothing.")
def fact_command(state: str, kind: str, value: str, as_of: str, source: str, note: str, dry_run: bool) -> None:
    """Record that STATE takes part in the program (mep) or in PASS (pass): yes, no, unknown; or its stream."""
    program = queries.state_program(state.upper())
    if program is None:
        raise click.ClickException(f"“{state}” is no state of the directory. Write MI for Michigan.")
    try:
        fact = actions.record_fact(program, FactKind(kind), value, as_of=as_of, source=source, note=note)
    except (NotAllowed, Conflict) as error:
        raise click.ClickException(str(error)) from error
    said = f"{program.state_code} {kind} {value}, as of {as_of}"
    click.echo(f"{said}: {'recorded' if fact else 'stands already'}")
    finish(dry_run)

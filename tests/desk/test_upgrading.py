"""An older database is brought up to date by whatever starts the desk; a newer one is refused."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from aman.desk.accounts.models import Operator
from aman.desk.configuration import SETTINGS_FILE
from aman.desk.running import Desk
from aman.desk.upgrading import NewerDatabase, upgrade_database
from driver.processes import Processes, processes, wait_until, zygote

__all__ = ["processes", "zygote"]


def lacks_steps() -> bool:
    """Whether something is left to do."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@pytest.fixture
def older(desk: Desk, alice: Operator) -> Desk:
    """A desk with an operator and the outbox of two versions before."""
    del alice
    call_command("migrate", "outbox", "0001", verbosity=0, interactive=False)
    assert lacks_steps()
    return desk


def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_holds(older: Desk) -> None:
    """Twice changes nothing more."""
    del older
    upgrade_database()
    assert not lacks_steps()
    upgrade_database()
    assert Operator.objects.get().name == "alice"


def test_a_newer_database_is_refused_unchanged(older: Desk) -> None:
    """Not even the steps that are known are taken: they may not fit."""
    del older
    MigrationRecorder(connection).record_applied("outbox", "9999_of_a_later_version")
    with pytest.raises(NewerDatabase, match="newer version"):
        upgrade_database()
    assert lacks_steps()


@pytest.mark.enable_socket
def test_a_desk_that_starts_alone_upgrades_and_refuses_in_words(
    older: Desk, processes: Processes
) -> None:
    """Where no `aman up` runs: a desk on a machine of its own."""
    first = processes.start("aman.desk.server", older.folder / SETTINGS_FILE)
    first.wait_for("desk: listening")
    assert not lacks_steps()
    first.kill()
    MigrationRecorder(connection).record_applied("outbox", "9999_of_a_later_version")
    connection.close()
    second = processes.start("aman.desk.server", older.folder / SETTINGS_FILE)
    assert second.wait_dead() == 1
    wait_until(lambda: "newer version" in second.log(), "a word about the version")
    assert "Traceback" not in second.log()

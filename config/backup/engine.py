"""Makes sure that there is a database to talk to: the running one, or the embedded one woken for the purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError

from config.backup import storage
from config.supervisor import engines, keyring, lock
from config.supervisor.layout import prepare
from config.supervisor.process import Ties
from config.supervisor.watch import Watch


@contextmanager
def running() -> Iterator[None]:
    """Use the database as it runs; start the embedded one if it does not.

    Raises what `up` raises, or ``OperationalError`` if a server of the operator's own does not answer.
    """
    try:
        storage.answers()
    except OperationalError:
        if not settings.DATABASE_IS_EMBEDDED:
            raise
        with quiet():
            yield
    else:
        yield


@contextmanager
def quiet() -> Iterator[None]:
    """Have the embedded database to ourselves; a server of the operator's own is taken as it is.

    Raises ``Locked`` if `up` runs.
    """
    if not settings.DATABASE_IS_EMBEDDED:
        storage.answers()
        yield
        return
    place = settings.PLACE
    prepare(place)
    with lock.held(place.data) as for_children:
        watch = Watch((for_children,))
        try:
            child = engines.start_postgres(
                place,
                keyring.read(place.secrets),
                pg_bin=settings.PG_BIN,
                ties=Ties(inherited=(for_children,), watch=watch),
            )
            try:
                yield
            finally:
                child.stop()
        finally:
            watch.close()

"""Under way: how many cases of each process have not ended, counted in one way for every page.

A process has a case *in hand* while the case is its own, or is at a step of it because another process called it. A
case may also *come by* a process that it is not at: that counts where versions are compared, since it is bound to one.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from engine import spelling
from engine.models import Case


def count_running(session: Session) -> Counter[str]:
    """How many running cases each process has in hand."""
    places = cast(Case.positions, Text)
    query = select(Case.process_id, places.label("places"), func.count().label("cases"))
    counted: Counter[str] = Counter()
    # The database counts cases that wait at the same steps: there are far fewer such places than cases.
    for row in session.execute(query.where(Case.state == "running").group_by(Case.process_id, places)):
        at = {process_id for process_id, _element in spelling.read(row.places)}
        counted.update(dict.fromkeys({row.process_id, *at}, row.cases))
    return counted


def count_bound(session: Session) -> Counter[str]:
    """How many running cases may come through each process: it is theirs, or they can call it.

    That is how many are on its versions together, and how many a change to it affects.
    """
    bindings = cast(Case.bindings, Text)
    query = select(bindings.label("bindings"), func.count().label("cases")).where(Case.state == "running")
    counted: Counter[str] = Counter()
    for row in session.execute(query.group_by(bindings)):
        counted.update(dict.fromkeys(spelling.read(row.bindings), row.cases))
    return counted

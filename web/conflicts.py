"""Conflicts: what to tell people who were too late: a heading, and what happened."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatch

import engine
from web import place
from web.changewords import CHANGE_STATES
from web.messages import LIST_STATES
from web.text import day_in_words, moment_in_words
from web.words import _

Told = tuple[str, str]
MOST_CLASHES = 8
"""Of how many things it is said that both changed them."""


@singledispatch
def tell(error: Exception) -> Told:
    """A heading, and a sentence that says who was first and when, where that is known."""
    return _("Dit kan op dit moment niet"), _("Het stappenplan is al een stap verder dan op uw scherm stond.")


@tell.register
def _taken(error: engine.TaskTaken) -> Told:
    return _("Deze taak is al opgepakt"), _(
        "%(who)s heeft deze taak opgepakt%(when)s.", who=error.by, when=_at(error.at)
    )


@tell.register
def _for_another(error: engine.TaskForAnother) -> Told:
    return _("Een collega moet deze taak doen"), _(
        "U doet of deed de taak ‘%(other)s’. Daarom doet iemand anders deze taak.", other=error.other
    )


@tell.register
def _closed(error: engine.TaskClosed) -> Told:
    if error.is_own:
        return _("U hebt deze taak zelf al afgerond"), _(
            "Dat deed u%(when)s, misschien in een ander venster.", when=_at(error.at)
        )
    if error.by:
        return _("Deze taak is al afgerond"), _(
            "%(who)s heeft deze taak afgerond%(when)s.", who=error.by, when=_at(error.at)
        )
    return _("Deze taak is vervallen"), _(
        "De taak is gestopt%(when)s: de tijd was om, het is ingetrokken, of er is een andere weg gekozen.",
        when=_at(error.at),
    )


@tell.register
def _changed(error: engine.ChangedMeanwhile) -> Told:
    if error.clashes:
        clashes = ", ".join(f"‘{name}’" for name in error.clashes[:MOST_CLASHES])
        if error.is_own:
            return _("Dit is intussen al veranderd"), _(
                "Dit stappenplan is bewaard nadat u het hier opende, het laatst door uzelf%(when)s. Wat u wilde "
                "veranderen, is toen ook veranderd: %(clashes)s.",
                when=_at(error.at),
                clashes=clashes,
            )
        return _("U veranderde allebei hetzelfde"), _(
            "%(who)s heeft dit stappenplan bewaard%(when)s, nadat u het opende. Dit is door allebei veranderd: "
            "%(clashes)s.",
            who=error.by,
            when=_at(error.at),
            clashes=clashes,
        )
    if error.is_own:
        return _("U hebt deze bestanden zelf al bewaard"), _(
            "U hebt dit stappenplan zelf bewaard%(when)s, nadat u het hier opende. Misschien in een ander tabblad.",
            when=_at(error.at),
        )
    return _("Iemand anders heeft deze bestanden bewaard"), _(
        "%(who)s heeft dit stappenplan bewaard%(when)s, nadat u het opende.", who=error.by, when=_at(error.at)
    )


@tell.register
def _change_moved(error: engine.ChangeMoved) -> Told:
    return _("Deze wijziging kunt u nu niet veranderen"), _(
        "De wijziging is nu: %(state)s.", state=CHANGE_STATES[error.state]
    )


@tell.register
def _list_moved(error: engine.DestructionMoved) -> Told:
    if error.state == "changed":
        return _("Een collega heeft deze lijst veranderd"), _("Nadat u de lijst had geopend, is zij veranderd.")
    state = LIST_STATES[error.state]
    if error.by:
        return _("Deze lijst is al verder"), _(
            "%(who)s was eerder%(when)s. De lijst is nu: %(state)s.", who=error.by, when=_at(error.at), state=state
        )
    return _("Deze lijst is niet aangeboden"), _("De lijst is nu: %(state)s.", state=state)


@tell.register
def _leave_moved(error: engine.LeaveMoved) -> Told:
    if error.state == "gone":
        return _("Deze afwezigheid is er niet meer"), _("Zij is intussen afgelopen of ingetrokken.")
    return _("Deze afwezigheid is intussen veranderd"), _("Iemand anders veranderde haar, of zij is begonnen.")


@tell.register
def _ended(error: engine.CaseEnded) -> Told:
    return _("Dit is al afgelopen"), _("Er kan niets meer in gebeuren.")


def tell_submitter(error: engine.Conflict, due_at: datetime | None) -> Told:
    """The same for a submitter, who was asked a question and has no tasks. `due_at` is when the answer was due."""
    if not isinstance(error, engine.TaskClosed):
        return tell(error)
    if error.is_own:
        return _("U hebt deze vraag al beantwoord"), _(
            "Dat deed u%(when)s, misschien in een ander venster.", when=_at(error.at)
        )
    if error.by:
        return _("Deze vraag is al beantwoord"), _("%(who)s deed dat%(when)s.", who=error.by, when=_at(error.at))
    return _("U kunt deze vraag niet meer beantwoorden"), tell_last_day(due_at) or _(
        "De vraag is vervallen%(when)s: wij zijn al verder.", when=_at(error.at)
    )


def tell_last_day(due_at: datetime | None) -> str:
    """Until when a question could be answered, once that time has passed."""
    if due_at is None or due_at > place.now():
        return ""
    return _("De laatste dag was %(day)s.", day=day_in_words(due_at))


def _at(moment: datetime | None) -> str:
    return f" ({moment_in_words(moment)})" if moment is not None else ""

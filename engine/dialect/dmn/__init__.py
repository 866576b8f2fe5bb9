"""Decisions: DMN 1.2 to 1.5 read, checked and evaluated, with the explanation of every answer.

read(xml, "route.dmn").evaluate("routebepaling", {"bedrag": Decimal(900)}).matched  # the rows that matched

`reading` makes a `model` of a file, `graph` compiles it (by `tables`, `boxed` and `types`), `definitions` can be asked.
"""

from .definitions import Decision, DecisionResult, Definitions, TableRow, TableView, read
from .errors import DmnError, Finding, InvalidModel, NotDmn, UnknownDecision
from .run import DecisionWarning, Place

"""Tables: the relational truth. Lists and counts read these and never the state of a workflow.

Personal data are only in `persons`, `accounts`, `leaves`, `letters` and `documents`; free text is in `answers`,
`drafts`, `publications` and the state. `history` points to them by pseudonym and digest, so that they can be erased
while it still verifies.
"""

from engine.models.base import Base, new_id, table_of
from engine.models.calendar import CalendarDay
from engine.models.cases import Answer, Case, CaseState, DecisionExplanation, Draft, Publication, Task
from engine.models.definitions import Definition
from engine.models.documents import Document
from engine.models.messages import HeldKey, Message, MessageDelivery, StartSubscription
from engine.models.papers import Letter, RegisterEntry
from engine.models.people import Account, AccountGroup, AccountIdentity, FailedSignIn, Leave, Person, SignedInSession
from engine.models.record import Counter, HistoryEvent
from engine.models.retention import DestructionItem, DestructionList
from engine.models.simulations import Simulation, SimulationRun
from engine.models.versions import CaseMigration, MigratedCase
from engine.models.viewings import Viewing
from engine.models.work import Heartbeat, Job, PendingTimer, Subscription
from engine.models.workshop import Change, ChangeEdit, ChangeEditor, ChangePart, ChangeSnapshot

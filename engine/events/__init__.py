"""Events: what happened, as frozen facts in the past tense. The history consists of these and nothing else.

No event holds personal data or the text of an answer: a person is a pseudonym, and of answers only the names of the
fields and a salted digest are stored, so that a person can be erased while the history still verifies (AVG art. 17).
"""

from engine.events.base import Event, snake_case, to_plain
from engine.events.cases import (
    AbsenceFound,
    AsideBegun,
    CaseEnded,
    CaseErased,
    CaseFound,
    CaseMigrated,
    CaseMigrationReversed,
    CaseStarted,
    CaseTakenOver,
    CaseWithdrawn,
    ContactCorrected,
    IncidentRaised,
    IncidentResolved,
    LinkAsked,
    LinkRenewed,
    LinkResent,
    TokenMoved,
)
from engine.events.municipality import (
    CalendarDayAdded,
    CalendarDayRemoved,
    ChangeApproved,
    ChangeBegun,
    ChangeDiscarded,
    ChangeHeldBack,
    ChangeOffered,
    ChangePutInUse,
    ChangeReplaced,
    ChangeSentBack,
    ChangeTakenUp,
    CopyGiven,
    DefinitionDeployed,
    DestructionListApproved,
    DestructionListCarriedOut,
    DestructionListOffered,
    DestructionListRefused,
    LinksRenewed,
    SealMade,
    SnapshotDeleted,
    ViewingsClosed,
    ViewingsForgotten,
)
from engine.events.papers import LetterSent, LetterWritten, MailReturned, RegisterEntryAdded, RegisterEntryEmptied
from engine.events.rights import (
    AccountAdded,
    AccountBlocked,
    AccountContactChanged,
    AccountFound,
    AccountGroupsChanged,
    AccountLeaveBegun,
    AccountLeaveChanged,
    AccountLeaveEnded,
    AccountLeavePlanned,
    AccountLeaveWithdrawn,
    AccountLinked,
    AccountPasswordChanged,
    AccountsRecorded,
    AccountUnblocked,
    AccountUnlinked,
    RightsReviewed,
)
from engine.events.tasks import (
    MemberRecused,
    TaskCancelled,
    TaskClaimed,
    TaskCompleted,
    TaskDelegated,
    TaskOpened,
    TaskPassedOn,
    TaskReleased,
    VoteCast,
)
from engine.events.terms import DeadlineMoved, ReceiptCorrected, TermExtended, TermMoved, TermResumed, TermSuspended
from engine.events.tokens import (
    DecisionMade,
    ElementCompleted,
    EventCaught,
    EventThrown,
    JobRequested,
    MessageReceived,
    ScopeInterrupted,
    StatusPublished,
    TimerFired,
)

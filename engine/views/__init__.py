"""Views: the frozen facts that leave the engine. Readers get these, never rows of the database."""

from engine.forms import Answers
from engine.views.cases import (
    CaseDetail,
    CaseFilters,
    CaseView,
    DrawnProcess,
    GivenAnswers,
    StartableProcess,
    StartedCase,
    StatusChange,
    SubmitterCase,
    TimelineItem,
)
from engine.views.house import DefinitionView, FailedJob, Health, Incident, IncidentDetail, MailView, RepairableVariable
from engine.views.people import SYSTEM, AccountView, SessionView, SignedIn, User
from engine.views.work import (
    BallotView,
    CompletedTask,
    DraftView,
    Field,
    Page,
    TaskCounts,
    TaskDetail,
    TaskView,
)

__all__ = [
    "SYSTEM",
    "AccountView",
    "Answers",
    "BallotView",
    "CaseDetail",
    "CaseFilters",
    "CaseView",
    "CompletedTask",
    "DefinitionView",
    "DraftView",
    "DrawnProcess",
    "FailedJob",
    "Field",
    "GivenAnswers",
    "Health",
    "Incident",
    "IncidentDetail",
    "MailView",
    "Page",
    "RepairableVariable",
    "SessionView",
    "SignedIn",
    "StartableProcess",
    "StartedCase",
    "StatusChange",
    "SubmitterCase",
    "TaskCounts",
    "TaskDetail",
    "TaskView",
    "TimelineItem",
    "User",
]

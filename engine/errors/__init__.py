"""Errors: every reason the engine has to say no, as a type that carries the facts of the refusal."""

from engine.errors.base import Collided, Conflict, EngineError, NotAllowed, NotFound, SharedLine, Unavailable
from engine.errors.conflicts import (
    CaseEnded,
    ChangedMeanwhile,
    ChangeMoved,
    DestructionMoved,
    LeaveMoved,
    NotWaiting,
    TaskClosed,
    TaskForAnother,
    TaskTaken,
    TypedElsewhere,
)
from engine.errors.processes import (
    ChangeRefused,
    DefinitionRefused,
    DiagramRefused,
    EditRefused,
    ExecutionFailed,
    FieldsRefused,
    ScenarioFailed,
    TrialRefused,
)
from engine.errors.refusals import (
    AnswersRefused,
    CalendarRefused,
    ConfigurationRefused,
    DestructionRefused,
    DigestRefused,
    ExtensionRefused,
    FieldProblem,
    FileRefused,
    HistoryBroken,
    IdentityRefused,
    LeaveRefused,
    MoveRefused,
    ReceiptRefused,
    RepairRefused,
    SealRefused,
    SignInRefused,
    SimulationRefused,
)

"""The engine: everything the system promises. Its public names are imported here; `web/` uses nothing else.

Grouped by subject: first the functions of each, then the types that pages and tests name. Other types that functions
return are in `engine.views` and beside the functions. A function that acts is one transaction.
"""

# ---- imported first: that module says why -------------------------------------------------------------------------
from engine.garbage import look_again as _look_again

# ---- a municipality, and what runs behind the pages -------------------------------------------------------------
from engine.clocks import utc_now
from engine.municipality import Municipality, at, group_names, here, open_municipality
from engine.configuring import load_settings
from engine.settings import Settings
from engine.logs import places_of, set_up_logs
from engine.background.worker import health, start_worker
from engine.background.jobs import failed_jobs, jobs_tried_again, list_late_cases, retry_job, run_worker_once
from engine.demo import fill_demo
from engine.demo import is_filled as is_demo_filled
from engine.views.operations import DefinitionView, IncidentDetail, MovedDeadlines

# ---- people, their accounts and what they may -------------------------------------------------------------------
from engine.accounts.adding import AccountRefused, NewAccount, UsernameTaken, add_account
from engine.accounts.signing_in import (
    find_user,
    list_accounts,
    list_demo_accounts,
    sign_in,
)
from engine.background.digests import choose_digest, read_digest_choice
from engine.accounts.identities import Identity, sign_in_by_service
from engine.accounts.sessions import list_sessions, read_session, sign_out, sign_out_everywhere
from engine.accounts.entrusting import (
    AccountChanged,
    OwnAccount,
    correct,
    entrust,
    give_password,
    let_in,
    read_account,
    shut_out,
    welcome,
)
from engine.accounts.staffing import GroupsUnknown, LastOperator, Staffed
from engine.accounts.own_account import change_own_password, give_back_own_tasks, has_password
from engine.accounts.away import list_away
from engine.accounts.leaves import LeaveAsked, change_leave, end_leave, plan_leave, read_leaves
from engine.accounts.rights import list_account_events
from engine.proving.chronicle import SUBJECTS as MUNICIPAL_SUBJECTS
from engine.proving.chronicle import MunicipalEvent, list_municipal_events
from engine.proving.sealing import list_seals, make_seal, prove_history
from engine.proving.words import BROKEN as PROOF_BROKEN
from engine.proving.words import REASONS as PROOF_REASONS
from engine.proving.words import THINGS as PROOF_THINGS
from engine.viewing import KINDS as VIEWING_KINDS
from engine.viewing import ViewingFilter, export_viewings, keep_viewing, list_case_viewings, list_viewings
from engine.experience.eventlog import export_cases, export_events, list_event_years
from engine.experience.objectlog import export_objects
from engine.views.eventlogs import LoggedCase, LoggedEvent, LoggedHappening, LoggedObject, LoggedStory
from engine.proving.seals import LARGEST as LARGEST_SEAL
from engine.permissions import SUBMITTER, may
from engine.names import REGISTERS
from engine.views.people import (
    SYSTEM,
    AccountEvent,
    AccountView,
    AwayView,
    DigestChoice,
    LeaveOutcome,
    LeavesView,
    LeaveView,
    ReplacedView,
    SignedIn,
    User,
    ViewingView,
)

# ---- cases ------------------------------------------------------------------------------------------------------
from engine.cases.starting import check_answers, list_startable, read_startable, start_case
from engine.cases.lifecycle import let_time_pass, withdraw_case
from engine.cases.attachments import drop_start_files, keep_start_file, list_start_files, read_document
from engine.cases.asides import begin_aside, read_aside
from engine.cases.casefile import read_case, read_own_case, read_timeline
from engine.finding.caselist import case_filters, list_cases
from engine.dialect.nouns import Noun
from engine.versions.nouns import find_noun
from engine.cases.links import has_other_key, open_secret_links, open_secret_link, renew_links
from engine.cases.contacting import correct_contact, read_contact
from engine.cases.lostlinks import FORM as LOST_LINK, request_links
from engine.cases.resending import NoAddress, is_link_mailed, resend_link
from engine.cases.erasing import Erased, ErasureRefused, erase_case
from engine.disclosure.copying import copy_disclosure, list_copies, read_disclosure
from engine.disclosure.dossier import copy_case
from engine.disclosure.people import MOST_PEOPLE, find_people
from engine.views.disclosure import Dossier, FileContents, HeldCase, HeldFile, HeldPerson
from engine.cases.receipts import check_correctable, correct_receipt
from engine.cases.punctuality import PassedTerm, Punctuality, read_punctuality
from engine.cases.terms import check_extendable, extend_term
from engine.cases.calendars import add_calendar_day, list_calendar_days, remove_calendar_day
from engine.running.correlation import correlate_message
from engine.documents.receiving import LARGEST as LARGEST_FILE
from engine.views.documents import OpenedDocument
from engine.views.cases import (
    AsideDetail,
    CaseDetail,
    ContactView,
    GivenAnswers,
    StartableProcess,
    StartedCase,
    SubmitterCase,
)
from engine.views.timeline import DrawnProcess, ExplainedTable, TimelineItem

# ---- tasks and votes --------------------------------------------------------------------------------------------
from engine.tasks.claiming import claim_task, delegate_task, read_task, release_task
from engine.tasks.completing import chose_interest, complete_task, recuse
from engine.tasks.attaching import drop_task_file, keep_task_file
from engine.tasks.ballots import list_ballots, list_votes, read_ballot
from engine.tasks.meetings import list_meetings, read_meeting
from engine.awaited import count_awaited
from engine.tasks.drafts import count_drafts, drop_draft, list_drafts, save_draft
from engine.tasks.windows import Window
from engine.tasks.worklists import count_tasks, list_my_tasks, list_team_tasks
from engine.forms import (
    ENDINGS,
    ITEM,
    PICTURES,
    Files,
    Reference,
    Form,
    FormField,
    add_row,
    answers_to_raw,
    first_rows,
    in_names,
    is_reference,
    items_of,
    name_in,
    only_asked,
    owner_of,
    references_in,
    place_of,
    put_row,
    remove_row,
    rows_in,
    typed_in,
    typed_in_labels,
    visible_columns,
    visible_fields,
)
from engine.forms import Rows as FormRows
from engine.views.work import (
    MOST,
    Awaited,
    BallotView,
    CompletedTask,
    Field,
    Page,
    TaskCounts,
    TaskDetail,
    TaskView,
    Worklist,
)

# ---- letters, mails and registers -------------------------------------------------------------------------------
from engine.papers.letters import list_letters, mark_letters_sent, read_letter
from engine.cases.mailing import list_mails
from engine.papers.registers import export_entries, list_entries, list_registers, read_register
from engine.papers.emptying import empty_entry
from engine.views.papers import EntryView, LetterView

# ---- how long cases are kept, and what is destroyed after that ---------------------------------------------------
from engine.retention.overview import list_kept, read_retention
from engine.retention.lists import (
    MOST_LISTED,
    discard_list,
    list_destruction_lists,
    make_destruction_list,
    put_back_on_list,
    read_destruction_list,
    take_off_list,
)
from engine.retention.judging import approve_list, offer_list, refuse_list
from engine.views.retention import DestructionEvent

# ---- processes as they are drawn --------------------------------------------------------------------------------
from engine.versions.definitions import install_stock, list_definitions, read_definition
from engine.versions.folders import check_path
from engine.versions.reading import read_version, read_version_form
from engine.steps import StepItem, list_steps
from engine.dialect.asides import OUTSIDERS
from engine.dialect.elements import Diagram, Edge, Element, Process, Shape
from engine.checking import Finding, unreadable

# ---- cases that cannot go on, or go to another version ----------------------------------------------------------
from engine.moving.incidents import list_incidents, read_incident, resolve_incident
from engine.moving.token_moves import move_token, read_tokens
from engine.moving.migration import list_migrations, list_outdated, plan_migration, read_migration
from engine.moving.carryover import pause_migration, resume_migration, start_migration, undo_migration
from engine.workshop.consequences import plan_consequences, plan_for_change, read_standings
from engine.workshop.leaving import PartEnd, list_part_ends, plan_removal, plan_unpacking
from engine.views.versions import CaseTokens, CaseVerdict, MigrationPlan, MigrationView, MovableToken, Standings

# ---- the workshop: a change and its parts -----------------------------------------------------------------------
from engine.workshop.beginning import add_process, begin_change, begin_example, begin_process, propose_id
from engine.workshop.changes import (
    discard_change,
    list_change_events,
    list_past_changes,
    list_process_names,
    list_changes_beside,
    list_versions,
    list_workshop,
    read_change,
    retitle_change,
    take_up_change,
)
from engine.workshop.desk import PartEdit
from engine.workshop.saving import read_part, read_sources, save_part
from engine.workshop.snapshots import (
    MOST_SNAPSHOTS,
    delete_snapshot,
    list_snapshots,
    read_snapshot,
    restore_snapshot,
    take_snapshot,
)
from engine.workshop.archives import export_part, export_version, import_part
from engine.views.workshop import ChangeEvent, ChangeView, PartView

# ---- the workshop: editing by form ------------------------------------------------------------------------------
from engine.workshop.partediting import PartEdited, edit_part
from engine.workshop.judges import list_judges
from engine.workshop.sharing import look_beside, save_beside
from engine.workshop.steps import (
    read_part_drawing,
    read_part_form,
    read_part_letter,
    read_part_mail,
    read_part_table,
    read_step,
    read_step_list,
)
from engine.workshop.stepviews import ListedStep, PartDrawing, PartMail, PartTable, StepDetail, StepList
from engine.workshop.stepfield import StepField
from engine.workshop.stepchanges import key_of as step_field_key
from engine.workshop.formediting import DECIMALS, FILE_KINDS, file_kind, write_options
from engine.workshop.formediting import PERSONAL as PERSONAL_QUESTIONS
from engine.workshop.tableediting import cell_key
from engine.workshop.words import ANYONE, Choice, Words, describe_words, read_form_text
from engine.editing import Column as TableColumn
from engine.editing import Done as EditDone
from engine.editing.fields import KINDS as QUESTION_KINDS
from engine.editing.fields import Field as FormQuestion
from engine.editing.rules import POLICIES as HIT_POLICIES
from engine.editing.characters import transcribe

# ---- the workshop: checking, comparing, and the gate ------------------------------------------------------------
from engine.workshop.checks import check_change, mend_change, mend_part
from engine.workshop.offers import Fix
from engine.workshop.undoing import read_last_edit, undo_edit
from engine.workshop.comparing import compare_change, compare_versions
from engine.comparison import Comparison, Edit, ElementChange, TableChange
from engine.workshop.gate import Weighed
from engine.workshop.offering import approve_change, offer_change, renew_base, send_back, take_back, weigh_change

# ---- the workshop: trying a change, and its stories -------------------------------------------------------------
from engine.workshop.following import finish_story, follow_story
from engine.workshop.trials import (
    begin_trial,
    begin_trial_aside,
    change_trial_vote,
    complete_trial_task,
    keep_trial,
    prepare_trial,
    read_trial,
    read_trial_aside,
    read_trial_task,
    read_trial_vote,
    send_to_trial,
    turn_trial_clock,
    undo_in_trial,
    withdraw_trial,
)
from engine.workshop.rehearsing import drop_scenario, rehearse_change
from engine.workshop.retelling import replace_scenario, replace_scenarios, retell_failed, retell_scenario
from engine.views.trials import RehearsedProcess, TrialExample, TrialStart, TrialTask, TrialTaskDetail
from engine.views.trials import TrialView, TrialWay

# ---- how it went, and how it would go ---------------------------------------------------------------------------
from engine.experience import read_experience
from engine.views.experience import FEW, Experience, TaskExperience
from engine.whatif import list_simulations, prepare_simulation, read_simulation, start_simulation, stop_simulation
from engine.views.whatif import Side, SimulationView

# ---- what is refused --------------------------------------------------------------------------------------------
from engine.errors import (
    AnswersRefused,
    CalendarRefused,
    CaseEnded,
    ChangeMoved,
    ChangeRefused,
    ChangedMeanwhile,
    ConfigurationRefused,
    Conflict,
    DestructionMoved,
    DestructionRefused,
    DiagramRefused,
    EditRefused,
    EngineError,
    ExecutionFailed,
    ExtensionRefused,
    ReceiptRefused,
    FieldProblem,
    FileRefused,
    FieldsRefused,
    HistoryBroken,
    LeaveMoved,
    LeaveRefused,
    MoveRefused,
    NotAllowed,
    NotFound,
    NotWaiting,
    RepairRefused,
    DigestRefused,
    IdentityRefused,
    SealRefused,
    SignInRefused,
    SimulationRefused,
    TaskClosed,
    TaskForAnother,
    TaskTaken,
    TrialRefused,
    TypedElsewhere,
    Unavailable,
)

__version__ = "0.1.0"

_look_again()

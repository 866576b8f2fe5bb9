"""Trial: a change that runs in the real engine, in a throw-away municipality with its own people and clock."""

from engine.trial.acts import Act, Log
from engine.trial.asides import find as find_aside
from engine.trial.following import find_next
from engine.trial.looking import is_at_aim, look_at, look_at_task
from engine.trial.sessions import begin, find, perform, undo
from engine.trial.telling import read_values, tell_story
from engine.trial.ways import find_broken, find_ways, hindered_by
from engine.trial.wishes import Begin, BeginAside, Complete, Revise, Send, Turn, Wish, Withdraw

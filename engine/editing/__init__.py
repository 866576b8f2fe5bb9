"""Editing: changes of a process's files that leave alone every byte that they are not about. Pure."""

from engine.editing.adding import add_branch, add_step
from engine.editing.boundaries import add_boundary
from engine.editing.done import Done, Edited
from engine.editing.elements import (
    make_default,
    move_to_lane,
    remove_default,
    set_attribute_of,
    set_condition,
    set_documentation,
    set_loop,
    set_name,
    set_timer,
)
from engine.editing.extensions import set_extension, set_headers, set_mappings, set_property
from engine.editing.inserting import New
from engine.editing.moving import change_lane, move_step
from engine.editing.removing import remove_branch, remove_step
from engine.editing.source import Source, read_source

__all__ = [
    "Done",
    "Edited",
    "New",
    "Source",
    "add_boundary",
    "add_branch",
    "add_step",
    "change_lane",
    "make_default",
    "move_step",
    "move_to_lane",
    "read_source",
    "remove_branch",
    "remove_default",
    "remove_step",
    "set_attribute_of",
    "set_condition",
    "set_documentation",
    "set_extension",
    "set_headers",
    "set_loop",
    "set_mappings",
    "set_name",
    "set_property",
    "set_timer",
]

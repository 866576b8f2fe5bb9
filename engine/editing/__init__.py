"""Editing: changes to a process's files that leave every unrelated byte alone. Pure."""

from engine.editing.adding import add_branch, add_step
from engine.editing.asides import Aside, Piece, Put, add_aside
from engine.editing.boundaries import add_boundary
from engine.editing.columns import add_column, remove_column, set_column, set_columns
from engine.editing.compensating import add_undoing
from engine.editing.done import Done, Edited
from engine.editing.drafting import draw_anew, is_drawn
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
from engine.editing.enclosing import enclose, list_lasts
from engine.editing.extensions import set_extension, set_headers, set_mappings, set_property
from engine.editing.fields import (
    Field,
    FormEdited,
    add_field,
    form_title,
    move_field,
    new_form,
    options_of,
    read_fields,
    remove_field,
    set_field,
    set_title,
)
from engine.editing.gateways import SPLITS, set_join, set_split
from engine.editing.gathering import gather
from engine.editing.happening import define, set_event
from engine.editing.inserting import New
from engine.editing.json_source import JsonSource, read_json_source
from engine.editing.linking import link_way
from engine.editing.links import lead_link
from engine.editing.messages import set_correlation_key, set_message
from engine.editing.moving import change_lane, move_step
from engine.editing.removing import remove_branch, remove_step
from engine.editing.rules import add_rule, move_rule, remove_rule, set_cell, set_policy, set_rule, set_rules
from engine.editing.source import Source, read_source
from engine.editing.tables import Column, Table, decisions_of, read_table
from engine.editing.transactions import set_part
from engine.editing.unpacking import unpack
from engine.editing.withdrawing import let_withdraw

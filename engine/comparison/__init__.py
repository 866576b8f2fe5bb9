"""Comparison: two versions of a process side by side: drawing, decisions, forms, mails and scenarios. Pure."""

from engine.comparison.comparing import compare
from engine.comparison.difference import (
    Cell,
    Column,
    Comparison,
    Edit,
    ElementChange,
    FieldChange,
    FormChange,
    Line,
    RowChange,
    TableChange,
    TextChange,
    Unreadable,
)

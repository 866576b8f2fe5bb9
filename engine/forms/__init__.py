"""Forms: reading a form file, and checking what people typed into it. Pure; everything typed is hostile.

A form file is a form-js schema (`"type": "default"`). Each top-level group is a page; loose fields between
groups form a page of their own. Answers are FEEL values: text, bool, Decimal, date, list of text, or None.
"""

from .filling import expressions_in, fill_in
from .form import PERSONAL, Answers, Form, FormField, FormPage, Option, Raw
from .reading import read_form
from .validation import validate, visible_fields
from .wording import Described, answers_to_raw, describe

__all__ = [
    "PERSONAL", "Answers", "Described", "Form", "FormField", "FormPage", "Option", "Raw", "answers_to_raw",
    "describe", "expressions_in", "fill_in", "read_form", "validate", "visible_fields",
]  # fmt: skip

"""Forms: reading a form file, and checking what people typed into it. Pure; everything typed is hostile.

A form file is a form-js schema (`"type": "default"`). Each top-level group is a page; loose fields between groups form
a page of their own. Answers are FEEL values: text, bool, Decimal, date, list of text, or None. A list (dynamiclist)
gives a list of contexts, and so do files (filepicker).
"""

from .files import (
    DOCUMENTS,
    ENDINGS,
    EXAMPLES,
    PICTURES,
    Files,
    Reference,
    could_be,
    in_names,
    is_reference,
    read_accept,
    read_reference,
    reference,
    references_in,
)
from .filling import expressions_in, fill_in
from .form import ITEM, PERSONAL, THIS, Answers, Form, FormField, FormPage, Option, Raw, Rows
from .lists import items_of
from .reading import read_form
from .rows import add_row, first_rows, name_in, only_asked, owner_of, place_of, put_row, remove_row, rows_in, typed_in
from .validation import validate
from .visibility import visible_columns, visible_fields
from .wording import Described, answers_to_raw, describe, typed_in_labels

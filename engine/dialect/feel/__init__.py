"""FEEL, the expression language of DMN 1.5 (clause 10): parse once, evaluate often, with exact decimals.

    parse("bedrag > 5000").evaluate({"bedrag": Decimal(6000)})  # True

An expression is hostile until it is parsed, and bounded while it runs. Errors inside it become null with a warning.

A map, to be read from the bottom up:

    an expression       expression: parsed and compiled once, kept for all threads
    what nodes do       operators, iteration, invocation, builtins, each registered with the compiler or the registry
    closures            compiler: a syntax tree as one Python function per node; cells: constants alone, faster
    the syntax tree     parser (with forms and cursor) makes it from the tokens of lexer; names and printing read it
    values              values, wide, interval and temporal; arithmetic and types on them; codec and writing as text
    shared by all       errors, limits, record
"""

from .builtins import BUILTIN_NAMES
from .codec import from_json, from_json_each, from_python, to_json, to_json_each
from .errors import (
    EXTERNAL_FUNCTION,
    MISSING_ENTRY,
    NO_RESULT,
    NULL_OPERAND,
    UNKNOWN_FUNCTION,
    UNKNOWN_TYPE,
    UNKNOWN_VARIABLE,
    WRONG_ARGUMENT,
    WRONG_TYPE,
    Evaluation,
    FeelBudgetExceeded,
    FeelError,
    FeelSyntaxError,
    FeelValueError,
    Position,
    Warning,
)
from .expression import Expression, UnaryTests, parse, parse_unary_tests
from .functions import NativeFunction, host_function
from .habits import slip
from .limits import Run
from .values import CONTEXT, Function, Range, Value, YearsMonths
from .wide import WideDate, WideMoment
from .writing import write_literal, write_value

"""A Pratt parser for FEEL (DMN 1.5, 10.3.1.2): text and known names in, a syntax tree out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from .cursor import Names
from .errors import FeelBudgetExceeded
from .forms import COMPARISONS, Forms
from .lexer import END, NAME, NUMBER, STRING
from .limits import MAX_DEPTH
from .registry import BUILTINS
from .syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Conjunction,
    Disjunction,
    Expr,
    Filter,
    InstanceOf,
    Literal,
    Negation,
    Path,
    Test,
    Tests,
    Variable,
    Within,
)

_OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER, _NEGATE = range(1, 8)
_BINARY = {"+": _ADD, "-": _ADD, "*": _MULTIPLY, "/": _MULTIPLY, "**": _POWER}
_CONSTANTS = {"true": True, "false": False, "null": None}


@cache
def _builtin_names() -> Names:
    return Names(BUILTINS)


class Parser(Forms):
    """One parse of one text."""

    def __init__(self, text: str, names: Iterable[str], members: Iterable[str] = ()) -> None:
        super().__init__(text, [_builtin_names(), Names(names)])
        self._members = Names(members)  # names of entries: known after a dot, and in filters
        self._no_tests: set[int] = (
            set()
        )  # places after `in` where ( begins an expression; otherwise each level is read twice
        self._bare = False  # inside an interval's end, where '[' closes the interval and does not filter

    def whole_expression(self) -> Expr:
        if self.token.kind == END:
            raise self.error("the expression is empty")
        tree = self.expression()
        self._expect_end()
        return tree

    def whole_tests(self) -> Tests:
        """The unary tests of a cell: `-`, `not(…)`, or tests with commas between them."""
        if self.token.kind == END:
            raise self.error("the test is empty; write - to accept everything")
        if self.sees("-") and self.peek().kind == END:
            return Tests(self.token.at, ())
        if self.sees_word("not") and self.peek().text == "(":
            start = self.index
            self.index += 2
            tests = self._tests()
            if self.take(")") and self.token.kind == END:
                return Tests(self.tokens[start].at, tests, negated=True)
            self.index = start  # not(…) was only the beginning of an expression
        found = Tests(self.token.at, self._tests())
        self._expect_end()
        return found

    def _expect_end(self) -> None:
        if self.token.kind != END:
            raise self.error(f"expected the end of the expression, found {self.describe()}")

    def expression(self) -> Expr:
        with self.deeper():
            was, self._bare = self._bare, False
            tree = self._binary(_OR)
            self._bare = was
            return tree

    def endpoint(self) -> Expr:
        with self.deeper():
            was, self._bare = self._bare, True
            tree = self._binary(_ADD)
            self._bare = was
            return tree

    def _binary(self, strength: int) -> Expr:
        left = self._unary()
        chain = 0
        while True:
            step = self._operator(strength)
            if step is None:
                return left
            chain += 1
            if chain > MAX_DEPTH * 2:
                raise FeelBudgetExceeded(f"more than {MAX_DEPTH * 2} operators follow each other")
            left = step(left)

    def _operator(self, strength: int) -> Callable[[Expr], Expr] | None:
        """How to continue after a left operand, or None when the next token binds less than `strength`."""
        token = self.token
        if token.kind == NAME:
            if token.text == "or" and strength <= _OR:
                return lambda left: Disjunction(token.at, (left, *self._operands("or", _AND)))
            if token.text == "and" and strength <= _AND:
                return lambda left: Conjunction(token.at, (left, *self._operands("and", _COMPARE)))
            if token.text == "between" and strength <= _COMPARE:
                return self._between
            if token.text == "in" and strength <= _COMPARE:
                return self._within
            return None
        if token.text in COMPARISONS and token.kind != STRING and strength <= _COMPARE:
            return self._comparison
        if token.kind != STRING and (power := _BINARY.get(token.text)) and strength <= power:
            return self._arithmetic
        return None

    def _operands(self, word: str, strength: int) -> list[Expr]:
        operands: list[Expr] = []
        while self.take_word(word):
            operands.append(self._binary(strength))
        return operands

    def _between(self, value: Expr) -> Expr:
        at = self.token.at
        self.index += 1
        low = self._binary(_ADD)
        self.expect_word("and", "after the low end of between")
        return Between(at, value, low, self._binary(_ADD))

    def _within(self, value: Expr) -> Expr:
        at = self.token.at
        self.index += 1
        start = self.index
        if start not in self._no_tests and self.take("("):
            with self.deeper():
                was, self._bare = self._bare, False
                tests = self._tests()
                self._bare = was
            if self.take(")") and not self._continues():
                return Within(at, value, tests)
            self.index = start  # (a..b] and (a) + 1 are expressions
            self._no_tests.add(start)
        return Within(at, value, (self._test(_ADD),))

    def _continues(self) -> bool:
        return self.token.text in (".", "[", "+", "-", "*", "/", "**") and self.token.kind not in (
            STRING,
            END,
        )

    def _tests(self) -> tuple[Expr, ...]:
        tests = [self._test(_OR)]
        while self.take(","):
            tests.append(self._test(_OR))
        return tuple(tests)

    def _test(self, strength: int) -> Expr:
        at = self.token.at
        for operator in COMPARISONS:
            if self.take(operator):
                return Test(at, operator, self._binary(_ADD))
        with self.deeper():
            return self._binary(strength)

    def _comparison(self, left: Expr) -> Expr:
        token = self.token
        self.index += 1
        return Comparison(token.at, token.text, left, self._binary(_ADD))

    def _arithmetic(self, left: Expr) -> Expr:
        token = self.token
        self.index += 1
        return Arithmetic(token.at, token.text, left, self._binary(_BINARY[token.text] + 1))

    def _unary(self) -> Expr:
        at = self.token.at
        if self.take("-"):
            with self.deeper():
                return Negation(at, self._binary(_NEGATE))
        # A test is an expression too (DMN 1.5, 10.3.1.2, rule 2), though rarely intended; `smederij check` reports it.
        if self.token.text in COMPARISONS and self.token.kind != STRING:
            with self.deeper():
                return self._test(_ADD)
        return self._postfix(self._primary())

    def _primary(self) -> Expr:
        token = self.token
        if token.kind == NUMBER:
            return self.number()
        if token.kind == STRING:
            self.index += 1
            return Literal(token.at, token.text)
        if token.kind == NAME:
            return self._word()
        forms = {
            "(": self.parenthesis_form, "[": self.bracket_form, "{": self.context_form,
            "]": self.open_interval_form, "@": self.at_literal,
        }  # fmt: skip
        if token.text in forms:
            with self.deeper():
                was, self._bare = self._bare, False
                tree = forms[token.text]()
                self._bare = was
                return tree
        raise self.error(f"expected a value, found {self.describe()}")

    def _word(self) -> Expr:
        token = self.token
        forms = {
            "if": self.if_form, "for": self.for_form, "some": self.quantified_form,
            "every": self.quantified_form, "function": self.function_form,
        }  # fmt: skip
        if token.text in forms:
            return forms[token.text]()
        if token.text in _CONSTANTS:
            self.index += 1
            return Literal(token.at, _CONSTANTS[token.text])
        known = self.known_name(self.scopes)
        if known is not None:
            return Variable(token.at, known)
        if token.text in ("and", "or", "between", "in", "then", "else", "return", "satisfies"):
            raise self.error(f"expected a value before {token.text!r}")
        return Variable(token.at, self.joined_name("a name"))

    def _postfix(self, tree: Expr) -> Expr:
        chain = 0
        while True:
            at = self.token.at
            if self.take("."):
                name = self.known_name([*self.scopes[1:], self._members]) or self.joined_name("a name after '.'")
                tree = Path(at, tree, name)
            elif self.sees("[") and not self._bare:
                self.index += 1
                self.scopes.append(self._members)
                tree = Filter(at, tree, self.expression())
                self.scopes.pop()
                self.expect("]", "to close the filter")
            elif self.sees("("):
                tree = self._call(tree)
            elif self.sees_word("instance") and self.peek().text == "of":
                self.index += 2
                tree = InstanceOf(at, tree, self.type())
            else:
                return tree
            chain += 1
            if chain > MAX_DEPTH:
                raise FeelBudgetExceeded(f"more than {MAX_DEPTH} paths, filters or calls follow each other")

    def _call(self, function: Expr) -> Expr:
        at = self.expect("(", "").at
        arguments: list[Expr] = []
        names: list[str] = []
        while not self.take(")"):
            if arguments:
                self.expect(",", "between arguments")
            if self._named_argument_ahead():
                names.append(self.key("the name of an argument"))
                self.index += 1
            if names and len(names) != len(arguments) + 1:
                raise self.error("give either all arguments a name or none")
            arguments.append(self.expression())
        if names and len(names) != len(arguments):
            raise self.error("give either all arguments a name or none")
        at = function.at if isinstance(function, Variable) else at
        return Call(at, function, tuple(arguments), tuple(names) if names else None)

    def _named_argument_ahead(self) -> bool:
        ahead = 0
        while self.peek(ahead).kind in (NAME, NUMBER) or (ahead and self.peek(ahead).text in ("-", "+", "'", "/", "*")):
            ahead += 1
        return ahead > 0 and self.peek(ahead).text == ":" and self.peek(ahead).kind != STRING

"""The forms of the language that begin with a word or a bracket: if, for, functions, contexts, lists."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal, InvalidOperation

from .cursor import Cursor, Names
from .lexer import END, NAME, STRING
from .limits import MAX_EXPONENT
from .syntax import (
    AtLiteral,
    ContextOf,
    Expr,
    For,
    FunctionOf,
    If,
    Interval,
    ListOf,
    Literal,
    Quantified,
    Test,
    TypeNode,
)
from .temporal import read_temporal

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


class Forms(Cursor):
    """The part of the parser that needs only `expression` and `endpoint` of the rest."""

    def expression(self) -> Expr:
        raise NotImplementedError

    def endpoint(self) -> Expr:
        raise NotImplementedError

    def number(self) -> Expr:
        token = self.token
        try:
            value = Decimal(token.text)
        except InvalidOperation:
            raise self.error(f"the number {token.text[:40]} cannot be read") from None
        if value and abs(value.adjusted()) > MAX_EXPONENT:
            raise self.error(f"the number {token.text[:40]} is too large or too small")
        self.index += 1
        return Literal(token.at, value)

    def at_literal(self) -> Expr:
        at = self.expect("@", "").at
        if self.token.kind != STRING:
            raise self.error(f'expected a text such as "2026-03-02" after @, found {self.describe()}')
        text = self.token.text
        self.index += 1
        return AtLiteral(at, text, read_temporal(text))

    def if_form(self) -> Expr:
        at = self.token.at
        self.index += 1
        condition = self.expression()
        self.expect_word("then", "after the condition of if")
        then = self.expression()
        self.expect_word("else", "after the value of then (FEEL has no if without else)")
        return If(at, condition, then, self.expression())

    def for_form(self) -> Expr:
        at = self.token.at
        self.index += 1
        with ExitStack() as stack:
            iterators = self._iterators(stack)
            self.expect_word("return", "after the lists of for")
            stack.enter_context(self.declaring("partial"))
            return For(at, iterators, self.expression())

    def quantified_form(self) -> Expr:
        token = self.token
        self.index += 1
        with ExitStack() as stack:
            iterators = self._iterators(stack)
            self.expect_word("satisfies", f"after the lists of {token.text}")
            return Quantified(token.at, token.text == "every", iterators, self.expression())

    def _iterators(self, stack: ExitStack) -> tuple[tuple[str, Expr], ...]:
        iterators: list[tuple[str, Expr]] = []
        while not iterators or self.take(","):
            name = self.joined_name("the name of a variable")
            self.expect_word("in", f"after the variable {name!r}")
            at = self.token.at
            domain = self.expression()
            if self.take(".."):
                domain = Interval(at, domain, self.expression(), True, True, bare=True)
            iterators.append((name, domain))
            stack.enter_context(self.declaring(name))
        return tuple(iterators)

    def function_form(self) -> Expr:
        at = self.token.at
        self.index += 1
        self.expect("(", "after function")
        parameters: list[tuple[str, TypeNode | None]] = []
        while not self.take(")"):
            if parameters:
                self.expect(",", "between the parameters of a function")
            parameters.append(self._parameter())
        external = self.take_word("external")
        with self.declaring(*(name for name, _ in parameters)):
            body = self.expression()
        return FunctionOf(at, tuple(parameters), None if external else body)

    def _parameter(self) -> tuple[str, TypeNode | None]:
        first = self.token
        if first.kind != NAME:
            raise self.error(f"expected the name of a parameter, found {self.describe()}")
        while self.token.kind != END and self.token.text not in (":", ",", ")", "("):
            self.index += 1
        name = self.slice(first)
        return name, self.type() if self.take(":") else None

    def context_form(self) -> Expr:
        at = self.expect("{", "").at
        entries: list[tuple[str, Expr]] = []
        known: set[str] = set()
        with self.declaring() as scope:
            while not self.take("}"):
                if entries:
                    self.expect(",", "between the entries of a context")
                name = self.key("the name of an entry")
                if name in known:
                    raise self.error(f"the entry {name!r} occurs twice in this context")
                self.expect(":", f"after the name {name!r}")
                entries.append((name, self.expression()))
                known.add(name)
                scope.add(name)
        return ContextOf(at, tuple(entries))

    def bracket_form(self) -> Expr:
        """A list `[a, b]` or an interval `[a..b]`."""
        at = self.expect("[", "").at
        items: list[Expr] = []
        while not self.take("]"):
            if items:
                self.expect(",", "between the elements of a list")
            items.append(self.expression())
            if len(items) == 1 and self.take(".."):
                return self.interval(at, items[0], low_closed=True)
        return ListOf(at, tuple(items))

    def parenthesis_form(self) -> Expr:
        """`(a)`, an interval `(a..b]` or a test as a value, `(< 5)`."""
        at = self.expect("(", "").at
        for operator in COMPARISONS:
            if self.take(operator):
                test = Test(at, operator, self.endpoint())
                self.expect(")", f"after ({operator} …")
                return test
        inner = self.expression()
        if self.take(".."):
            return self.interval(at, inner, low_closed=False)
        self.expect(")", "to close the parenthesis")
        return inner

    def open_interval_form(self) -> Expr:
        """`]a..b]`: the older way to write an interval that excludes its low end."""
        at = self.expect("]", "").at
        low = self.endpoint()
        self.expect("..", "after the low end of an interval")
        return self.interval(at, low, low_closed=False)

    def interval(self, at: int, low: Expr, low_closed: bool) -> Expr:
        """Read the rest of an interval after its `..`."""
        high = self.endpoint()
        if self.take("]"):
            return Interval(at, low, high, low_closed, True)
        if self.take(")") or self.take("["):
            return Interval(at, low, high, low_closed, False)
        raise self.error(f"expected ']' or ')' to close the interval, found {self.describe()}")


__all__ = ["COMPARISONS", "Forms", "Names"]

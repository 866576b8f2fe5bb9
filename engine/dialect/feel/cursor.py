"""The parser's place in the tokens, the names it knows there, and the reading of names and types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from .errors import FeelBudgetExceeded, FeelSyntaxError, locate
from .habits import advise
from .lexer import END, NAME, NUMBER, STRING, SYMBOL, Token, cut, cut_name
from .limits import MAX_DEPTH
from .syntax import TypeNode

# Words that end an undeclared name of several words.
KEYWORDS = frozenset({
    "and", "or", "between", "in", "then", "else", "return", "satisfies",
    "if", "for", "some", "every", "function", "true", "false", "null",
})  # fmt: skip
TYPE_NAMES = ("date and time", "days and time duration", "years and months duration")
_COUNTED = frozenset({"list", "range"})


class Names:
    """Known names of several pieces, found by their first piece, longest first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[int, dict[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        pieces = cut_name(name)
        if len(pieces) > 1:
            lengths = self._by_first.setdefault(pieces[0], {})
            if len(pieces) not in lengths:
                lengths[len(pieces)] = {}
                self._by_first[pieces[0]] = dict(sorted(lengths.items(), reverse=True))
            self._by_first[pieces[0]][len(pieces)].setdefault(pieces, name)

    def match(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """The longest known name that begins at a token, with the number of tokens it takes."""
        for length, names in self._by_first.get(tokens[index].text, {}).items():
            found = tokens[index : index + length]
            name = names.get(tuple([token.text for token in found]))
            if name is not None and all(token.kind != STRING for token in found):
                return name, length
        return None


class Cursor:
    """Reads tokens one after another; errors name the place and what was expected."""

    def __init__(self, text: str, scopes: list[Names]) -> None:
        self.text = text
        self.tokens = cut(text)
        self.index = 0
        self.depth = 0
        self.scopes = scopes

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def sees(self, symbol: str) -> bool:
        token = self.tokens[self.index]
        return token.kind == SYMBOL and token.text == symbol

    def sees_word(self, word: str) -> bool:
        token = self.tokens[self.index]
        return token.kind == NAME and token.text == word

    def take(self, symbol: str) -> bool:
        """Step over a symbol if it is here."""
        if self.sees(symbol):
            self.index += 1
            return True
        return False

    def take_word(self, word: str) -> bool:
        if self.sees_word(word):
            self.index += 1
            return True
        return False

    def expect(self, symbol: str, after: str) -> Token:
        token = self.token
        if not self.take(symbol):
            raise self.error(f"expected {symbol!r} {after}, found {self.describe()}")
        return token

    def expect_word(self, word: str, after: str) -> None:
        if not self.take_word(word):
            raise self.error(f"expected {word!r} {after}, found {self.describe()}")

    def describe(self) -> str:
        token = self.token
        if token.kind == END:
            return "the end of the expression"
        return f"the text {token.text!r}" if token.kind == STRING else repr(token.text)

    def error(self, message: str, at: int | None = None) -> FeelSyntaxError:
        at = self.token.at if at is None else at
        return FeelSyntaxError(self.text, locate(self.text, at), advise(self.text, at) or message)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Guard one level of nesting."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelBudgetExceeded(f"the expression is nested more than {MAX_DEPTH} deep")
        yield
        self.depth -= 1

    @contextmanager
    def declaring(self, *names: str) -> Iterator[Names]:
        """Know more names until the end of the block."""
        scope = Names(names)
        self.scopes.append(scope)
        yield scope
        self.scopes.pop()

    def known_name(self, scopes: list[Names]) -> str | None:
        """Step over the longest name of several words that is known here, innermost scope first."""
        best: tuple[str, int] | None = None
        for scope in reversed(scopes):
            found = scope.match(self.tokens, self.index)
            if found and (best is None or found[1] > best[1]):
                best = found
        if best is None:
            return None
        self.index += best[1]
        return best[0]

    def joined_name(self, expected: str) -> str:
        """Read one name; words that follow each other without an operator are one name with spaces."""
        if self.token.kind != NAME:
            raise self.error(f"expected {expected}, found {self.describe()}")
        words = [self.token.text]
        self.index += 1
        while self.token.kind in (NAME, NUMBER) and self.token.text not in KEYWORDS:
            if self.sees_word("instance") and self.peek().text == "of":
                break
            words.append(self.token.text)
            self.index += 1
        return " ".join(words)

    def key(self, expected: str) -> str:
        """Read the name before a colon, as in a context or a named argument; operators may be part of it."""
        first = self.token
        if first.kind == STRING:
            self.index += 1
            return first.text
        if first.kind != NAME:
            raise self.error(f"expected {expected}, found {self.describe()}")
        while not self.sees(":"):
            if self.token.kind in (END, STRING) or self.token.text in (
                "{",
                "}",
                "(",
                ")",
                "[",
                "]",
                ",",
                "@",
            ):
                raise self.error(f"expected ':' after the name {self.slice(first)!r}, found {self.describe()}")
            self.index += 1
        return self.slice(first)

    def slice(self, first: Token) -> str:
        """The text from a token to the last one read, with its white space narrowed."""
        last = self.tokens[max(self.index - 1, 0)]
        return " ".join(self.text[first.at : last.end].split())

    def type(self) -> TypeNode:
        """Read a type: `number`, `list<number>`, `context<a: string>`, `function<date> -> time`, `tLoan`."""
        with self.deeper():
            at = self.token.at
            name = self._type_name()
            if name in _COUNTED and self.take("<"):
                element = self.type()
                self.expect(">", f"after the type in {name}<…")
                return TypeNode(at, name, (element,))
            if name == "context" and self.take("<"):
                return TypeNode(at, name, fields=self._fields())
            if name == "function" and self.take("<"):
                return self._function_type(at)
            return TypeNode(at, name)

    def _type_name(self) -> str:
        known = self.known_name([Names(TYPE_NAMES), *self.scopes])
        if known is not None:
            return known
        if self.take_word("function"):
            return "function"
        if self.take_word("null"):
            return "Null"
        name = self.joined_name("a type")
        while self.take("."):
            name += "." + self.joined_name("a type after '.'")
        return name

    def _fields(self) -> tuple[tuple[str, TypeNode], ...]:
        fields: list[tuple[str, TypeNode]] = []
        while not self.take(">"):
            if fields:
                self.expect(",", "between the entries of context<…>")
            name = self.key("the name of an entry in context<…>")
            self.expect(":", "after the name of an entry")
            fields.append((name, self.type()))
        return tuple(fields)

    def _function_type(self, at: int) -> TypeNode:
        parameters: list[TypeNode] = []
        while not self.take(">"):
            if parameters:
                self.expect(",", "between the types of function<…>")
            parameters.append(self.type())
        self.expect("->", "after function<…>")
        return TypeNode(at, "function", tuple(parameters), result=self.type())

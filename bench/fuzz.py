"""`python -m bench.fuzz`: looks for a text that causes anything but a FEEL error. Needs `pip install atheris`.

Takes libFuzzer's own flags, such as `-max_total_time=600`; a text that breaks a promise is saved in a file `crash-…`.
"""

from __future__ import annotations

import sys

try:
    import atheris
except ImportError:
    sys.exit("bench.fuzz needs atheris, which has wheels for Linux and some Pythons only: pip install atheris")

with atheris.instrument_imports(include=["engine.dialect.feel"]):
    from engine.dialect import feel
    from engine.dialect.feel.printing import print_expression, print_tests

SCOPE = feel.from_python({"a": 1, "b": ["x", 2], "c": {"d": None}})
STARTS = (b"1 + a", b'if a > 1 then "x" else b[1]', b"for i in 1..3 return i", b"{a: 1}.a", b"not(< 5, [1..2))")


def show(compiled: feel.Expression | feel.UnaryTests) -> str:
    return print_expression(compiled.tree) if isinstance(compiled, feel.Expression) else print_tests(compiled.tree)


def try_text(data: bytes) -> None:
    """Read, run, print and read again. The fuzzer looks for anything but a FEEL error."""
    text = data.decode("utf-8", "ignore")
    for read in (feel.parse, feel.parse_unary_tests):
        try:
            compiled = read(text)
        except feel.FeelError:
            continue
        try:
            printed = show(compiled)
            if show(read(printed)) != printed:
                raise AssertionError(f"{text!r} prints as {printed!r}, which reads as something else")
        except feel.FeelBudgetExceeded:
            pass  # with the printed parentheses it is nested too deep
        try:
            if isinstance(compiled, feel.Expression):
                feel.to_json(compiled.explain(SCOPE).value)
            else:
                compiled.explain(SCOPE["a"], SCOPE)
        except feel.FeelError:
            pass


def main() -> None:
    atheris.Setup(sys.argv, try_text)
    for start in STARTS:
        try_text(start)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

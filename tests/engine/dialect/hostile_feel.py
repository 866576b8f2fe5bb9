"""Expressions that ask for too much: each goes over its budget, or is refused before it runs."""

from __future__ import annotations

DOUBLING = "{a: [1], b: [a, a, a, a, a, a, a, a], c: [b, b, b, b, b, b, b, b], d: [c, c, c, c, c, c, c, c], "
DOUBLING += "e: [d, d, d, d, d, d, d, d], f: [e, e, e, e, e, e, e, e], g: [f, f, f, f, f, f, f, f]"
LONG_TEXT = 'string join(for i in 1..9000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'
# Two equal texts of 100,000 characters that are not the same object.
LONG_TEXTS = '{a: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b: ' + "+".join("a" * 56) + ", c: " + "+".join("b" * 56)
LONG_TEXTS += ", t: c + b, u: c + b"
HALVES = "{f: function(n, l) if n = 0 then l else f(n - 1, [l, l])"

NESTED = {
    "parentheses": "(" * 1_900 + "1" + ")" * 1_900,
    "lists": "[" * 3_000,
    "contexts": "{a: " * 1_000,
    "ifs": "if true then 1 else " * 700 + "1",
    "functions": "function(x) " * 900 + "x",
    "loops": "for i in [1] return " * 600 + "1",
    "tests": "1 in (" * 1_000,
    "types": "1 instance of " + "list<" * 1_900 + "Any" + ">" * 1_900,
    "negations": "-" * 3_900 + "1",
    "additions": "+".join(["1"] * 1_900),
    "paths": "a" + ".b" * 1_900,
    "calls": "f" + "()" * 1_900,
    "parentheses in tests": "1 in (" * 45 + "1" + ") + 1" * 45,
}

LARGE = {
    "characters": "1 + " * 10_000 + "1",
    "words": "[" + "1, " * 4_000 + "1]",
    "a loop": "for i in 1..10000000000 return i",
    "a range of days": 'for day in @"0001-01-01"..@"9999-12-31" return day',
    "a list of lists of itself": "for i in 1..100000 return partial",
    "a text of itself": "for i in 1..20000 return string(partial)",
    "lists": "{a: for i in 1..9000 return i, b: concatenate(a, a, a, a, a, a, a, a, a, a, a, a)}",
    "texts": '{a: "aaaaaaaaaaaaaaaaaaaaaaaa", r: for i in 1..90000 return a + a + a + a + a + a}',
    "a text, joined": f"{{t: {LONG_TEXT}, r: string join(for i in 1..10000 return t)}}",
    "a text, replaced": f'replace({LONG_TEXT}, "a", "$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0")',
    "a text, written": f"{{t: {LONG_TEXT}, r: string(for i in 1..10000 return t)}}",
    "a list, replaced": "{l: for i in 1..9000 return i, r: for j in 1..90000 return list replace(l, 1, 2)}",
    "a list that looks small": f"{HALVES}, r: f(25, [])}}",
    "texts that look small": LONG_TEXTS + ", r: for i in 1..1000 return t}",
}

LONG = {
    "loops in one another": "for i in 1..999, j in 1..999, k in 1..999 return i",
    "loops in one another, nested": "for i in [1, 2] return " * 90 + "1",
    "quantifiers in one another": "some i in 1..10 satisfies " * 20 + "false",
    "a function that calls itself": "{f: function(x) f(x), r: f(1)}.r",
    "a function that calls itself twice": "{f: function(n) if n = 0 then 1 else f(n-1) + f(n-1), r: f(40)}.r",
    "a function that is its own argument": "(function(f) f(f))(function(f) f(f))",
    "functions": "for i in 1..50000 return function(x) x",
    "a costly comparator": "sort(for i in 1..9000 return -i, function(a, b) count([1, 2, 3]) > 0 and a < b)",
    "a comparator that never decides": "sort(for i in 1..90000 return -i, function(a, b) true)",
    "distinct lists": "distinct values(for i in 1..20000 return [i])",
    "medians": "{l: for i in 1..9000 return -i, r: for j in 1..1000 return median(l)}",
    "deviations": "{l: for i in 1..9000 return -i, r: for j in 1..1000 return stddev(l)}",
    "filters": "{l: for i in 1..9000 return i, r: for j in 1..10000 return l[item > 5]}",
    "entries": "{c: {a: 1, b: 2, c: 3}, r: for j in 1..50000 return get entries(c)}",
    "contexts that double, written": DOUBLING + ", h: string(g)}",
    "contexts that double, compared": DOUBLING + ", h: g = g}",
    "contexts that double, the same": DOUBLING + ", h: is(g, [g])}",
    "contexts that double, flattened": DOUBLING + ", h: flatten(g)}",
    "lists that halve, written": f"{HALVES}, r: string(f(55, []))}}",
    "lists that halve, compared": f"{HALVES}, r: f(55, []) = f(55, [])}}",
    "lists that halve, of a type": f"{HALVES}, r: f(25, []) instance of {'list<' * 26}Any{'>' * 26}}}",
    "powers that take logarithms": "for i in 1..20000 return i ** 0.3333",
    "powers": "for i in 1..50000 return 1.000001 ** 999999999",
    "logarithms": "for i in 1..20000 return log(i)",
    "remainders of long numbers": "for i in 1..50000 return modulo(1E6144, 7E-6000)",
    "roundings of long numbers": "for i in 1..50000 return decimal(1E6000 + i, 6000)",
    "long numbers, written": "for i in 1..50000 return string(1E6144)",
    "dates, read": 'for i in 1..50000 return date("2026-03-02")',
    "moments, read": 'for i in 1..50000 return date and time("2026-01-01T00:00:00@Europe/Amsterdam")',
    "zones that are not there": 'for i in 1..50000 return time("00:00:00@Zone/" + string(i))',
    "moments, written": 'for i in 1..50000 return string(@"2026-01-01T00:00:00@Europe/Amsterdam")',
    "moments, compared": 'for i in 1..50000 return @"2026-01-01T00:00:00Z" < @"2026-01-01T00:00:00@Asia/Tokyo"',
    "durations": 'for i in 1..50000 return @"P1DT3H4M" * 1.5',
    "ranges, read": 'for i in 1..2000 return range("' + "(" * 90 + "1" + ")" * 90 + '")',
    "patterns": 'for i in 1..5000 return matches("x", "[a-z-[aeiou]]{1,90}" + string(i))',
    "patterns of letters": r'for i in 1..100 return matches("x", "[\p{L}\p{N}]{500}\w{400}" + string(i))',
    "a long text searched often": f'{{a: {LONG_TEXT}, b: for i in 1..10000 return contains(a, "ab")}}',
    "a long text matched": f'{{t: {LONG_TEXT}, r: for i in 1..100 return matches(t, "(a?){{500}}a{{400}}b")}}',
    "calls without a result": 'for i in 1..50000 return substring("abc", "x")',
    "calls by name": 'for i in 1..50000 return substring(string: "abc", start position: 2)',
    "warnings": 'for i in 1..50000 return [i + "", i.b.c.d]',
    **{
        f"long texts, {name}": LONG_TEXTS + f", l: for i in 1..3000 return t, r: for i in 1..20000 return {text}}}"
        for name, text in {
            "equal": "t = u",
            "in a range": "t in [u..u]",
            "in a list": "list contains(l, u)",
            "lists of them": "l = reverse(concatenate(sublist(l, 2), [u]))",
            "in order": "t < u",
            "between": "t between u and u",
            "tested": "t in (> u, < u)",
            "the same": "is(t, u)",
            "the largest": "max(l)",
            "sorted": "sort(l)",
            "distinct": "distinct values(concatenate(l, [u]))",
            "begun": "starts with(t, u)",
        }.items()
    },
}

HOSTILE = {
    **{f"nested {name}": text for name, text in NESTED.items()},
    **{f"too large: {name}": text for name, text in LARGE.items()},
    **{f"too long: {name}": text for name, text in LONG.items()},
}

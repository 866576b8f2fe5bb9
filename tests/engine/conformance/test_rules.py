"""The rules of the standard: what breaks one is refused, what is just within it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checking import ERROR, check_folder
from engine.checking.clauses import CLAUSES
from engine.checking.sentences import SENTENCES
from tests.engine.conformance.rules.limits import LIMITS
from tests.engine.conformance.rules.table import RULES, write_rules
from tests.engine.conformance.rules.telling import Rule

PAGE = Path(__file__).resolve().parents[3] / "docs/bpmn-regels.md"
NAMES = [rule.says for rule in RULES]
ALLOWED = [limit.says for limit in LIMITS]
GIVEN = {"unknown_variable", "foreign_variable"}
"""An undefined name is not a matter for the rule."""


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_what_breaks_a_rule_is_refused(rule: Rule) -> None:
    found = check_folder(rule.breaking(), rule.called(breaking=True))

    assert rule.code in {finding.code for finding in found if finding.severity == ERROR}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_what_keeps_a_rule_is_accepted(rule: Rule) -> None:
    found = check_folder(rule.keeping(), rule.called(breaking=False))

    assert [str(finding) for finding in found if finding.severity == ERROR and finding.code not in GIVEN] == []


@pytest.mark.parametrize("limit", LIMITS, ids=ALLOWED)
def test_what_the_standard_allows_and_we_do_not_run_is_refused_as_ours(limit: Rule) -> None:
    found = check_folder(limit.breaking(), limit.called(breaking=True))
    errors = [finding for finding in found if finding.severity == ERROR]

    assert limit.code in {finding.code for finding in errors}
    assert [str(finding) for finding in errors if finding.clause] == []


@pytest.mark.parametrize("limit", LIMITS, ids=ALLOWED)
def test_what_we_run_instead_is_accepted(limit: Rule) -> None:
    found = check_folder(limit.keeping(), limit.called(breaking=False))

    assert [str(finding) for finding in found if finding.severity == ERROR and finding.code not in GIVEN] == []


def test_every_finding_with_a_clause_is_shown_by_a_rule() -> None:
    assert {rule.code for rule in RULES} == set(CLAUSES)
    assert set(CLAUSES) <= set(SENTENCES)


def test_no_rule_is_there_twice() -> None:
    assert len({*NAMES, *ALLOWED}) == len(NAMES) + len(ALLOWED)


def test_the_page_for_owners_says_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_rules()

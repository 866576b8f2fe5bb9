"""Visitor: a browser without JavaScript that checks every page it receives for faults."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import IO, Any, Self

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

import engine
from web.security import SESSION

Typed = Mapping[str, Any]
"""What is typed, by name, or for a file (its bytes, its name); a list for several."""
SITE = "De Smederijen van Hoogeveen"
UNLABELLED = {"hidden", "submit", "button"}


class PageFault(AssertionError):
    """A page breaks a rule that holds for all pages."""


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    text: str
    location: str | None
    response: TestResponse

    @cached_property
    def tree(self) -> Any:
        """Parsed once: each of the rules for all pages reads it, and then the test."""
        return html.document_fromstring(self.text)

    @property
    def heading(self) -> str:
        return _words(self.tree.xpath("//h1")[0])

    @property
    def title(self) -> str:
        return str(self.tree.findtext(".//title"))

    @property
    def main(self) -> str:
        """The words of the main part."""
        return _words(self.tree.xpath("//main")[0])

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [_words(link) for link in self.tree.xpath("//*[@data-error-summary]//a")]

    @property
    def notices(self) -> str:
        return " ".join(_words(part) for part in self.tree.xpath("//*[contains(@class, 'smederij-flashes')]"))

    def values(self, name: str) -> list[str]:
        """The values of the control with this name."""
        found = []
        for control in self.tree.xpath(f"//main//*[@name='{name}']"):
            if control.tag == "textarea":
                found.append((control.text or "").lstrip("\n"))
            elif control.tag == "select":
                found += [str(option.get("value")) for option in control.xpath(".//option[@selected]")]
            elif control.get("type") not in {"radio", "checkbox"} or control.get("checked") is not None:
                found.append(str(control.get("value", "")))
        return found

    def links(self) -> list[str]:
        return [str(link) for link in self.tree.xpath("//main//a/@href")]

    def buttons(self) -> list[str]:
        return [_words(button) for button in self.tree.xpath("//main//button | //main//a[contains(@class, 'button')]")]


class Visitor:
    """One browser. Every page is checked against the rules for all pages before a test sees it."""

    def __init__(self, site: Flask, *, cookies: bool = True) -> None:
        self._browser = site.test_client(use_cookies=cookies)
        self._token = ""

    def get(self, address: str, **options: Any) -> Page:
        return self._read(self._browser.get(address, base_url="http://127.0.0.1:8000", **options))

    def post(self, address: str, typed: Typed | None = None, *, token: str | None = None, **options: Any) -> Page:
        """Send a form, with the token of the last page unless another is given."""
        if not self._token and token is None:
            self._ask_for_token()
        data = {**(typed or {}), "csrf_token": self._token if token is None else token}
        return self._read(self._browser.post(address, data=data, base_url="http://127.0.0.1:8000", **options))

    def send_json(self, address: str, told: object) -> Page:
        """Send JSON as the pages' scripts do, with the token in a header."""
        if not self._token:
            self._ask_for_token()
        headers = {"X-CSRFToken": self._token, "Referer": "http://127.0.0.1:8000/"}
        return self._read(self._browser.post(address, json=told, headers=headers, base_url="http://127.0.0.1:8000"))

    def send_text(self, address: str, text: str, kind: str) -> Page:
        """Send text unchanged, whether or not it is of the type it claims to be."""
        if not self._token:
            self._ask_for_token()
        headers = {"X-CSRFToken": self._token, "Referer": "http://127.0.0.1:8000/", "Content-Type": kind}
        return self._read(self._browser.post(address, data=text, headers=headers, base_url="http://127.0.0.1:8000"))

    def send_file(self, address: str, typed: Mapping[str, str], field: str, file: IO[bytes]) -> Page:
        """Post a form with a file in it."""
        if not self._token:
            self._ask_for_token()
        data = {**typed, "csrf_token": self._token, field: (file, f"{field}.zip")}
        return self._read(self._browser.post(address, data=data, base_url="http://127.0.0.1:8000"))

    def _ask_for_token(self) -> None:
        """Open a page with a form in it: to sign in, or to sign out for those who are signed in."""
        if self.get("/inloggen").status == 303:
            self.get("/help")

    def follow(self, page: Page) -> Page:
        """Follow a redirect; only 303 ensures that nothing is sent again."""
        assert page.status == 303, (page.status, page.text[:300])
        return self.get(str(page.location))

    def sign_in(self, username: str, password: str) -> Self:
        page = self.post("/inloggen", {"username": username, "password": password})
        assert page.status == 303, page.errors
        self._token = ""
        return self

    def come_in(self, signed_in: engine.SignedIn) -> Self:
        """Continue as somebody who signed in before: with the cookie of that session, without the form."""
        self._browser.set_cookie(SESSION, signed_in.token, domain="127.0.0.1")
        return self

    def open_link(self, secret: str) -> Self:
        assert self.get(f"/mijn-idee/{secret}").location == "/mijn-idee"
        return self

    def cookie(self, name: str) -> str | None:
        found = self._browser.get_cookie(name, domain="127.0.0.1")
        return found.value if found is not None else None

    def _read(self, response: TestResponse) -> Page:
        page = Page(
            response.status_code,
            response.get_data().decode("utf-8", "replace"),
            response.headers.get("Location"),
            response,
        )
        if response.mimetype == "text/html" and not 300 <= page.status < 400:
            find_faults(page)
            find_lost_keyboard(page)
            if token := page.tree.xpath("//input[@name='csrf_token']/@value"):
                self._token = str(token[0])
        return page


def _words(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def find_faults(page: Page) -> None:
    """The rules for all pages. Raises: PageFault."""
    tree = page.tree
    faults = [
        *_faults_of_structure(tree, page.title),
        *_faults_of_controls(tree),
        *_faults_of_references(tree),
        *_faults_of_policy(tree),
    ]
    if faults:
        raise PageFault("\n".join([page.title, *faults]))


def find_lost_keyboard(page: Page) -> None:
    """After a form or its redirect, the keyboard focus starts at what the page has to say. Raises: PageFault."""
    begins = page.tree.xpath("//main[@autofocus] | //main//*[@autofocus]")
    tells = page.tree.xpath("//main//*[@data-error-summary or contains(@class, 'smederij-flashes')]")
    asked = bool(tells) or page.response.request.method == "POST"
    if len(begins) > 1 or (asked and not begins):
        raise PageFault(f"{page.title}\nthe keyboard begins at {len(begins)} places")


def _faults_of_structure(tree: Any, title: str) -> list[str]:
    faults = []
    if tree.get("lang") not in {"nl", "en"}:
        faults.append("no language")
    if not title.endswith(SITE) and not title.endswith("De Smederijen in Hoogeveen"):
        faults.append(f"title without the site: {title}")
    for tag in ("h1", "main", "header[contains(@class, 'utrecht-page-header')]", "footer"):
        if len(tree.xpath(f"//{tag}")) != 1:
            faults.append(f"not one {tag}")
    levels = [int(heading.tag[1]) for heading in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    summary = tree.xpath("//main//*[@data-error-summary]//h2")
    levels = levels[1:] if summary else levels
    for before, after in pairwise(levels):
        if after > before + 1:
            faults.append(f"heading level {after} after {before}")
    if tree.xpath("//table[not(caption) or .//th[not(@scope)]]"):
        faults.append("table without caption or scope")
    if summary and not title.startswith(("Fout: ", "Error: ")):
        faults.append("errors, and not in the title")
    names = [_words(nav) for nav in tree.xpath("//nav[not(@aria-label)]")]
    return faults + [f"nav without name: {name}" for name in names]


def _faults_of_controls(tree: Any) -> list[str]:
    faults = []
    for control in tree.xpath("//input | //select | //textarea"):
        if control.get("type") in UNLABELLED:
            continue
        if not tree.xpath(f"//label[@for='{control.get('id')}'][normalize-space()]"):
            faults.append(f"control without label: {control.get('name')}")
        if control.get("required") is not None:
            faults.append(f"required attribute on {control.get('name')}")
    for button in tree.xpath("//button | //a"):
        if not _words(button):
            faults.append("button or link without words")
    for form in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        if not form.xpath(".//input[@name='csrf_token']"):
            faults.append(f"form without token: {form.get('action')}")
    return faults


def _faults_of_references(tree: Any) -> list[str]:
    ids = Counter(tree.xpath("//@id"))
    faults = [f"id used twice: {id}" for id, count in ids.items() if count > 1]
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for value in tree.xpath(f"//@{attribute}"):
            faults += [f"{attribute} to nothing: {id}" for id in str(value).split() if id not in ids]
    for address in tree.xpath("//a/@href[starts-with(., '#')]"):
        if str(address)[1:] not in ids:
            faults.append(f"link to nothing: {address}")
    return faults


def _faults_of_policy(tree: Any) -> list[str]:
    faults = []
    if tree.xpath("//@style") or tree.xpath("//style") or tree.xpath("//script[not(@src)]"):
        faults.append("inline style or script")
    begun = tree.xpath("//@*[starts-with(name(), 'on')]")
    if any(re.match(r"on\w+$", str(getattr(name, "attrname", ""))) for name in begun):
        faults.append("inline event handler")
    return faults

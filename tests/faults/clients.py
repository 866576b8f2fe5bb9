"""Clients: residents and clerks with browsers, who press the button again if no page arrives, and take notes."""

from __future__ import annotations

import http.client
import math
import random
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from time import monotonic, sleep
from typing import Any

from lxml import html

from tests.faults.fleet import PASSWORD
from tests.faults.plan import PROCESS
from tests.pictures import picture
from tests.processes import PATIENCE

LOST = (OSError, http.client.HTTPException)
"""Errors for which a browser shows its own page: no answer came, or half of one."""
BOUNDARY = "----een-deel-van-het-formulier"
PHOTO = picture(size=(640, 480))
FIRST = f"/insturen/{PROCESS}/pagina_1"
CHECK = f"/insturen/{PROCESS}/controleren"


@dataclass
class Notes:
    """What all clients did and saw. `ideas` and `tasks` hold what a page has confirmed."""

    ideas: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    photos: set[str] = field(default_factory=set)
    """The ideas that were submitted with a photo, successfully or not."""
    tasks: dict[str, str] = field(default_factory=dict)
    """Task → the clerk who was told that it is done."""
    errors: list[str] = field(default_factory=list)
    lost: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def count_acts(self) -> int:
        """Ideas submitted and tasks done, each confirmed on a page."""
        return len(self.ideas) + len(self.tasks)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str

    def token(self) -> str:
        found = html.document_fromstring(self.text).xpath("//input[@name='csrf_token']/@value")
        return str(found[0]) if isinstance(found, list) and found else ""


class Browser:
    """Cookies, and one of several servers for each request, as a proxy would choose."""

    def __init__(self, addresses: list[str], notes: Notes, chance: random.Random) -> None:
        self._addresses, self._notes, self._chance = addresses, notes, chance
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay).open

    def ask(self, path: str, typed: dict[str, str] | None = None, photo: bytes = b"") -> Answer:
        """Raises: one of LOST."""
        address = self._chance.choice(self._addresses)
        data = urllib.parse.urlencode(typed).encode() if typed is not None else None
        headers = {"Referer": address + path}
        if photo:
            data = _in_parts(typed or {}, photo)
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        request = urllib.request.Request(address + path, data, headers=headers)  # noqa: S310
        begun = monotonic()
        try:
            with self._open(request, timeout=30) as answer:
                found = Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                # A browser follows a redirect at once: the rest of the answer may be lost.
                text = "" if answer.code == 303 else answer.read().decode()
                found = Answer(answer.code, answer.headers.get("Location", ""), text)
        with self._notes.lock:
            self._notes.seconds.append(monotonic() - begun)
            if found.status >= 500:
                self._notes.errors.append(f"{found.status} {path}")
        return found


def _in_parts(typed: dict[str, str], photo: bytes) -> bytes:
    """A form with a file, encoded as a browser sends it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    fields = "".join(f'{head}{name}"\r\n\r\n{value}\r\n' for name, value in typed.items())
    file = f'{head}fotos"; filename="plek.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return f"{fields}{file}".encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()


class Client(threading.Thread):
    """Someone who does the same thing over and over until told to stop. An action in progress is finished."""

    def __init__(self, number: int, addresses: list[str], notes: Notes, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.notes, self.stopping = number, notes, stopping
        self.chance = random.Random(number)
        self.addresses = addresses
        self.browser = Browser(addresses, notes, self.chance)
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                self.act()
        except BaseException as fault:
            self.fault = fault

    def act(self) -> None:
        raise NotImplementedError

    def insist(self, path: str, typed: dict[str, str] | None = None, photo: bytes = b"") -> Answer:
        """Try until an answer comes that is not a server error.

        Raises: TimeoutError: all others finished a while ago.
        """
        last = math.inf
        while monotonic() < last:
            if self.stopping.is_set():
                last = min(last, monotonic() + PATIENCE)
            try:
                answer = self.browser.ask(path, typed, photo)
            except LOST:
                with self.notes.lock:
                    self.notes.lost += 1
            else:
                if answer.status < 500:
                    return answer
            sleep(0.2)
        raise TimeoutError(f"no answer from {path}")


class Resident(Client):
    """Submits one idea after the other, each with its own title and a photo."""

    count = 0

    def act(self) -> None:
        self.count += 1
        title = f"Idee {self.number}-{self.count}"
        self.browser = Browser(self.addresses, self.notes, self.chance)
        page = self.insist(FIRST)
        typed = {"titel": title, "naam": "Ina", "mail": f"i{self.number}.{self.count}@voorbeeld.invalid"}
        sent = self.insist(FIRST, {**typed, "csrf_token": page.token()}, PHOTO)
        if sent.status != 303:
            raise AssertionError(f"the answers of {title}: {sent.status}")
        check = self.insist(CHECK)
        with self.notes.lock:
            self.notes.tried.add(title)
            self.notes.photos.add(title)
        done = self.insist(CHECK, {"csrf_token": check.token()})
        if done.status != 303 or not done.location.endswith("/ontvangen"):
            raise AssertionError(f"handing in {title}: {done.status} {done.location}")
        with self.notes.lock:
            self.notes.ideas.add(title)


class Clerk(Client):
    """Takes any task of the team and does it."""

    signed_in = False

    def act(self) -> None:
        name = f"medewerker-{self.number}"
        if not self.signed_in:
            page = self.insist("/inloggen")
            done = self.insist("/inloggen", {"username": name, "password": PASSWORD, "csrf_token": page.token()})
            self.signed_in = done.status == 303
            return
        listed = self.insist("/taken/team")
        if listed.status != 200:
            raise AssertionError(f"/taken/team: {listed.status}")
        tasks = sorted(set(re.findall(r'href="/taken/([0-9a-f]{32})["#]', listed.text)))
        if not tasks:
            self.stopping.wait(0.1)
            return
        self.complete(self.chance.choice(tasks), name)

    def complete(self, task_id: str, name: str) -> None:
        page = self.insist(f"/taken/{task_id}")
        if page.status != 200 or "csrf_token" not in page.text:
            return
        done = self.insist(f"/taken/{task_id}", {"notitie": f"door {name}", "csrf_token": page.token()})
        if done.status == 303:
            with self.notes.lock:
                self.notes.tasks[task_id] = name
        elif done.status != 409:
            raise AssertionError(f"task {task_id}: {done.status}")

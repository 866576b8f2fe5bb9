"""Writing: a story as the file that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Writes everything out: a file that people read has no references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_story(told: Mapping[str, Any]) -> bytes:
    """The file of a story, without what is empty in it."""
    text = yaml.dump(
        {key: part for key, part in told.items() if part not in ({}, [])},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
    )
    return text.encode()


def has_comments(data: bytes) -> bool:
    """Whether a file has text that is only for its readers. It is lost when the story is written again."""
    text, end = data.decode(errors="replace"), 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if "#" in text[end : token.start_mark.index]:
            return True
        end = max(end, token.end_mark.index)
    return False

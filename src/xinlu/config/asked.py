"""What several commands are asked in the same way: for which area, by which login, in which language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.people.models import Area, User

Saying = Callable[[str, str], None]
"""Prints a sentence, given in Chinese and in English, in the language asked for."""


def area_coded(code: str) -> Area | None:
    """The area of that code; None where none was named, Refusal for a code that is none."""
    from xinlu.people.models import Area

    if not code:
        return None
    found = Area.objects.filter(code=code).first()
    if found is None:
        words = Words("没有代码是 {code} 的地方，先导入区划", "There is no area {code}; import the areas first")
        raise Refusal("import.area", words.filled(code=code))
    return found


def login_named(username: str) -> User:
    """The login of that name; that of the command line where none was named, Refusal for a name that is none."""
    from xinlu.exchange.services.intakes import desk_without_a_person
    from xinlu.people.models import User

    if not username:
        return desk_without_a_person()
    found = User.objects.filter(username=username).first()
    if found is None:
        raise Refusal("import.login", Words("没有“{name}”这个登录", "There is no login “{name}”").filled(name=username))
    return found


def saying(language: str) -> Saying:
    """How things are said in `language`."""
    return lambda zh, en: click.echo(zh if language.startswith("zh") else en)

"""Logins and what they answer for: made, given, ended. The rules of who may stand where are kept here."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import LEVEL_NAMES, ROLE_NAMES, Level, Role

LEVELS_OF: dict[Role, frozenset[Level]] = {
    Role.HELPER: frozenset({Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY}),
    Role.VILLAGE: frozenset({Level.VILLAGE}),
    Role.TOWNSHIP: frozenset({Level.TOWNSHIP}),
    Role.COUNTY: frozenset({Level.COUNTY}),
    Role.INSPECTOR: frozenset({Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE}),
    Role.AUDITOR: frozenset({Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE}),
}
"""The levels of area that a role can answer for; the operator answers for none."""


def create_user(*, username: str, name: str, password: str | None = None) -> User:
    """A new login that may do nothing yet; Refusal when the login is taken, a name is missing, or the password is weak.

    Without a password nobody can log in until one is set.
    """
    username, name = username.strip(), name.strip()
    if not username or not name:
        words = Words("登录名和姓名都要写", "Write both a login and the person's name")
        raise Refusal("user.name_missing", words, field="name" if username else "username")
    for typed, field in ((username, "username"), (name, "name")):
        if len(typed) > 60 or not typed.isprintable():
            words = Words(
                "“{typed}”太长或有看不见的字符，最多 60 个字",
                "“{typed}” is too long or has unseen characters; 60 letters at most",
            )
            raise Refusal("user.name_too_long", words.filled(typed=typed[:20]), field=field)
    if " " in username:
        words = Words("登录名里不能有空格", "A login has no spaces in it")
        raise Refusal("user.login_with_space", words, field="username")
    if User.objects.filter(username__iexact=username).exists():
        words = Words("登录名“{login}”已经有人用了，换一个", "The login “{login}” is taken; choose another")
        raise Refusal("user.login_taken", words.filled(login=username), field="username")
    user = User(username=username, name=name)
    _check_password(password, user)
    user.set_password(password)
    user.save()
    return user


def set_password(user: User, *, password: str) -> None:
    """Give the login a new password; every session that it holds ends. Refusal when the password is weak."""
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


def _check_password(password: str | None, user: User) -> None:
    if password is None:
        return
    try:
        validate_password(password, user)
    except ValidationError:
        words = Words(
            "密码太好猜了：至少 8 个字符，不能全是数字，也不要用 password、12345678 这样人人想得到的",
            "The password is too easy to guess: at least 8 characters, not digits only, and none that everybody thinks of",
        )
        raise Refusal("user.password_weak", words, field="password") from None


@transaction.atomic
def appoint_operator(*, username: str, password: str, name: str) -> User:
    """A new login that runs the machine and sees no household."""
    user = create_user(username=username, password=password, name=name)
    give_responsibility(user, role=Role.OPERATOR, area=None)
    return user


@transaction.atomic
def give_responsibility(
    user: User,
    *,
    role: Role,
    area: Area | None,
    since: date | None = None,
    until: date | None = None,
    by: User | None = None,
) -> Responsibility:
    """From `since` (default today) to `until` (default open) the user answers for `area` in `role`.

    Refusal when the role does not stand at that level, the days are the wrong way round, the user holds it already,
    an inspector would inspect a line in which it holds another post, or somebody (`by`) gives it to themselves.
    """
    if by is not None and by.pk == user.pk:
        words = Words(
            "不能给自己安排责任，请另一位管机器的来办", "Nobody gives themselves a post; ask another operator"
        )
        raise Refusal("responsibility.to_oneself", words, field="role")
    User.objects.select_for_update().get(pk=user.pk)
    since = since or clock.today()
    if until is not None and until < since:
        words = Words("到期日 {until} 早于开始日 {since}", "It would end ({until}) before it begins ({since})")
        raise Refusal("responsibility.days", words.filled(until=until, since=since), field="until")
    _check_level(role, area)
    held = _held_between(user, since, until)
    if any(each.role == role and each.area == area for each in held):
        words = Words("{name}这段时间已经是{area}的{role}了", "{name} already is {role} of {area} in that time")
        raise Refusal("responsibility.held", _about(words, user, role, area), field="role")
    _check_line(user, role, area, held)
    return Responsibility.objects.create(user=user, role=role.value, area=area, since=since, until=until)


@transaction.atomic
def end_responsibility(responsibility: Responsibility, *, last_day: date | None = None) -> Responsibility:
    """The responsibility ends with `last_day` (default yesterday: from today on it no longer holds).

    One that began only today is taken back altogether. Refusal when it ended before.
    """
    held = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    today = clock.today()
    if held.until is not None and held.until < today:
        words = Words("这份责任 {until} 就已经到期了", "This responsibility already ended on {until}")
        raise Refusal("responsibility.ended", words.filled(until=held.until))
    last = last_day or today - timedelta(days=1)
    if last < held.since:
        held.delete()
        return held
    held.until = last if held.until is None else min(last, held.until)
    held.save(update_fields=["until"])
    return held


def _held_between(user: User, since: date, until: date | None) -> list[Responsibility]:
    overlapping = Q(until__isnull=True) | Q(until__gte=since)
    held = Responsibility.objects.filter(overlapping, user=user).select_related("area")
    return [each for each in held if until is None or each.since <= until]


def _check_level(role: Role, area: Area | None) -> None:
    if role is Role.OPERATOR:
        if area is not None:
            words = Words("管机器的不管户，不用填地方", "The operator answers for no area: leave it empty")
            raise Refusal("responsibility.operator_area", words, field="area")
        return
    levels = LEVELS_OF[role]
    if area is None:
        words = Words("要写明{role}管哪个地方", "Say which area this is for: {role}")
        raise Refusal("responsibility.area_missing", words.filled(role=ROLE_NAMES[role]), field="area")
    if Level(area.level) not in levels:
        names = [LEVEL_NAMES[level] for level in Level if level in levels]
        fitting = Words("、".join(each.zh for each in names), ", ".join(each.en.lower() for each in names))
        words = Words(
            "{area}是{level}一级；{role}要选：{fitting}",
            "{area} is a {level}; choose for {role}: {fitting}",
        )
        level = LEVEL_NAMES[Level(area.level)]
        lower = Words(level.zh, level.en.lower())
        filled = words.filled(area=area.name, level=lower, role=ROLE_NAMES[role], fitting=fitting)
        raise Refusal("responsibility.level", filled, field="area")


def _check_line(user: User, role: Role, area: Area | None, held: list[Responsibility]) -> None:
    """An inspector stands outside the line that it inspects: no other post above, in or below that area."""
    if area is None:
        return
    for each in held:
        if each.area is None or Role.INSPECTOR not in (role, each.role):
            continue
        if role is Role.INSPECTOR and each.role == Role.INSPECTOR:
            continue
        if each.area.path.startswith(area.path) or area.path.startswith(each.area.path):
            words = Words(
                "{name}在{held_area}是{held_role}，和{area}是一条线上的：查的人不能查自己这条线。先结束那一份，或换一个人。",
                "{name} is {held_role} of {held_area}, in one line with {area}: nobody inspects their own line. "
                "End that post first, or choose somebody else.",
            )
            held_role = ROLE_NAMES[Role(each.role)]
            filled = words.filled(name=user.name, held_area=each.area.name, held_role=held_role, area=area.name)
            raise Refusal("responsibility.own_line", filled, field="role")


def _about(words: Words, user: User, role: Role, area: Area | None) -> Words:
    place = area.name if area else Words("这台机器", "this machine")
    return words.filled(name=user.name, role=ROLE_NAMES[role], area=place)

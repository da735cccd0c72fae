"""Logins of helpers, desks, inspectors and operators, and the areas that each answers for."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.people.models.areas import Area
from xinlu.people.roles import Role


class Users(BaseUserManager["User"]):
    """Creates logins; the password is hashed, or unusable when none is given."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "") -> User:
        user = self.model(username=username, name=name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with a login. What it may do follows from its responsibilities alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    entered_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Users] = Users()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """A user answers for an area in a role, from a day on and until a day (open while null). The operator has no area."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="responsibilities")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "area", "since"), name="responsibility_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="responsibility_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(area__isnull=False) | models.Q(role=Role.OPERATOR.value),
                name="responsibility_has_an_area",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area_id}"

"""What every template may ask for: the language, the roles at hand, and the site's frame."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """The context that base templates use."""
    actor = getattr(request, "actor", None)
    paths = [post.area_path for post in actor.posts if post.area_path] if actor else []
    return {
        "actor": actor,
        "roles": {role.value for role in actor.roles} if actor else set(),
        "own_area_code": paths[0].strip("/").rpartition("/")[2] if paths else "",
        "is_demo": settings.XINLU_DEMO,
    }

"""The whole map of routes: one folder of pages a line."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("xinlu.pages.entry.urls")),
    path("c/", include("xinlu.pages.household.card_urls")),
    path("home/", include("xinlu.pages.household.urls")),
    path("field/", include("xinlu.pages.field.urls")),
    path("desk/", include("xinlu.pages.desk.urls")),
    path("paper/", include("xinlu.pages.papers.urls")),
    path("board/", include("xinlu.pages.board.urls")),
]

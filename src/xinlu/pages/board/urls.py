"""What anybody may read of a county."""

from django.urls import URLPattern, path

from xinlu.pages.board import views

app_name = "board"
urlpatterns: list[URLPattern] = [
    path("", views.counties, name="counties"),
    path("<str:county>.csv", views.table, name="table"),
    path("<str:county>/", views.board, name="board"),
]

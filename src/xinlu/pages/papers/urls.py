"""What is handed out on paper."""

from django.urls import path

from xinlu.pages.papers import account

app_name = "paper"
urlpatterns = [
    path("account/<uuid:household>/", account.account_on_paper, name="account"),
]

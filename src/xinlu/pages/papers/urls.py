"""What is handed out on paper."""

from django.urls import path

from xinlu.pages.papers import account, results

app_name = "paper"
urlpatterns = [
    path("account/<uuid:household>/", account.account_on_paper, name="account"),
    path("results/<str:code>/", results.results_on_paper, name="results"),
]

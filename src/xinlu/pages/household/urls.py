from django.urls import URLPattern

app_name = "household"
urlpatterns: list[URLPattern] = []

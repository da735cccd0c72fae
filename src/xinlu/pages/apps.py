from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "xinlu.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class LandConfig(AppConfig):
    name = "xinlu.land"
    label = "land"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "xinlu.parameters"
    label = "parameters"
    default_auto_field = "django.db.models.BigAutoField"

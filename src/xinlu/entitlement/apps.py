from django.apps import AppConfig


class EntitlementConfig(AppConfig):
    name = "xinlu.entitlement"
    label = "entitlement"
    default_auto_field = "django.db.models.BigAutoField"

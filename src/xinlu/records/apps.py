from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "xinlu.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xinlu.records import triggers

        pre_migrate.connect(triggers.before_migration, sender=self, dispatch_uid="records.triggers")
        post_migrate.connect(triggers.after_migration, sender=self, dispatch_uid="records.triggers")

from flushing import django_db_setup  # noqa: F401

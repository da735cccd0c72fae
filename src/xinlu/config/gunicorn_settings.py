"""Gunicorn's log goes through the filter that hides card secrets; its access log stays off."""

accesslog = None
forwarded_allow_ips = "127.0.0.1"

"""Gunicorn keeps no access log (paths under /c/ hold a card's secret) and opens no control socket in a home folder."""

accesslog = None
forwarded_allow_ips = "127.0.0.1"
control_socket_disable = True

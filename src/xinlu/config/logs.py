"""What the log may not hold: the secret of a household's card."""

from __future__ import annotations

import logging
import re


class CardSecretFilter(logging.Filter):
    """Writes /c/*** into the log where a card's secret stood."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = re.sub(r"/c/[^\s/?\"]+", "/c/***", record.getMessage())
        record.args = ()
        return True

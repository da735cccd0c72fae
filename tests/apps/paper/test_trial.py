import time
from pathlib import Path
OUT = Path("/tmp/paperlook")
def test_trial(yang):
    from xinlu.paper.account import account_paper
    from xinlu.paper.cards import card_sheet
    from xinlu.recognition.services.cards import IssuedCard
    import logging
    yang.reckon(); yang.goes_through_the_account()
    for lang in ("zh-hans", "en"):
        t = time.time(); p = account_paper(yang.household, language=lang); print(lang, time.time() - t, p.filename)
        (OUT / f"account-{lang}.pdf").write_bytes(p.printed.pdf); (OUT / f"account-{lang}.html").write_text(p.printed.html)
        c = card_sheet([IssuedCard(yang.card, yang.secret)] * 5, language=lang)
        (OUT / f"cards-{lang}.pdf").write_bytes(c.printed.pdf); (OUT / f"cards-{lang}.html").write_text(c.printed.html)

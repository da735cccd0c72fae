"""The ways in which amounts and days are written, made from the value and never by reading: what the readers answer to."""

import re
from decimal import Decimal
from fractions import Fraction

FULL_WIDTH = str.maketrans("0123456789,.()-", "０１２３４５６７８９，．（）－")
NUMERALS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
INFORMAL = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零二一二三四五六七八九十百千万亿")
UNITS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
YUAN = ("元", "圆", "块", "块钱", "yuan")


def spelled(whole):
    """A whole number below 10^12 in Chinese numerals, by the rule of the schoolbook: every digit with its unit, then the
    noughts drawn together."""
    if whole >= 10**8:
        above, rest = divmod(whole, 10**8)
        return spelled(above) + "亿" + ("零" if 0 < rest < 10**7 else "") + (spelled(rest) if rest else "")
    digits = str(whole)
    units = ("", "十", "百", "千", "万", "十", "百", "千")
    text = "".join(NUMERALS[int(digit)] + units[len(digits) - n - 1] for n, digit in enumerate(digits))
    text = re.sub("零[十百千]", "零", text)
    text = re.sub("零+", "零", text)
    text = text.replace("零万", "万")
    return text.rstrip("零") or "零"


def shortened(text):
    """As it is said with the last unit left out: 三千五 for 三千五百; the same where it cannot be."""
    return re.sub("([百千万])([一二三四五六七八九])(?:(?<=百.)十|(?<=千.)百|(?<=万.)千)$", r"\1\2", text)


def grouped(text, sign):
    """A number in digits with its thousands set apart."""
    whole, dot, decimals = text.partition(".")
    return f"{int(whole):,}".replace(",", sign) + dot + decimals


def in_digits(value, most=18):
    """Every way to write a number in digits, with as many noughts behind as anybody puts there."""
    ways = set()
    for decimals in range(most + 1):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            text = f"{Decimal(int(scaled)).scaleb(-decimals):.{decimals}f}"
            ways |= {text, grouped(text, ","), grouped(text, " ")}
    return ways


def numbers(value, most=18):
    """Every way to write a number that is not below zero, in digits (with at most so many decimals), numerals or both."""
    value = Fraction(value)
    ways = in_digits(value, most)
    for unit, size in UNITS.items():
        ways |= {way + unit for way in in_digits(value / size, most)}
    if value.denominator == 1 and value < 10**12:
        ways |= {spelled(int(value)), shortened(spelled(int(value)))}
    if value.denominator == 1:
        ways |= set(_mixed(int(value), below=None))
    return ways


def _mixed(value, *, below):
    """12万5千, 1万2, 1万500 and 1万零50."""
    for unit, size in UNITS.items():
        head, rest = divmod(value, size)
        if not head or (below and (size >= below or head > 9)):
            continue
        heads = in_digits(Fraction(head), 0) if below is None else {str(head)}
        zeros = len(str(size)) - 1
        tails = set(_mixed(rest, below=size))
        for name, small in UNITS.items():
            if rest and small < size and not rest % small and rest < 10 * small:
                tails.add(f"{rest // small}{name}")
        if rest and size <= 10_000 and not rest % (size // 10):
            tails.add(str(rest // (size // 10)))
        if rest and (len(str(rest)) == zeros or (zeros == 4 and len(str(rest)) == 3)):
            tails.add(str(rest))
        if rest and len(str(rest)) < zeros:
            tails.add(f"零{rest}")
        for way in heads:
            yield from (way + unit + tail for tail in tails)


def same_hand(text):
    """A text as the writers above would have put it: half-width, informal numerals, no blanks but between digits."""
    half = text.translate(
        {ord(full): half for half, full in zip("0123456789,.()-", "０１２３４５６７８９，．（）－", strict=True)}
    )
    half = re.sub("[\u200b\ufeff]", "", half)
    half = " ".join(half.split()).lstrip("' ").replace("￥", "¥").translate(INFORMAL)
    half = re.sub("(?<![0-9]) | (?![0-9])", "", half)
    return re.sub("(?<![一二三四五六七八九])十", "一十", half)


def is_amount(text, fen):
    """Whether a text is one of the writings of an amount, whatever a reader says."""
    body, negative = same_hand(text), False
    if body[:1] == "(" and body[-1:] == ")":
        body, negative = body[1:-1], True
    elif body[:1] in ("-", "−", "负"):
        body, negative = body[1:], True
    if (fen > 0) if negative else (fen < 0):
        return False
    body = re.sub("^(¥|RMB|人民币)", "", body)
    value = Fraction(abs(fen), 100)
    ways = numbers(value)
    ends = {end + whole for end in YUAN for whole in ("", "整")} | {""}
    if any(body == way + end for way in ways for end in ends if body.endswith(end)):
        return True
    jiao, rest = fen_parts(abs(fen))
    return bool(rest) and any(body == way + end + part for way in numbers(jiao) for end in YUAN for part in rest)


def fen_parts(fen):
    """The whole yuan, and how 角 and 分 are written behind them."""
    yuan, rest = divmod(fen, 100)
    ways = {""}
    for amount, signs in ((rest // 10, "角毛"), (rest % 10, "分")):
        if amount:
            ways = {way + digit + sign for way in ways for digit in (str(amount), NUMERALS[amount]) for sign in signs}
    return yuan, {way + end for way in ways - {""} for end in ("", "整")}


SEPARATORS = "-/.、‐–—−"


def days(day):
    """Every way to write a day that says year, month and day beyond doubt."""
    months, dates = {str(day.month), f"{day.month:02d}"}, {str(day.day), f"{day.day:02d}"}
    year = f"{day.year:04d}"
    ways = {f"{day:%Y%m%d}"}
    for month in months:
        for number in dates:
            ways |= {f"{year}{sign}{month}{sign}{number}" for sign in SEPARATORS + " "}
            ways |= {f"{year}年{month}月{number}{end}" for end in ("日", "号", "")}
            if day.day > 12 or day.day == day.month:
                ways |= {f"{month}{sign}{number}{sign}{year}" for sign in SEPARATORS}
                ways |= {f"{number}{sign}{month}{sign}{year}" for sign in SEPARATORS}
    year = "".join(NUMERALS[int(digit)] for digit in year)
    ways |= {f"{year}年{spelled(day.month)}月{spelled(day.day)}{end}" for end in ("日", "号", "")}
    return ways


MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")


def is_day(text, day):
    """Whether a text is one of the writings of a day, at midnight or of a birth, whatever a reader says."""
    text = text.strip()
    bare = re.sub("(出生|生)$", "", text) if not MIDNIGHT.search(text) else MIDNIGHT.sub("", text)
    return same_hand(bare) in {same_hand(way) for way in days(day)}

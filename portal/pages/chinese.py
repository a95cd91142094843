"""Days and numbers as documents write them, whatever the language of the page."""

from datetime import datetime

from portal.days.workdays import local_day

DIGITS = "零一二三四五六七八九"


def chinese_day(moment):
    """2026年1月2日 of a moment or a day; nothing of none."""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def chinese_number(n):
    """0 to 99 in characters: 零, 一, 十, 十二, 二十一."""
    tens, ones = divmod(n, 10)
    return (
        (DIGITS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (DIGITS[ones] if ones or not tens else "")
    )

"""Figures as they are printed: one rule of rounding for the whole portal, half up (四舍五入)."""


def half_up(part: int, of: int) -> int:
    """A quotient of whole numbers as a whole number; exact, where floats lie beside their halves."""
    return (2 * part + of) // (2 * of)


def per_cent(part: int, of: int) -> int:
    """6 for 1 of 16."""
    return half_up(100 * part, of)


def percent(part: int, of: int, places: int = 1) -> str:
    """ "6.3%" for 1 of 16; "" where there is nothing to count."""
    if not of:
        return ""
    scale = 10**places
    whole, rest = divmod(half_up(100 * part * scale, of), scale)
    return f"{whole}.{rest:0{places}}%" if places else f"{whole}%"

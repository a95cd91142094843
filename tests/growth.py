"""How the time of a function grows with what it reads, told without a second: by how much four times as much
costs more. Processor time is taken, the least of several runs, and only where it can be told from nothing."""

import gc
from contextlib import suppress
from time import process_time

from django.core.exceptions import ValidationError

from portal.files.refusal import Refused

LEAST = 0.005  # seconds below which nothing can be told
SMALLEST, LARGEST = 1000, 64_000  # characters; a draft has 20,000
TIMES = 4
LINEAR = 11  # what four times as much may cost at most: 16 would be the square
TRIES = 6  # another program may disturb one of them

SHAPES = {
    "numerals": "一",
    "digits": "1",
    "empty lines": "\n",
    "equal clauses": "建议开展排查，",
    "one huge line": "关于加强楼顶热水器管护并且增设车位解决停车难题",
    "only punctuation": "，。；：、！？",
    "brackets": "（【",
    "digits and spaces": "1 ",
    "Chinese and Latin": "建a议B",
    "tabs": "\t",
    "table rows": "甲\t乙\n",
    "repeated words": "村民王建国反映增设",
    "spaces": " ",
    "pairs of marks": "\u0301\u0323",
    "telephones": "13812345678，",
    "quotes": "\"'",
    "tags": "<row ",
}


def of_shape(name, size):
    """A text of this many characters."""
    one = SHAPES[name]
    return (one * (size // len(one) + 1))[:size]


def growth(function, make, size=SMALLEST, largest=LARGEST):
    """By how much `function` takes longer over `make(4 * size)` than over `make(size)`; 0 of no time."""
    while seconds(function, make(size)) < LEAST:
        size *= 2
        if size > largest:
            return 0
    small, large = make(size), make(TIMES * size)
    least = float("inf")
    for _try in range(TRIES):
        least = min(least, seconds(function, large) / min(seconds(function, small) for _run in range(2)))
        if least < LINEAR:
            break
    return least


def seconds(function, given):
    """Processor time of one call; what is refused has been read, too."""
    gc.disable()
    try:
        begun = process_time()
        with suppress(ValidationError, Refused):
            function(given)
        return process_time() - begun
    finally:
        gc.enable()

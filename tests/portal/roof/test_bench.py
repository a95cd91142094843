"""What ./run bench measures with 100,000 reports holds for 2,000: sources and words are found."""

import random

import pytest

from portal.roof.bench import search, similar, texts
from reports.models import Report
from tests.kept import as_owner

REPORTS, PROBES, WORDS = 2_000, 20, 30


@pytest.fixture
def many(db):
    with as_owner():
        texts.fill(REPORTS)
        assert Report.objects.count() == REPORTS
        yield


def test_sources_and_words_are_found_among_many(many):
    clock = similar.Clock()
    probes = similar.probes_of(PROBES)
    assert sum(similar.found(pk, parts, clock) for pk, parts in probes) >= 0.95 * PROBES
    strangers = [(pk, texts.Writer(seed).report()) for seed, (pk, _parts) in enumerate(probes)]
    assert not any(similar.found(pk, parts, clock) for pk, parts in strangers)  # it is not found by chance
    for word in search.words_of(WORDS):
        assert search.found(word) == search.like_scan(word), word


def test_a_rewritten_text_is_rewritten_as_much_as_it_says():
    text = "".join(texts.Writer().report().values())
    other = texts.rewritten(text, random.Random(1))
    assert 0.8 < len(set(text) & set(other)) / len(set(text)) <= 1
    assert other != text and abs(len(other) - len(text)) < 0.15 * len(text)

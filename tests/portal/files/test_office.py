"""Word, Excel, OFD and their elders: what fetches, starts or carries something is refused, the rest taken."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.checks import check
from tests.office_files import ACTIVE, ORDINARY


@pytest.mark.parametrize("what", ACTIVE)
def test_what_does_more_than_being_read_is_refused(what):
    ending, content, reason = ACTIVE[what]
    with pytest.raises(ValidationError) as refused:
        check(SimpleUploadedFile(f"一.{ending}", content))
    assert refused.value.messages == [reason % {"name": f"一.{ending}"}]


@pytest.mark.parametrize("what", ORDINARY)
def test_what_people_write_is_taken(what):
    ending, content = ORDINARY[what]
    check(SimpleUploadedFile(f"一.{ending}", content))

"""People with second factors, one of whom has lost it."""

from portal.keys import workflow
from portal.keys.states import Kind
from portal.people.models import Role
from tests.makers import NINE, person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def keyed():
    """`keyed` has one, and `switch` is the proposal to switch off another's."""
    found = person("keyed", Role.INFORMANT), person("lost", Role.INFORMANT)
    for user in found:
        workflow.add_key(user, at=NINE, kind=Kind.APP, name="手机", secret=SECRET)
    by = person("system", Role.SYSTEM_ADMIN)
    return {"keyed": found[0], "switch": workflow.propose_off(found[1], by=by, at=NINE, note="手机丢失")}

"""What may happen to an issue of the special report: one verb per step."""

from routing.workflow.issues.approving import (
    next_number,
    publish_issue,
    reopen_issue,
    send_issue_back,
    send_issue_back_to_compiler,
    sign_issue,
    submit_issue,
    submit_issue_for_vetting,
    vet_issue,
)
from routing.workflow.issues.composing import (
    arrange,
    begin_issue,
    correct_issue,
    place,
    put_into,
    take_out,
)
from routing.workflow.issues.delivery import mark_read, record_delivery
from routing.workflow.issues.undoing import drop_issue, forget, let_go, void_issue

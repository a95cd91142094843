"""What may happen to a report: the procedure, and one verb per step."""

from reports.workflow.onward import (
    answer,
    conclude,
    give_opinion,
    handle,
    lapse,
    place,
    publish,
    take_out,
    transfer,
)
from reports.workflow.procedure import PROCEDURE
from reports.workflow.review import (
    edit,
    hand_over,
    keep_on_file,
    refuse,
    return_to_author,
    send_back,
    sign_off,
    submit_for_signoff,
    take_over,
    take_up,
)
from reports.workflow.writing import begin, leave_out_numbers, save_draft, submit, withdraw

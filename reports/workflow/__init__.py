"""What may happen to a report: the procedure, and one verb per step."""

from reports.workflow.authorship import accept_authorship, decline_authorship
from reports.workflow.chain import (
    ask_chair,
    endorse,
    endorse_and_sign,
    is_held,
    mark_important,
    send_back_from_chair,
    send_back_to_editor,
    submit_for_signoff,
    submit_for_vetting,
    vet,
)
from reports.workflow.merging import merge, merge_all, unmerge
from reports.workflow.onward import (
    answer,
    close_contested,
    conclude,
    contest,
    correct,
    give_opinion,
    handle,
    lapse,
    place,
    publish,
    reopen_handling,
    take_out,
    transfer,
)
from reports.workflow.relating import relate
from reports.workflow.review import (
    edit,
    explain_delay,
    hand_over,
    keep_on_file,
    refuse,
    return_to_author,
    send_back,
    sign_off,
    take_over,
    take_up,
)
from reports.workflow.sealing import purge, refuse_classified, unseal
from reports.workflow.undoing import delete_draft, reconsider, write_again
from reports.workflow.writing import begin, leave_out_numbers, rearrange, save_draft, submit, withdraw

"""`./run faults`: what arrives, at whom and how often, while its parts are killed, frozen or emptied.

`stand` has the real servers and processes, `ledger` what the client knows must arrive, `runs` the faults, and
`unprotected` takes our protections away, one by one, in the processes of a run's control, which has to fail.
"""

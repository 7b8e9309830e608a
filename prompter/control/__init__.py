"""A running call, told from outside its windows what to do.

`prompter ctl` reaches it through a local socket of this user only, global hotkeys through the
desktop. Both end in a `ControlledCall`, which passes each command to the call or to the window.
"""

"""The windows in which the playbook is changed."""

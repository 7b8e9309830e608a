"""The command line: one module per command, joined here. It knows no window toolkit.

In:      arguments; a `Windows` from the entry point, for the commands that show windows.
Out:     text on stdout; what is wrong, in one line, on stderr.
Thread:  the main one.
Errors:  exit code 0 fine, 1 failure (PrompterError), 2 usage.
Source:  -
"""

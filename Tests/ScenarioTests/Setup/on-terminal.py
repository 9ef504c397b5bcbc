"""Runs a command on a terminal of its own: on-terminal.py COLUMNS COMMAND ...; prints what the terminal was sent."""

import fcntl, os, pty, struct, sys, termios

columns, command = int(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ.setdefault("TERM", "xterm")
    os.environ.pop("COLUMNS", None)
    os.execvp(command[0], command)
output = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # the last process on the terminal has ended
        break
    if not piece:
        break
    output += piece
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(output.replace(b"\r\n", b"\n"))
sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(status))

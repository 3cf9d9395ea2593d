"""A process that has taken from itself all it does not need: network, files, other processes.

Promises: after `confine` no socket can be opened, by this process or by what it becomes; files can
be opened only below `readable` and none can be written; memory and time are bounded. Where the
kernel can't promise the first, `Unconfined` is raised and nothing is looked at.
Source: seccomp(2), landlock(7). Numbers of system calls: the kernel's tables of each machine.
"""

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Sequence

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 4, 38, 22
_MODE_FILTER = 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _DENY = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # errno EPERM
_X32 = 0x40000000
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_DIR = 1, 4, 8
_HANDLED = (1 << 13) - 1
"""The file rights of the first version: execute, write, read, and everything that changes."""

_NUMBERS = {
    "x86_64": (
        0xC000003E,
        # socket, socketpair, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, bpf,
        # userfaultfd, mount, unshare, setns, pidfd_getfd; and no signal to another process: kill,
        # tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal, process_madvise; keyctl
        (
            *(41, 53, 101, 310, 311, 425, 321, 323, 165, 272, 308, 438),
            *(62, 200, 129, 297, 424, 440, 250),
        ),
        # open, creat, openat, openat2, open_by_handle_at, truncate, unlink, unlinkat, rename,
        # renameat, renameat2, rmdir, mkdir, mkdirat, link, linkat, symlink, symlinkat, chmod,
        # fchmodat, chown, lchown, fchownat, execve, execveat
        (
            *(2, 85, 257, 437, 304, 76, 87, 263, 82, 264, 316, 84, 83, 258),
            *(86, 265, 88, 266, 90, 268, 92, 94, 260, 59, 322),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(198, 199, 117, 270, 271, 425, 280, 282, 40, 97, 268, 438),
            *(129, 130, 138, 240, 424, 440, 219),
        ),
        # the same calls, as far as this machine has them
        (56, 437, 265, 45, 35, 38, 276, 34, 37, 36, 53, 54, 221, 281),
    ),
}


class Unconfined(Exception):  # noqa: N818 - what the operator is told
    """This machine can't keep such a process from the network."""

    person = "This can't be shown."
    operator = "This machine can't show attachments safely. Ask your administrator."


def confine(readable: Sequence[str] = ()) -> None:
    """Take it all away; for ever, and from every child too.

    Who needs no file can open, change or start none whatever the kernel is; who needs some
    (`readable`) is refused where it has no Landlock: he could read the desk's keys.
    """
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise Unconfined
    has_landlock = _keep_from_files(libc, readable)
    if readable and not has_landlock:
        raise Unconfined
    _keep_from_calls(libc, keeps_files=bool(readable))


def _keep_from_calls(libc: ctypes.CDLL, *, keeps_files: bool) -> None:
    found = _NUMBERS.get(platform.machine())
    if found is None:
        raise Unconfined
    machine, never, of_files = found
    denied = never if keeps_files else never + of_files
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (0x35, 0, 1, _X32),  # jump if at least: the other numbering of x86
        (_RETURN, 0, 0, _KILL),
    ]
    for number in denied:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _DENY)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("=HxxxxxxQ", len(steps), ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, program, 0, 0):
        raise Unconfined


def _keep_from_files(libc: ctypes.CDLL, readable: Sequence[str]) -> bool:
    """With Landlock; False where the kernel has none."""
    handled = struct.pack("=Q", _HANDLED)
    ruleset = libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        return False
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rights = _READ_FILE | _EXECUTE | (_READ_DIR if os.path.isdir(path) else 0)  # noqa: PTH112 - no pathlib where nothing may be imported
        rule = struct.pack("=Qi", rights, place)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
        os.close(place)
    failed = libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    if failed:
        raise Unconfined
    return True

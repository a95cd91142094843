"""A small disk that only one process and its children see, where this machine lets anybody mount one."""

import subprocess

SMALL = {"media": 64, "postgres": 400}  # MB
PRIVATE = ["unshare", "--mount", "--propagation", "private"]


def refusal(folder):
    """Why nobody may mount a disk here; empty if one may."""
    mount = [*PRIVATE, "mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
    try:
        return subprocess.run(mount, capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError) as error:
        return str(getattr(error, "stderr", error)).strip()


def lay(folder):
    """Puts a folder onto its small disk, with whatever is in it; for a process in a namespace of its own."""
    before = folder.with_name(f"{folder.name}.before")
    folder.mkdir(exist_ok=True)
    folder.rename(before)
    folder.mkdir()
    size = f"size={SMALL[folder.name]}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=True)
    subprocess.run(["cp", "-a", f"{before}/.", folder], check=True)

"""Look over requirement files: every package pinned to one version with a hash, and no index named."""

import re
import sys
from pathlib import Path

PIN = re.compile(r"^[A-Za-z0-9._-]+==[^\s;]+( ; .+)? \\$")


def faults(path):
    """Return one sentence for every line of the file that breaks the rule."""
    found, lines = [], Path(path).read_text().splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith(("#", "--hash=sha256:")):
            continue
        follows = lines[number].strip() if number < len(lines) else ""
        if not PIN.match(line) or not follows.startswith("--hash=sha256:"):
            found.append(f"{path}:{number}: neither a pin with hashes nor a comment: {line}")
    if not any("==" in line for line in lines):
        found.append(f"{path}: pins nothing")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(fault for path in sys.argv[1:] for fault in faults(path)) or 0)

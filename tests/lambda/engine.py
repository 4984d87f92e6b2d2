"""The embedded engine at an address. Entry point: `Engine`, built by cargo where it is missing."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ["cargo", "build", "--locked", "--quiet", "-p", "mingtang-tests", "--bin", "dynamodb"]


class Engine:
    """`with Engine() as engine: engine.url`; with a file it keeps what was written."""

    def __init__(self, file=None):
        subprocess.run(BUILD, cwd=ROOT, check=True)
        command = [ROOT / "target/debug/dynamodb", *([file] if file else [])]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://127.0.0.1:"):
            raise RuntimeError("the engine did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

"""A Lambda runtime of our own: starts a function's binary and hands it events as AWS does.

Entry point: `Function`. The binary asks `GET …/runtime/invocation/next` of a server on 127.0.0.1 and posts its answer back
(https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Must not know what a function is for.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = "/2018-06-01/runtime"
ANSWER_SECONDS = 60  # a slow machine, not a slow function: the functions end their own work after 9 s
ARN = "arn:aws-cn:lambda:cn-north-1:000000000000:function:"


class FunctionFault(Exception):
    """The function ended or answered with an error; the text is what it said."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        function = self.server.function
        function.asked.set()
        event = function.events.get()
        if event is None:
            return self._send(410, b"")
        number, body = event
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": f"00000000-0000-0000-0000-{number:012d}",
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + 10) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": ARN + function.name,
        }
        self._send(200, body, headers)

    def do_POST(self):
        body = self._body()
        kind = self.path.rsplit("/", 1)[-1]
        self.server.function.answers.put((kind, body))
        self._send(202, b"{}")

    def _body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A function that was ended breaks its connection; anything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Function:
    """One running function: `with Function("feedback", ["…/feedback"], env) as f: f.invoke(event)`."""

    def __init__(self, name, command, env):
        self.name, self.count = name, 0
        self.asked, self.events, self.answers = threading.Event(), queue.Queue(), queue.Queue()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.function = self
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        lambda_env = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_REGION": "cn-north-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
        }
        self.log = []
        plain = {"PATH": os.environ["PATH"]}
        self.process = subprocess.Popen(
            command, env={**plain, **lambda_env, **env}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def __enter__(self):
        try:
            self.ready()
        except FunctionFault:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def ready(self):
        """Waits until the function asked for its first event: the end of its init."""
        end = time.monotonic() + ANSWER_SECONDS
        while not self.asked.wait(0.02):
            if self.process.poll() is not None or time.monotonic() > end:
                self.reader.join(1)
                raise FunctionFault(f"{self.name} did not start: {''.join(self.log)}")

    def invoke(self, event):
        """The function's answer to one event."""
        self.count += 1
        self.events.put((self.count, json.dumps(event).encode()))
        try:
            kind, body = self.answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            raise FunctionFault(f"{self.name} gave no answer in {ANSWER_SECONDS} s: {''.join(self.log)}") from None
        if kind != "response":
            raise FunctionFault(f"{self.name} answered with an error: {body.decode()}")
        return json.loads(body)

    def cpu_ms(self):
        """CPU time of the whole process so far."""
        clock = (~self.process.pid << 3) | 2  # Linux: the CPU clock of another process
        return time.clock_gettime_ns(clock) / 1e6

    def resident_mb(self):
        """Memory the process has in RAM now and at most so far, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return tuple(int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))

    def close(self):
        self.process.kill()
        self.process.wait()
        self.events.put(None)
        self.reader.join(5)
        self.server.shutdown()
        self.server.server_close()

"""A cloud on this machine: ministack on 127.0.0.1, with permissions enforced.

Entry point: `Cloud`. Everything it keeps is in a folder of its own and ends with it.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SERVICES = "apigateway,cloudformation,cloudwatch,dynamodb,iam,lambda,logs,s3,secretsmanager,sns,sqs,sts"
REGION = "us-east-1"
START_SECONDS = 60


class Cloud:
    """`with Cloud() as cloud: cloud.client("dynamodb")`; `services` can be fewer, and `auth` off."""

    def __init__(self, services=SERVICES, auth=True):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.home = tempfile.TemporaryDirectory(prefix="mingtang-cloud-")
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        env = {
            **keep, "BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "localhost", "GATEWAY_PORT": str(port), "SERVICES": services,
            "AUTH": "true" if auth else "false", "AWS_ENDPOINT_URL": self.url, "MINISTACK_REGION": REGION, "LOG_LEVEL": "WARNING",
            "HOME": self.home.name, "TMPDIR": self.home.name, "STATE_DIR": self.home.name, "LAMBDA_EXECUTOR": "local",
        }
        self.log = open(Path(self.home.name, "log"), "w+")
        command = [Path(sys.executable).with_name("ministack")]
        self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)

    def __enter__(self):
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                text = self.said()
                self.__exit__()
                raise RuntimeError(f"ministack did not start: {text}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.home.cleanup()

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def said(self):
        """What it wrote to its log so far."""
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace")[-6000:]

    def client(self, service):
        """The AWS client of its root account."""
        import boto3

        return boto3.client(service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")

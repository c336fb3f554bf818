"""Runs a command while moto serves AWS's protocols on a free port of the loopback, and ends as the command ends.

The server lives in this process: whatever ends it, nothing is left behind. AWS_ENDPOINT_URL tells every client of the
command where it is; whatever AWS settings and credentials the caller has are kept from it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading

from moto.server import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


class OneAtATime:
    """A conditional put is atomic at S3. Moto looks and then writes: here nothing comes between the two."""

    def __init__(self, application):
        self._application = application
        self._turn = threading.Lock()

    def __call__(self, environ, start_response):
        with self._turn:
            return self._application(environ, start_response)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    command = subprocess.Popen(sys.argv[1:], env=environment(server.server_port))
    # The terminal interrupts both: the command ends first, and this with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: command.send_signal(number))
    status = command.wait()
    sys.exit(status if status >= 0 else 128 - status)


def environment(port):
    """Of the command. The account is moto's own: 123456789012."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        # The SDK is pinned.
        "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


main()

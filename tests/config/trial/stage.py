"""The real supervisor and the real PostgreSQL with stand-ins for web, worker and beat: `stage.py DATA PORT`."""

import os
import sys
from pathlib import Path

from config.trial import __main__ as command
from config.trial import services, supervisor

WEB = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
PREPARE = (
    "import os; assert os.environ['DATABASE_URL']; open(os.environ['JISR_DATA'] + '/preparations', 'a').write('x')"
)


def web(*, host: str, port: int, workers: int) -> list[str]:
    return [sys.executable, "-c", WEB, str(port)]


def tasks(*, redis: bool, schedule: Path) -> dict[str, list[str]]:
    return {"worker": ["sleep", "1001"], "beat": ["sleep", "1002"]}


if __name__ == "__main__":
    os.environ |= {"JISR_DATA": sys.argv[1], "PORT": sys.argv[2]}
    os.environ.pop("DATABASE_URL", None)
    services.web_command, services.task_commands = web, tasks
    supervisor.PREPARE[:] = [sys.executable, "-c", PREPARE]
    sys.exit(command.main())
